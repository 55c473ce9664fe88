import { randomBytes } from 'node:crypto'
import type { Host, Identity, Redirect, SsoError, Transaction } from 'sso-kit/plugin'
import { beforeEach, describe, expect, it } from 'vitest'
import { isAllowed } from '../../src/accounts/allow.ts'
import { vouched } from '../../src/accounts/vouched.ts'
import { s256 } from '../../src/hash.ts'
import plugin from './index.ts'

const endpoints = {
  login: 'https://accounts.google.com',
  token: 'https://oauth2.googleapis.com',
  api: 'https://www.googleapis.com',
  directory: 'https://admin.googleapis.com',
}

/** What Google says of the person at this sign-in. */
let profile: Record<string, unknown>
let calls: Request[]
let tx: Transaction
beforeEach(() => {
  profile = { sub: '107691503500061507151', name: 'Li Si' }
  calls = []
  const fresh = () => randomBytes(32).toString('base64url')
  const codeVerifier = fresh()
  tx = {
    ...{ state: fresh(), nonce: fresh(), codeVerifier, codeChallenge: s256(codeVerifier) },
    redirectUri: 'https://sso.example.com/auth/google/callback',
  }
})

async function google(request: Request): Promise<Response> {
  calls.push(request.clone())
  const { pathname } = new URL(request.url)
  return pathname === '/token'
    ? Response.json({ access_token: 'an-access-token', token_type: 'Bearer', id_token: 'not.looked.at' })
    : Response.json(profile)
}

async function open(domains?: string[]): Promise<Redirect> {
  const host: Host = {
    ...{ source: 'google', now: Date.now, fetch: async (url, init) => google(new Request(url, init)) },
    ...{ log: { info() {}, warn() {} }, passwords: { check: async () => null } },
    ...{
      folder: '.',
      connect: () => Promise.reject(new Error('not here')),
      socket: () => Promise.reject(new Error('not here')),
    },
  }
  const app = { clientId: 'app', clientSecret: { reveal: () => 'a secret that only tests know' }, endpoints }
  const { redirect } = await plugin.open({ ...app, ...(domains && { allow: { domains } }) }, host)
  if (!redirect) throw new Error('there is no redirect sign-in')
  return redirect
}

function finish(redirect: Redirect, more: Record<string, string> = {}): Promise<Identity> {
  const url = new URL(tx.redirectUri)
  url.search = new URLSearchParams({ code: '4/a-code', state: tx.state, ...more }).toString()
  return redirect.finish(new Request(url), tx)
}

const signIn = async (told: Record<string, unknown> = {}) => {
  Object.assign(profile, told)
  return finish(await open())
}

describe('the departure', () => {
  it('asks which account, with state and challenge of this sign-in', async () => {
    const { url } = await (await open()).start(tx)
    expect(url.origin + url.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ response_type: 'code', client_id: 'app', redirect_uri: tx.redirectUri, state: tx.state },
      ...{ scope: 'openid email profile', prompt: 'select_account' },
      ...{ code_challenge: tx.codeChallenge, code_challenge_method: 'S256' },
    })
  })

  it.each([
    [['example.com'], 'example.com'],
    [['example.com', 'example.org'], null],
    [[], null],
  ])('with %j as domains hints at %j', async (domains, hd) => {
    const { url } = await (await open(domains)).start(tx)
    expect(url.searchParams.get('hd')).toBe(hd)
  })
})

describe('the calls', () => {
  it('prove the challenge, and carry the token in a header and never in an address', async () => {
    await signIn()
    const [exchange, userinfo] = calls
    const form = new URLSearchParams(await exchange?.text())
    expect(form.get('code_verifier')).toBe(tx.codeVerifier)
    expect(form.get('redirect_uri')).toBe(tx.redirectUri)
    expect(userinfo?.url).toBe('https://www.googleapis.com/oauth2/v3/userinfo')
    expect(userinfo?.headers.get('authorization')).toBe('Bearer an-access-token')
    expect(calls).toHaveLength(2)
  })

  it.each([
    [undefined, 'source_reply_invalid'],
    ['', 'source_reply_invalid'],
    [0, 'source_reply_invalid'],
    [107691503500061, 'source_reply_invalid'],
  ])('end without a person for the sub %j', async (sub, code) => {
    const error: SsoError = await signIn({ sub }).then(
      ({ subject }) => Promise.reject(new Error(`let in ${subject}`)),
      refused => refused,
    )
    expect(error.code).toBe(code)
  })
})

