import { createHash, randomBytes } from 'node:crypto'
import type { Browser } from '../../browser.ts'
import type { Site } from '../../site.ts'

export const redirectUri = 'https://wiki.example.com/callback'
export const clientSecret = 'a secret that only tests know'

export interface Tokens {
  access_token: string
  id_token: string
  refresh_token?: string
  expires_in: number
  scope: string
}

/** What an app asks for, written by hand: tests change single parameters of it. */
export function authorizationRequest(overrides: Record<string, string | undefined> = {}) {
  const verifier = randomBytes(32).toString('base64url')
  const parameters = {
    client_id: 'wiki',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state: 'the state',
    nonce: 'the nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...overrides,
  }
  const query = new URLSearchParams(
    Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  return { address: `/oidc/auth?${query}`, verifier }
}

/** The answer at the app's redirect URI; a flow that hands out tokens in addresses has it in the fragment. */
export const answerOf = (location: string | null): URLSearchParams => {
  const { search, hash } = new URL(location ?? 'about:blank')
  return new URLSearchParams(search || hash.slice(1))
}

export async function postForm(
  site: Site,
  path: string,
  form: Record<string, string> | URLSearchParams,
  {
    as = `wiki:${clientSecret}`,
    headers = {},
  }: { as?: string | null; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const [id = '', secret = ''] = as?.split(':') ?? []
  const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')
  const response = await fetch(site.url + path, {
    method: 'POST',
    headers: { ...(as !== null && { authorization: `Basic ${basic}` }), ...headers },
    body: new URLSearchParams(form),
    redirect: 'manual',
  })
  const text = await response.text()
  return {
    status: response.status,
    body: text.startsWith('{') ? JSON.parse(text) : {},
    headers: response.headers,
  }
}

/** A browser that is signed in asks for a code. */
export async function codeFor(browser: Browser, overrides: Record<string, string | undefined> = {}) {
  const { address, verifier } = authorizationRequest(overrides)
  const answer = await browser.get(address)
  const code = answerOf(answer.location).get('code')
  if (code === null) throw new Error(`no code: ${answer.status} ${answer.location} ${answer.page}`)
  return { code, verifier }
}

export const redeem = (
  site: Site,
  { code, verifier }: { code: string; verifier: string },
  options: { as?: string | null; headers?: Record<string, string> } = {},
) =>
  postForm(
    site,
    '/oidc/token',
    { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri },
    options,
  )

/** The whole way. */
export async function tokensFor(
  site: Site,
  browser: Browser,
  overrides: Record<string, string | undefined> = {},
): Promise<Tokens> {
  const { status, body } = await redeem(site, await codeFor(browser, overrides))
  if (status !== 200) throw new Error(`no tokens: ${JSON.stringify(body)}`)
  return body as unknown as Tokens
}

export const refresh = (site: Site, token: string | undefined, more: Record<string, string> = {}) =>
  postForm(site, '/oidc/token', { grant_type: 'refresh_token', refresh_token: token ?? '', ...more })

export const userinfo = (site: Site, token: string, init: RequestInit = {}) =>
  fetch(`${site.url}/oidc/userinfo`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
  })

export const claimsIn = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())

export const wiki = `
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: SECRET }
    redirectUris: [${redirectUri}]
    postLogoutRedirectUris: ["https://wiki.example.com/bye"]
    launchUrl: https://wiki.example.com/login
    scopes: [openid, profile, email, phone, groups, permissions, offline_access]
    allow: everyone`

/** More of `server`, for tests in which more people sign in than one address may send. */
export const behindProxy = ', trustedProxies: ["127.0.0.1"]'

let addresses = 0
/** A browser at an address of its own. */
export const elsewhere = (site: Site): Browser => {
  addresses += 1
  return site.browser({ 'x-forwarded-for': `198.51.${addresses >> 8}.${addresses & 255}` })
}
