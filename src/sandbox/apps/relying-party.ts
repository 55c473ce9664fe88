import * as openid from 'openid-client'
import { html } from '../html.ts'
import { appPage, welcome } from './page.ts'

/** An app that speaks OpenID Connect, as its developer would have written it: it shows what it was told of a person. */
export interface RelyingParty {
  redirectUri: string
  login: string
  logout: string
  handle(request: Request): Promise<Response>
}

export interface RelyingPartyHost {
  name: string
  /** Of the app: where it lives. */
  address: string
  /** Paths below it. */
  login: string
  callback: string
  issuer: string
  clientId: string
  /** Undefined: a public client. */
  secret: string | undefined
  scopes: readonly string[]
  random: (bytes: number) => Buffer
  /** Reaches the sandbox, and nothing else. */
  send: (request: Request) => Promise<Response>
  /** An app that has users of its own: who came in, and what it says to them at every page instead of it. */
  admit?: (claims: openid.IDToken) => () => string | undefined
}

interface Visit {
  state: string
  nonce: string
  verifier: string
}

/**
 * `/` shows who is signed in, `login` begins (Authorization Code with PKCE), `callback` ends it; `/logout` is told by
 * OpenID Connect Back-Channel Logout 1.0 that a session is over.
 */
export function relyingParty(host: RelyingPartyHost): RelyingParty {
  const { address, random } = host
  const looks = { name: host.name, colour: '#3b5bdb' }
  const redirectUri = address + host.callback
  const path = new URL(address).pathname
  /** By the cookie of a browser. */
  const visits = new Map<string, Visit>()
  const people = new Map<
    string,
    { claims: openid.IDToken; info: openid.UserInfoResponse; refusal: (() => string | undefined) | undefined }
  >()
  let client: Promise<openid.Configuration> | undefined
  const discovered = () => {
    const options = {
      execute: [openid.allowInsecureRequests],
      [openid.customFetch]: (url: string, init: object) => host.send(new Request(url, init as RequestInit)),
    }
    client ??= openid.discovery(new URL(host.issuer), host.clientId, host.secret, undefined, options)
    client.catch(() => {
      client = undefined
    })
    return client
  }
  const word = () => random(24).toString('base64url')

  async function login(browser: string): Promise<Response> {
    const visit = { state: word(), nonce: word(), verifier: word() + word() }
    visits.set(browser, visit)
    const url = openid.buildAuthorizationUrl(await discovered(), {
      redirect_uri: redirectUri,
      scope: host.scopes.join(' '),
      code_challenge: await openid.calculatePKCECodeChallenge(visit.verifier),
      code_challenge_method: 'S256',
      state: visit.state,
      nonce: visit.nonce,
    })
    return withCookie(Response.redirect(url.href), browser, path)
  }

  async function callback(request: Request, browser: string): Promise<Response> {
    const visit = visits.get(browser)
    visits.delete(browser)
    if (!visit)
      return appPage(
        looks,
        400,
        html`<p role="alert">没有开始登录 <span lang="en">No sign-in has begun here.</span></p>`,
      )
    const config = await discovered()
    const tokens = await openid.authorizationCodeGrant(config, new URL(request.url), {
      pkceCodeVerifier: visit.verifier,
      expectedState: visit.state,
      expectedNonce: visit.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims)
      return appPage(
        looks,
        502,
        html`<p role="alert">没有 ID 令牌 <span lang="en">No ID token came.</span></p>`,
      )
    const info = await openid.fetchUserInfo(config, tokens.access_token, claims.sub)
    people.set(browser, { claims, info, refusal: host.admit?.(claims) })
    return Response.redirect(`${address}/`)
  }

  function home(browser: string): Response {
    const person = people.get(browser)
    if (!person)
      return appPage(
        looks,
        200,
        html`<p><a class="cancel" href="${address + host.login}">用单点登录登录 <span lang="en">Sign in</span></a></p>`,
      )
    const { claims, info, refusal } = person
    const no = refusal?.()
    if (no !== undefined)
      return appPage(
        looks,
        401,
        html`<p role="alert">应用不再认这次登录 <span lang="en">The app does not take this sign-in any more:</span> ${no}</p>`,
      )
    const who = String(info.name ?? info.preferred_username ?? claims.sub)
    const facts = Object.entries({ ...claims, ...info }).map(
      ([claim, value]) => [claim, [JSON.stringify(value)]] as const,
    )
    const how = html`已用单点登录登录。 <span lang="en">You signed in with single sign-on.</span>`
    return welcome(looks, who, how, facts)
  }

  return {
    redirectUri,
    login: address + host.login,
    logout: `${address}/logout`,
    async handle(request) {
      const asked = request.url.slice(address.length).replace(/\?.*$/, '')
      const browser = /(?:^|; )app=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? word()
      if (asked === host.login) return login(browser)
      if (asked === host.callback) return callback(request, browser)
      if (asked === '/logout' && request.method === 'POST') return signedOut(await request.formData())
      return withCookie(home(browser), browser, path)
    },
  }

  /** The token is not verified: all that comes of a forged one is a sign-in more in a sandbox. */
  function signedOut(form: FormData): Response {
    const [, payload = ''] = String(form.get('logout_token') ?? '').split('.')
    const { sid } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid?: string }
    for (const [browser, { claims }] of people) if (claims.sid === sid) people.delete(browser)
    return new Response(null, { status: 200 })
  }
}

const withCookie = (response: Response, browser: string, path: string): Response => {
  const headers = new Headers(response.headers)
  headers.append('set-cookie', `app=${browser}; Path=${path}; HttpOnly; SameSite=Lax`)
  return new Response(response.body, { status: response.status, headers })
}