it('a person is the sub under the issuer, whatever the addresses that lead to Google', async () => {
  expect(await signIn({ iss: 'https://evil.example', id: '1' })).toMatchObject({
    ...{ issuer: 'https://accounts.google.com', subject: '107691503500061507151', displayName: 'Li Si' },
  })
})

describe('allow.domains', () => {
  const domains = ['example.com']
  const isLetIn = async (told: Record<string, unknown>, returned: Record<string, string> = {}) => {
    Object.assign(profile, told)
    return isAllowed({ domains }, vouched(await finish(await open(domains), returned)))
  }
  const email = 'lisi@example.com'

  it.each(['example.com', 'EXAMPLE.com'])('lets in the hosted domain %s', async hd => {
    expect(await isLetIn({ hd, email, email_verified: true })).toBe(true)
  })

  it('lets in a secondary address of the hosted domain', async () => {
    expect(await isLetIn({ hd: 'example.com', email: 'lisi@example.org', email_verified: true })).toBe(true)
  })

  it.each<[what: string, told: Record<string, unknown>]>([
    ['an address of the domain with no hosted domain', { email, email_verified: true }],
    ['another hosted domain', { hd: 'example.org', email, email_verified: true }],
    ['a domain below it', { hd: 'sub.example.com' }],
    ['a domain that ends alike', { hd: 'notexample.com' }],
    ['a domain that begins alike', { hd: 'example.com.evil.example' }],
    ['the domain with a dot', { hd: 'example.com.' }],
    ['the domain with a space', { hd: ' example.com' }],
    ['the sign of a letter', { hd: 'e\u212aample.com' }],
    ['wide letters', { hd: 'ｅxample.com' }],
    ['an empty domain', { hd: '' }],
    ['no domain', { hd: null }],
    ['a domain under another name', { hosted_domain: 'example.com', domain: 'example.com' }],
  ])('keeps out %s', async (_, told) => {
    expect(await isLetIn(told)).toBe(false)
  })

  it('keeps out who writes hd into the return', async () => {
    expect(await isLetIn({ email, email_verified: true }, { hd: 'example.com' })).toBe(false)
  })

  it('is asked at every sign-in', async () => {
    expect(await isLetIn({ hd: 'example.com' })).toBe(true)
    expect(await isLetIn({ hd: 'example.org' })).toBe(false)
  })

  it('is no list of lists', async () => {
    Object.assign(profile, { hd: ['example.com'] })
    await expect(finish(await open(domains))).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })
})

describe('an address', () => {
  it.each<[what: string, told: Record<string, unknown>, emailVerified: boolean]>([
    ['of Gmail', { email: 'li@gmail.com', email_verified: true }, true],
    ['of Gmail, said as text', { email: 'li@gmail.com', email_verified: 'true' }, true],
    ['of a hosted domain', { email: 'li@example.com', email_verified: true, hd: 'example.com' }, true],
    ['of Gmail, unproven', { email: 'li@gmail.com', email_verified: false }, false],
    ['of Gmail, of which nothing is said', { email: 'li@gmail.com' }, false],
    ['of Gmail, with another word', { email: 'li@gmail.com', email_verified: 'yes' }, false],
    ['of Gmail, with a number', { email: 'li@gmail.com', email_verified: 1 }, false],
    [
      'of a hosted domain, unproven',
      { email: 'li@example.com', email_verified: false, hd: 'example.com' },
      false,
    ],
    ['of somebody else, proved once', { email: 'li@example.com', email_verified: true }, false],
    ['that ends like Gmail', { email: 'li@notgmail.com', email_verified: true }, false],
    ['that has Gmail in it', { email: 'li@evil.example@gmail.com', email_verified: true }, false],
    ['with a hosted domain that is none', { email: 'li@example.com', email_verified: true, hd: '*' }, false],
  ])('%s', async (_, told, emailVerified) => {
    expect(await signIn(told)).toMatchObject({ email: told.email, emailVerified })
  })

  it('gives the wish for a username', async () => {
    expect((await signIn({ email: 'li@example.com' })).username).toBe('li')
    expect((await signIn({ email: undefined })).username).toBeUndefined()
  })
})
