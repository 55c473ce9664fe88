import { type AlibabaCloudOptions, partyOf } from '../../apps/alibaba-cloud/party.ts'
import { document, html } from '../html.ts'
import { judge, type Verdict } from './assertion.ts'

const colour = '#ff6a00'

interface AcsHost {
  options: AlibabaCloudOptions
  acsUrl: string
  /** The metadata that is served, as if it had just been uploaded. */
  metadata: () => Promise<string>
  now: () => number
}

/** Where assertions are posted to: shows who came in, or why nobody did, which the real one tells nobody. */
export async function acs(request: Request, { options, acsUrl, metadata, now }: AcsHost): Promise<Response> {
  if (request.method !== 'POST') return page(405, 'GET', [])
  const form = new URLSearchParams(await request.text())
  const { entityId: audience } = partyOf(options)
  const expected = { sso: options.sso, audience, acsUrl, metadata: await metadata(), now: now() }
  return shown(judge(form.get('SAMLResponse') ?? '', expected), form.get('RelayState'))
}

function shown(verdict: Verdict, relayState: string | null): Response {
  if (!verdict.ok) return page(403, '登录失败 Sign-on refused', [['原因 Reason', [verdict.why]]])
  return page(200, '登录成功 Signed in', [
    ['NameID', [verdict.nameId]],
    ...Object.entries(verdict.attributes),
    ...(relayState === null ? [] : [['RelayState', [relayState]] as const]),
  ])
}

const page = (
  status: number,
  title: string,
  rows: readonly (readonly [string, readonly string[]])[],
): Response =>
  document(
    status,
    '阿里云 Alibaba Cloud – SANDBOX',
    colour,
    html`
<h1>${title}</h1>
<p>签名、受众、地址、时间和属性都已按阿里云的文档核对。 <span lang="en">Signature, audience, address, time and attributes were checked as the documents of Alibaba Cloud say.</span></p>
<dl>${rows.map(
      ([name, values]) => html`
<dt><b>${name}</b></dt>${values.map(
        value => html`
<dd>${value}</dd>`,
      )}`,
    )}
</dl>`,
  )
