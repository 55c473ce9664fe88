import { document, html, type Markup } from '../html.ts'

/** How a simulated app looks. */
export interface Looks {
  readonly name: string
  readonly colour: string
}

/** What an app was told: a name, and one value of it or several. */
export type Fact = readonly [name: string, values: readonly string[]]

/** A page of an app of somebody's. */
export const appPage = ({ name, colour }: Looks, status: number, body: Markup): Response =>
  document(status, `${name} – SANDBOX`, colour, html`<h1>${name}</h1>${body}`)

/** The first page of an app, for somebody whom it knows. `how` is how it came to know them. */
export const welcome = (looks: Looks, who: string, how: Markup, facts: readonly Fact[]): Response =>
  appPage(
    looks,
    200,
    html`
<h2>${who}，你好！ <span lang="en">Hello ${who}!</span></h2>
<p>${how}</p>
<p>我对你的了解 <span lang="en">Here is what I know of you:</span></p>
<ul>${facts.map(
      ([name, values]) =>
        html`<li><a><b>${name}</b>${values.map(value => html`<br><small>${value}</small>`)}</a></li>`,
    )}</ul>`,
  )
