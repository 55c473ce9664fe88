import type { JsonWebKey } from 'node:crypto'
import {
  type Common,
  codeIn,
  deadCode,
  type Host,
  judgedCredentials,
  type OptionsOf,
  type Probe,
  requestJson,
  type Words,
} from 'sso-kit/plugin'
import { keyIn, publicKnowledge, thumbprint } from './keys.ts'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common
type Ask = (path: string, init?: RequestInit) => Promise<{ status: number; body: unknown }>

/** The connectivity test: issuer, keys, the application as Casdoor has it, and the client's credentials. */
export async function* check(options: Options, host: Host, known = publicKnowledge): AsyncIterable<Probe> {
  const { endpoint, organization, clientId, clientSecret } = options
  // what is recognised of the messages is English
  const ask: Ask = (path, init) =>
    requestJson(host.fetch, { source: host.source, step: 'exchange' }, endpoint + path, {
      ...init,
      headers: { accept: 'application/json', 'accept-language': 'en', ...init?.headers },
    })
  yield await issuer(options, ask)
  yield await keys(options, ask, known)
  yield await application(options, ask)

  const form = { client_id: clientId, client_secret: clientSecret.reveal(), token: deadCode }
  // a code would not do: Casdoor looks at it before it looks at the secret
  const { body } = await ask('/api/login/oauth/introspect', {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const { active, error } = Object(body)
  const credentials = judgedCredentials(active === false ? 'inactive' : (codeIn(error) ?? 'error'), {
    good: ['inactive'],
    bad: ['invalid_client'],
    mend: tab(
      options,
      'OIDC/OAuth：核对客户端ID与客户端密钥',
      'OIDC/OAuth: compare Client ID and Client secret',
    ),
  })
  yield credentials
  if (!options.follows || credentials.state !== 'good') return

  const query = new URLSearchParams({ owner: organization, p: '1', pageSize: '1' })
  const basic = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64')
  const users = await ask(`/api/get-users?${query}`, { headers: { authorization: `Basic ${basic}` } })
  const name = { zh: '读取组织的用户', en: 'users of the organization' }
  if (Object(users.body).status === 'ok') yield { name, state: 'good' }
  else
    yield {
      name,
      state: 'bad',
      found: reason(users),
      mend: tab(options, '基础 › 组织', 'Basic › Organization'),
    }
}

/** object/wellknown_oidc_discovery.go: without `origin` it is the Host of the request. */
async function issuer({ endpoint }: Options, ask: Ask): Promise<Probe> {
  const name = { zh: '令牌的签发者', en: 'issuer of the tokens' }
  const reply = await ask('/.well-known/openid-configuration')
  if (Object(reply.body).issuer === endpoint) return { name, state: 'good' }
  return {
    name,
    state: 'bad',
    found: reply.status === 200 ? 'not "endpoint"' : reason(reply),
    mend: {
      zh: `Casdoor 服务器的 conf/app.conf › origin：${endpoint}`,
      en: `conf/app.conf of the Casdoor server › origin: ${endpoint}`,
    },
  }
}

async function keys(options: Options, ask: Ask, known: ReadonlySet<string>): Promise<Probe> {
  const { endpoint, application, certificate } = options
  const name = { zh: '应用的公钥', en: 'keys of the application' }
  const reply = await ask(`/.well-known/${encodeURIComponent(application)}/jwks`)
  const list: unknown = Object(reply.body).keys
  const found = (Array.isArray(list) ? list : []).map((key): JsonWebKey => Object(key))
  const published = found.filter(({ kty }) => kty === 'RSA').map(key => thumbprint(key))
  const bad = (fault: string, zh: string, en: string): Probe => ({
    ...{ name, state: 'bad', found: fault },
    mend: { zh: `${endpoint} › 身份认证 › 证书：${zh}`, en: `${endpoint} › Identity › Certs: ${en}` },
  })
  if (reply.status !== 200 || published.length === 0)
    return bad(
      reply.status === 200 ? 'no RSA key' : reason(reply),
      '为应用的 Token证书 选择 RS256 证书',
      'a certificate for RS256, chosen as Token cert of the application',
    )
  if (published.some(key => known.has(key)))
    return bad('its private half is in Casdoor’s source code', '新建一张证书', 'make another certificate')
  const own = certificate && thumbprint(keyIn(certificate).export({ format: 'jwk' }))
  if (own !== undefined && !published.includes(own))
    return bad('"certificate" is not the one in use', '复制证书', 'Copy certificate')
  return { name, state: 'good' }
}

/** What Casdoor tells everybody of an application, after it has looked at client id and return address. */
async function application(options: Options, ask: Ask): Promise<Probe> {
  const { application, organization, clientId, callbackUrl = '' } = options
  const name = { zh: `应用 ${application}`, en: `application ${application}` }
  const query = new URLSearchParams({
    ...{ clientId, responseType: 'code', redirectUri: callbackUrl, type: 'code' },
    ...{ scope: 'openid profile email', state: deadCode },
  })
  const reply = await ask(`/api/get-app-login?${query}`)
  const { status, data } = Object(reply.body)
  const bad = (found: string, mend: Words): Probe => ({ name, state: 'bad', found, mend })
  if (status !== 'ok') {
    const field =
      reason(reply) === redirectRefused ? ['重定向URLs', 'Redirect URLs'] : ['客户端ID', 'Client ID']
    return bad(reason(reply), tab(options, `OIDC/OAuth › ${field[0]}`, `OIDC/OAuth › ${field[1]}`))
  }
  if (Object(data).name !== application)
    return bad(
      'the client id is of another application',
      tab(options, 'OIDC/OAuth › 客户端ID', 'OIDC/OAuth › Client ID'),
    )
  // one that organizations share belongs to none of them alone
  if (Object(data).organization !== organization && !clientId.endsWith(`-org-${organization}`))
    return bad('it is of another organization', tab(options, '基础 › 组织', 'Basic › Organization'))
  return { name, state: 'good' }
}

const redirectRefused = 'Redirect URI'
const messages = [
  'Invalid client_id',
  redirectRefused,
  'Invalid scope',
  'Unauthorized operation',
  'Please login first',
]

/** Why a reply is none: the status, or the beginning of a message that is known. */
function reason({ status, body }: { status: number; body: unknown }): string {
  if (status !== 200) return String(status)
  const message = String(Object(body).msg ?? '')
  return messages.find(known => message.startsWith(known)) ?? 'error'
}

const tab = ({ endpoint, application }: Options, zh: string, en: string): Words => ({
  zh: `${endpoint} › 身份认证 › 应用 › ${application} › ${zh}`,
  en: `${endpoint} › Identity › Applications › ${application} › ${en}`,
})
