import { createHash, randomBytes } from 'node:crypto'
import { Agent } from 'node:http'
import { passFor } from '../src/apps/forward-auth/pass.ts'
import { sha256 } from '../src/hash.ts'
import type { Storage } from '../src/storage/storage.ts'
import { type Asked, ask, type Reply } from './ask.ts'
import { frontend, secret, site } from './leaver-file.ts'
import type { SignedIn } from './people.ts'

/** One way in, asked again and again. */
export interface Door {
  name: string
  /** Whether it lets them in. Throws where it says neither yes nor no. */
  isOpen(): Promise<boolean>
  close(): void
}

/** A server, and what it takes to get into what it guards without a click. */
export interface Place {
  port: number
  /** Of `publicUrl`: all servers of a file have one. */
  host: string
  storage: Storage
  cookieKey: Buffer
}

/** To the sign-in, or refused: who was known a moment ago may have lost what lets them in before they lose their session. */
const notIn = [302, 303, 401, 403]
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const basic = `Basic ${Buffer.from(`wiki:${encodeURIComponent(secret)}`).toString('base64')}`

/** All that somebody has from one session, at one server; they ask from an address of their own, as limits count by it. */
export async function doorsOf(place: Place, who: SignedIn, address: string): Promise<Door[]> {
  const { port, storage, cookieKey } = place
  const from = { host: place.host, 'x-forwarded-for': address }
  const cookie = `sso_sid=${who.token}`
  const tokens = await signOn(port, { ...from, cookie })
  const alist = randomBytes(32).toString('base64url')
  const endsAt = Date.now() + 3_600_000
  await storage.alist.insertToken({
    ...{ hash: sha256(alist), sessionHash: sha256(who.token), frontend },
    ...{ createdAt: Date.now(), openBy: null, endsAt },
  })
  const pass = passFor({ sessionId: who.sessionId, expiresAt: Date.now() + 600_000 }, site, [cookieKey])
  let refreshToken = tokens.refresh_token ?? ''
  const post = (fields: Record<string, string>) => ({
    method: 'POST',
    headers: { ...form, authorization: basic },
    body: String(new URLSearchParams(fields)),
  })

  const door = (
    name: string,
    path: string,
    asked: () => Asked,
    open: number,
    shut: readonly number[],
    isIn = (reply: Reply) => reply.status === open,
  ): Door => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    return {
      name,
      async isOpen() {
        const { headers, ...more } = asked()
        const reply = await ask(agent, port, path, { ...more, headers: { ...from, ...headers } })
        if (reply.status !== open && !shut.includes(reply.status))
          throw new Error(`${name}: ${reply.status} ${reply.body.slice(0, 200)}`)
        return isIn(reply)
      },
      close: () => agent.destroy(),
    }
  }
  const bySession = () => ({ headers: { cookie } })
  return [
    door('session cookie, at the account page', '/account', bySession, 200, notIn),
    door('assertion for a SAML app', '/apps/idp/start', bySession, 200, notIn),
    door('forward-auth', '/authz/nginx', () => ({ headers: questionOf(pass) }), 200, notIn),
    door('access token, at userinfo', '/oidc/userinfo', () => bearer(tokens.access_token ?? ''), 200, [401]),
    door(
      ...(['access token, introspected', '/oidc/introspection'] as const),
      ...([() => post({ token: tokens.access_token ?? '' }), 200, []] as const),
      ({ body }) => (JSON.parse(body) as { active: boolean }).active,
    ),
    door(
      ...(['refresh token', '/oidc/token'] as const),
      ...([() => post({ grant_type: 'refresh_token', refresh_token: refreshToken }), 200, [400]] as const),
      ({ status, body }) => {
        const said = JSON.parse(body) as { refresh_token?: string; error?: string }
        if (status === 400 && said.error !== 'invalid_grant') throw new Error(body)
        refreshToken = said.refresh_token ?? refreshToken
        return status === 200
      },
    ),
    door(
      ...(["AList's token", '/api/me', () => ({ headers: { authorization: alist } }), 200, []] as const),
      ({ body }) => (JSON.parse(body) as { code: number }).code === 200,
    ),
  ]
}

const bearer = (token: string): Asked => ({ headers: { authorization: `Bearer ${token}` } })

/** As nginx asks about what a page's script fetches. */
export const questionOf = (pass: string): Record<string, string> => ({
  'x-original-method': 'GET',
  'x-original-url': `https://${site.host}/a/page`,
  'sec-fetch-mode': 'cors',
  cookie: `sso_app=${pass}`,
})

/** A whole sign-on of an OpenID app. */
async function signOn(port: number, by: Record<string, string>): Promise<Record<string, string>> {
  const agent = new Agent()
  const verifier = randomBytes(32).toString('base64url')
  const redirectUri = 'https://wiki.example.com/callback'
  const query = new URLSearchParams({
    ...{ client_id: 'wiki', response_type: 'code', redirect_uri: redirectUri, state: 'state' },
    scope: 'openid offline_access',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const sent = await ask(agent, port, `/oidc/auth?${query}`, { headers: by })
  const code = new URL(String(sent.headers.location)).searchParams.get('code')
  if (code === null) throw new Error(`no code: ${sent.status} ${sent.headers.location}`)
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  }
  const { status, body } = await ask(agent, port, '/oidc/token', {
    method: 'POST',
    headers: { ...by, ...form, authorization: basic },
    body: String(new URLSearchParams(fields)),
  })
  if (status !== 200) throw new Error(`no token: ${status} ${body}`)
  return JSON.parse(body) as Record<string, string>
}
