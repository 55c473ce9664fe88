import { document, html } from './html.ts'
import { groupsOf, treeOf } from './vendor-page.ts'
import type { Person, World } from './world.ts'

type Organisation = Pick<World, 'organization' | 'departments' | 'people'>
type Page = Parameters<World['consolePage']>[0]

/** A vendor's console: everybody with what can be done to them. Each form posts to the page itself; there is no script. */
export function consolePage(world: Organisation, { vendor, colour, problem }: Page): Response {
  const places = [{ id: '', title: world.organization.name }, ...treeOf(world.departments)]
  const where = (chosen: string) => html`
<label><span>部门 <span lang="en">Department</span></span> <select name="department">${places.map(
    ({ id, title }) =>
      id === chosen
        ? html`<option value="${id}" selected>${title}</option>`
        : html`<option value="${id}">${title}</option>`,
  )}</select></label>`

  const orders = (person: Person) =>
    person.member
      ? html`${name(person.name)}
<button name="do" value="rename">改名 <span lang="en">Rename</span></button>${where(person.departments[0] ?? '')}
<button name="do" value="move">调动 <span lang="en">Move</span></button>
<button name="do" value="remove">移出组织 <span lang="en">Remove</span></button>`
      : html`<button name="do" value="take-in">加入组织 <span lang="en">Take in</span></button>`

  const groups = groupsOf(world).map(
    ({ title, people }) => html`
<section>
<h2>${title}</h2>
<ul>${people.map(
      person => html`
<li><details id="${person.id}"><summary><b>${person.name}</b> <small>${person.id}${person.title && ` · ${person.title}`}</small></summary>
<form method="post"><input type="hidden" name="person" value="${person.id}">${orders(person)}</form>
</details></li>`,
    )}
</ul>
</section>`,
  )

  return document(
    problem === undefined ? 200 : 400,
    `${vendor} – SANDBOX`,
    colour,
    html`
<h1>${vendor}</h1>${problem === undefined ? '' : html`<p role="alert">${problem}</p>`}
<p>以管理员身份管理通讯录。 <span lang="en">You are the administrator of this address book.</span></p>
<details><summary>添加成员 <span lang="en">Add somebody</span></summary>
<form method="post">${name('')}${where('')}<button name="do" value="add">添加 <span lang="en">Add</span></button></form>
</details>
<details><summary>管理部门 <span lang="en">Departments</span></summary>
<form method="post">${where('')}${name('')}
<button name="do" value="add-department">在其下新建 <span lang="en">Create below it</span></button>
<button name="do" value="rename-department">改名 <span lang="en">Rename</span></button>
<button name="do" value="remove-department">删除 <span lang="en">Delete</span></button></form>
</details>${groups}`,
  )
}

const name = (value: string) =>
  html`<label><span>姓名/名称 <span lang="en">Name</span></span> <input name="name" value="${value}" maxlength="64" autocomplete="off"></label>`
