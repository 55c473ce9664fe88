import {
  codeIn,
  credentials,
  deadCode,
  type Host,
  judgedCredentials,
  type Probe,
  refusedProbe,
  requestJson,
  SsoError,
  type Words,
} from 'sso-kit/plugin'
import type { Authority, Metadata, Options } from './authority.ts'
import { inPortal } from './portal.ts'
import { isOpen } from './tenant.ts'

/** The connectivity test: the tenant, its keys, the app's credentials, and what Graph lets the app read. */
export async function* check(options: Options, host: Host, microsoft: Authority): AsyncIterable<Probe> {
  for await (const probe of probes(options, host, microsoft))
    yield probe.mend ? { ...probe, mend: inPortal(probe.mend, options.endpoints.login) } : probe
}

async function* probes(options: Options, host: Host, microsoft: Authority): AsyncIterable<Probe> {
  const name = { zh: '租户', en: 'tenant' }
  let metadata: Metadata
  try {
    metadata = await microsoft.metadata('start')
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    yield { name, state: 'bad', found: error.vendorCode ?? error.code, mend: tenantPlace }
    return
  }
  yield { name, state: 'good' }
  const keys = { zh: '公钥', en: 'keys' }
  // no place of the console mends them: they are Microsoft's, or of whoever is in between
  yield { name: keys, ...((await microsoft.keys()).length > 0 ? good : { state: 'bad', mend: tenantPlace }) }

  const { error, shown, token } = await asked(options, host, metadata)
  if (token !== undefined) yield { name: credentials, ...good }
  else if (shown.endsWith(' AADSTS50011'))
    yield { name: { zh: '重定向 URI', en: 'redirect URI' }, state: 'bad', found: shown, mend: redirectUris }
  else
    yield {
      ...judgedCredentials(error, {
        // a code that nobody was given is refused once the app is known
        good: ['invalid_grant'],
        bad: ['invalid_client', 'unauthorized_client'],
        mend: error === 'invalid_client' ? secret : id,
      }),
      ...(error !== 'invalid_grant' && { found: shown }),
    }

  if (options.allow?.groups !== undefined)
    yield {
      name: { zh: '委托的权限 User.Read', en: 'delegated permission User.Read' },
      state: 'unknown',
      found: 'shows at a sign-in only',
    }
  if (options.follows && token !== undefined) yield await users(options, host, token)
}

/** The app itself where one tenant is meant (…/v2-oauth2-client-creds-grant-flow), and a code of nobody elsewhere. */
async function asked(options: Options, host: Host, { token_endpoint }: Metadata) {
  const { tenant, clientId, clientSecret, endpoints, callbackUrl } = options
  const form = {
    ...{ client_id: clientId, client_secret: clientSecret.reveal() },
    ...(isOpen(tenant)
      ? { grant_type: 'authorization_code', code: deadCode, redirect_uri: callbackUrl ?? '' }
      : { grant_type: 'client_credentials', scope: `${endpoints.graph}/.default` }),
  }
  const call = { source: host.source, step: 'exchange' } as const
  const { status, body } = await requestJson(host.fetch, call, token_endpoint, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const { error, error_codes, access_token } = Object(body)
  const number: unknown = Object(error_codes)[0]
  const token = status === 200 && typeof access_token === 'string' ? access_token : undefined
  const code = codeIn(error) ?? String(status)
  return { error: code, shown: Number.isSafeInteger(number) ? `${code} AADSTS${number}` : code, token }
}

/** learn.microsoft.com/graph/api/user-delta: what following a directory needs. */
async function users({ endpoints }: Options, host: Host, token: string): Promise<Probe> {
  const name = { zh: '应用程序权限 User.Read.All', en: 'application permission User.Read.All' }
  const call = { source: host.source, step: 'profile' } as const
  const url = `${endpoints.graph}/v1.0/users?$top=1&$select=id`
  const headers = { authorization: `Bearer ${token}` }
  const { status, body } = await requestJson(host.fetch, call, url, { headers })
  if (status === 200) return { name, ...good }
  const code = codeIn(Object(Object(body).error).code)
  const refusal = { code: [status, code].filter(Boolean).join(' '), isBusy: status === 429 || status >= 500 }
  return refusedProbe(name, refusal, {
    zh: `${app.zh} › API 权限 › Microsoft Graph › 应用程序权限：User.Read.All，并由管理员同意`,
    en: `${app.en} › API permissions › Microsoft Graph › Application: User.Read.All, with admin consent`,
  })
}

const good = { state: 'good' } as const
const app: Words = {
  zh: 'entra.microsoft.com › 应用注册 › sso-kit',
  en: 'entra.microsoft.com › App registrations › sso-kit',
}
const tenantPlace: Words = {
  zh: `${app.zh} › 概述：目录(租户) ID`,
  en: `${app.en} › Overview: Directory (tenant) ID`,
}
const redirectUris: Words = {
  zh: `${app.zh} › 身份验证 › Web › 重定向 URI`,
  en: `${app.en} › Authentication › Web › Redirect URIs`,
}
const id: Words = {
  zh: `${app.zh} › 概述：应用程序(客户端) ID；受支持的帐户类型`,
  en: `${app.en} › Overview: Application (client) ID, Supported account types`,
}
const secret: Words = {
  zh: `${app.zh} › 证书和密码 › 新客户端密码 › 值`,
  en: `${app.en} › Certificates & secrets › New client secret › Value`,
}
