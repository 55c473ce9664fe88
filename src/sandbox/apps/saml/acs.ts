import { document, html } from '../../html.ts'
import { type Expected, judge, type Verdict } from './assertion.ts'
import type { AppSessions } from './slo.ts'

/** An app that speaks SAML, where assertions are posted to. */
export interface ServiceProvider extends Omit<Expected, 'metadata' | 'now'> {
  name: string
  colour: string
  /** The metadata that is served, as if it had just been uploaded. */
  metadata: () => Promise<string>
  now: () => number
  /** Of an app that hears of sign-outs. */
  sessions?: AppSessions
}

/** Shows who came in, or why nobody did, which real ones tell nobody. */
export async function acs(
  request: Request,
  { metadata, now, sessions, ...app }: ServiceProvider,
): Promise<Response> {
  if (request.method !== 'POST') return page(app, 405, 'GET', [])
  const form = new URLSearchParams(await request.text())
  const verdict = judge(form.get('SAMLResponse') ?? '', { ...app, metadata: await metadata(), now: now() })
  // what was just judged; nothing else of it is looked at
  const [, index] = /SessionIndex="([^"]+)"/.exec(decoded(form.get('SAMLResponse'))) ?? []
  if (verdict.ok && index !== undefined) sessions?.set(index, verdict.nameId)
  return shown(app, verdict, form.get('RelayState'))
}

const decoded = (base64: string | null) => Buffer.from(base64 ?? '', 'base64').toString()

/** The app's own page: who is signed in there. */
export const whoIsIn = (app: Looks, sessions: AppSessions): Response =>
  document(
    200,
    `${app.name} – SANDBOX`,
    app.colour,
    html`
<h1>${app.name}</h1>
<p>此应用中的登录 <span lang="en">Signed in at this app</span>: ${String(sessions.size)}</p>
<ul>${[...sessions.values()].map(name => html`<li>${name}</li>`)}</ul>`,
  )

type Looks = Pick<ServiceProvider, 'name' | 'colour'>

function shown(app: Looks, verdict: Verdict, relayState: string | null): Response {
  if (!verdict.ok) return page(app, 403, '登录失败 Sign-on refused', [['原因 Reason', [verdict.why]]])
  return page(app, 200, '登录成功 Signed in', [
    ['NameID', [verdict.nameId]],
    ...Object.entries(verdict.attributes),
    ...(relayState === null ? [] : [['RelayState', [relayState]] as const]),
  ])
}

const page = (
  { name, colour }: Looks,
  status: number,
  title: string,
  rows: readonly (readonly [string, readonly string[]])[],
): Response =>
  document(
    status,
    `${name} – SANDBOX`,
    colour,
    html`
<h1>${name}</h1>
<h2>${title}</h2>
<p>签名、受众、地址、时间和属性都已核对。 <span lang="en">Signature, audience, address, time and attributes were checked.</span></p>
<dl>${rows.map(
      ([name, values]) => html`
<dt><b>${name}</b></dt>${values.map(
        value => html`
<dd>${value}</dd>`,
      )}`,
    )}
</dl>`,
  )
