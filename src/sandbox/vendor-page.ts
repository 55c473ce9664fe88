import { document, html } from './html.ts'
import type { Department, Person, World } from './world.ts'

type Organisation = Pick<World, 'organization' | 'departments' | 'people'>
type SignIn = Parameters<World['signInPage']>[0]
type Failure = Parameters<World['errorPage']>[0]

/** A vendor's sign-in page: who are you? Every person is a link; there is no form and no script. */
export function signInPage(
  world: Organisation,
  { vendor, colour, choose, refuse, others = [] }: SignIn,
): Response {
  const groups = groupsOf({ ...world, people: [...world.people, ...others] }).map(
    ({ title, people }) => html`
<section>
<h2>${title}</h2>
<ul>${people.map(
      person => html`
<li><a data-person="${person.id}" href="${choose(person).href}"><b>${person.name}</b> <small>${person.id}${person.title && ` · ${person.title}`}</small></a></li>`,
    )}
</ul>
</section>`,
  )
  const cancel =
    refuse &&
    html`<p><a class="cancel" data-refuse href="${refuse.href}">取消 <span lang="en">Cancel</span></a></p>`
  return document(
    200,
    `${vendor} – SANDBOX`,
    colour,
    html`
<h1>${vendor}</h1>
<p>以谁的身份登录？ <span lang="en">Who is signing in?</span></p>${groups}
${cancel || ''}`,
  )
}

/** What a vendor shows to a person when it cannot send them back. */
export function errorPage({ vendor, status, text }: Failure): Response {
  return document(
    status,
    `${vendor} – SANDBOX`,
    '#8c1d18',
    html`
<h1>${vendor}</h1>
<p role="alert">${text}</p>
<p>无法继续登录。 <span lang="en">The sign-in cannot go on.</span></p>`,
  )
}

/** Departments in the order of the tree, each with the people whose main one it is; then those who belong to none. */
export function groupsOf({
  departments,
  people,
  organization,
}: Organisation): { title: string; people: Person[] }[] {
  const members = people.filter(person => person.member)
  const tree = treeOf(departments)
  const known = new Set(tree.map(({ id }) => id))
  const mainIs = (id: string) => members.filter(person => person.departments[0] === id)
  return [
    ...tree.map(({ id, title }) => ({ title, people: mainIs(id) })),
    { title: organization.name, people: members.filter(({ departments: [main] }) => !known.has(main ?? '')) },
    { title: '组织以外 Outside the organisation', people: people.filter(person => !person.member) },
  ].filter(group => group.people.length > 0)
}

/** Every department under the names of all above it, in the order of the tree. */
export function treeOf(departments: readonly Department[]): { id: string; title: string }[] {
  const below = (parent: string | null, path: string[]): { id: string; title: string }[] =>
    departments
      .filter(department => department.parent === parent)
      .flatMap(({ id, name }) => {
        const here = [...path, name]
        return [{ id, title: here.join(' › ') }, ...below(id, here)]
      })
  return below(null, [])
}
