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
function groupsOf({
  departments,
  people,
  organization,
}: Organisation): { title: string; people: Person[] }[] {
  const below = (parent: string | null, path: string[]): { id: string; title: string }[] =>
    departments
      .filter(department => department.parent === parent)
      .flatMap(({ id, name }: Department) => {
        const here = [...path, name]
        return [{ id, title: here.join(' › ') }, ...below(id, here)]
      })
  const members = people.filter(person => person.member)
  const tree = below(null, [])
  const known = new Set(tree.map(({ id }) => id))
  const mainIs = (id: string) => members.filter(person => person.departments[0] === id)
  return [
    ...tree.map(({ id, title }) => ({ title, people: mainIs(id) })),
    { title: organization.name, people: members.filter(({ departments: [main] }) => !known.has(main ?? '')) },
    { title: '组织以外 Outside the organisation', people: people.filter(person => !person.member) },
  ].filter(group => group.people.length > 0)
}

function document(status: number, title: string, colour: string, body: Markup): Response {
  const page = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body style="--vendor: ${colour}">
<header><strong>SANDBOX</strong> 模拟页面，没有真实账号 <span lang="en">A simulated vendor, no real accounts</span></header>
<main>${body}
</main>
</body>
</html>
`
  return new Response(page.text, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    },
  })
}

class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = string | Markup | Part[]

/** Markup in which everything that is not markup already has been escaped. */
function html(literals: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(
    literals.reduce((before, literal, index) => before + render(parts[index - 1] ?? '') + literal),
  )
}

function render(part: Part): string {
  if (part instanceof Markup) return part.text
  if (Array.isArray(part)) return part.map(render).join('')
  return part.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}

const style = new Markup(`
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1b1b1f; background: #f4f5f7; border-top: 6px solid var(--vendor) }
header { padding: .5rem 1rem; background: #ffe08a; color: #3a2c00; text-align: center }
main { max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { margin: .5rem 0; font-size: 1.5rem }
h2 { margin: 1.25rem 0 .5rem; font-size: 1rem }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .5rem; margin: 0; padding: 0; list-style: none }
li a, .cancel { display: block; padding: .6rem .8rem; border: 1px solid #c4c6cf; border-radius: .5rem; background: #fff; color: inherit; text-decoration: none; overflow-wrap: anywhere }
li a:hover, li a:focus-visible, .cancel:hover, .cancel:focus-visible { border-color: var(--vendor); outline: 2px solid var(--vendor) }
small { color: #55575f }
.cancel { display: inline-block; margin-top: 1rem }
`)
