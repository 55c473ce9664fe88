import { document, html } from '../../html.ts'
import { type Expected, judge, type Verdict } from './assertion.ts'

/** An app that speaks SAML, where assertions are posted to. */
export interface ServiceProvider extends Omit<Expected, 'metadata' | 'now'> {
  name: string
  colour: string
  /** The metadata that is served, as if it had just been uploaded. */
  metadata: () => Promise<string>
  now: () => number
}

/** Shows who came in, or why nobody did, which real ones tell nobody. */
export async function acs(request: Request, { metadata, now, ...app }: ServiceProvider): Promise<Response> {
  if (request.method !== 'POST') return page(app, 405, 'GET', [])
  const form = new URLSearchParams(await request.text())
  const verdict = judge(form.get('SAMLResponse') ?? '', { ...app, metadata: await metadata(), now: now() })
  return shown(app, verdict, form.get('RelayState'))
}

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
