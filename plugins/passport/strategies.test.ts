import { fileURLToPath } from 'node:url'
import type { Secret } from 'sso-kit/plugin'
import { describe, expect, test } from 'vitest'
import { open, openPackage, tx } from './fixtures/stage.ts'

/** A package whose strategy does this with a request. `verify` and `options` are those of its constructor. */
const strategy = (authenticate: string) => `
  exports.Strategy = class {
    constructor(options, verify) { Object.assign(this, { options, verify }) }
    authenticate(request, given) { ${authenticate} }
  }`

const depart = async (authenticate: string) => (await openPackage(strategy(authenticate))).redirect?.start(tx)

const finish = async (authenticate: string, subject = 'id') => {
  const options = { identity: { issuer: 'https://odd.example', subject } }
  const source = await openPackage(strategy(authenticate), { options })
  return source.redirect?.finish(new Request(`${tx.redirectUri}?code=abc&state=${tx.state}`), tx)
}

const check = async (authenticate: string, word = 'a long enough sentence', own = {}) => {
  const source = await openPackage(strategy(authenticate), { options: { kind: 'password', options: own } })
  return source.password?.check('anyi', word)
}

const because = (cause: unknown, code = 'internal') => expect.objectContaining({ code, cause })

describe('a departure', () => {
  test('has the state that the strategy is given', async () => {
    const departure = await depart(
      'this.redirect("https://odd.example/authorize?state=" + given.state + "&back=" + given.callbackURL)',
    )
    expect(departure?.url.href).toBe(`https://odd.example/authorize?state=the-state&back=${tx.redirectUri}`)
  })

  const stateless = because('the strategy cannot be used here: it does not send the state it is given')
  test.each([
    ['sends no state', 'this.redirect("https://odd.example/authorize")'],
    ['sends a state of its own', 'this.redirect("https://odd.example/authorize?state=own")'],
    ['sends two', 'this.redirect("https://odd.example/authorize?state=own&state=" + given.state)'],
  ])('is refused where the strategy %s', async (_what, authenticate) => {
    await expect(depart(authenticate)).rejects.toEqual(stateless)
  })

  test('is refused where the strategy keeps to another callback address', async () => {
    const authenticate =
      'this.redirect("https://odd.example/authorize?state=" + given.state + "&redirect_uri=" + encodeURIComponent(this.options.callbackURL))'
    await expect(depart(authenticate)).rejects.toEqual(because(expect.stringMatching(/callback address/)))
  })

  test.each([
    ['lets everybody pass', 'this.pass()'],
    ['lets nobody go', 'this.fail()'],
    ['throws', 'request.session.state = 1'],
    ['redirects to no address', 'this.redirect("/login")'],
    ['answers by itself', 'request.res.end("hello")'],
  ])('is refused where the strategy %s', async (_what, authenticate) => {
    await expect(depart(authenticate)).rejects.toEqual(because(expect.anything()))
  })
})

describe('a callback', () => {
  test.each([
    ['(profile, done)', 'this.verify({ id: 7 }, done)'],
    ['(accessToken, refreshToken, profile, done)', 'this.verify("at", "rt", { id: "7" }, done)'],
    ['(token, tokenSecret, profile, done)', 'this.verify("t", "s", { id: "7" }, done)'],
    ['(issuer, profile, done)', 'this.verify("https://odd.example", { id: "7" }, done)'],
    [
      '(accessToken, refreshToken, params, profile, done)',
      'this.verify("at", "rt", { id: "8" }, { id: "7" }, done)',
    ],
    ['(profile, done, more)', 'this.verify({ id: "7" }, done, { id: "8" })'],
  ])('of the form %s is understood', async (_form, call) => {
    const identity = await finish(
      `const done = (error, user) => error ? this.error(error) : this.success(user); ${call}`,
    )
    expect(identity).toMatchObject({ issuer: 'https://odd.example', subject: '7' })
  })

  const done = '(error, user) => error ? this.error(error) : this.success(user)'
  test.each([
    ['the request', `this.verify(request, ${done})`, 'query.code'],
    ['the request and a word', `this.verify(request, "abc", ${done})`, 'query.code'],
    ['a name and a password', `this.verify("anyi", "secret", ${done})`, '0'],
    ['nothing', `this.verify(${done})`, 'id'],
  ])('with nothing but %s lets nobody in', async (_what, authenticate, subject) => {
    await expect(finish(authenticate, subject)).rejects.toEqual(
      because(expect.stringMatching(/leaves the check to its application/)),
    )
  })

  test('that says no is a refusal', async () => {
    await expect(finish('this.fail("not you")')).rejects.toEqual(because('not you', 'source_refused'))
  })
})

describe('a password', () => {
  test('reaches the strategy in the form and as an option', async () => {
    const authenticate =
      'this.success({ id: [request.body.username, request.body.password, given.username, given.password].join() })'
    expect(await check(authenticate, 'word')).toMatchObject({ subject: 'anyi,word,anyi,word' })
  })

  test('reaches it in the fields that its options name', async () => {
    const authenticate = 'this.success({ id: request.body.user + request.body.word })'
    const own = { usernameField: 'user', passwordField: 'word' }
    expect(await check(authenticate, 'word', own)).toMatchObject({ subject: 'anyiword' })
  })

  test.each([
    ['a strategy that fails', 'this.fail("wrong")', 'word'],
    [
      'an authorisation server that does not know the person (RFC 6749 §5.2)',
      'this.error(Object.assign(new Error("no"), { code: "invalid_grant", status: 400 }))',
      'word',
    ],
    ['an empty one, whatever the strategy says', 'this.success({ id: "7" })', ''],
  ])('is wrong for %s', async (_what, authenticate, word) => {
    expect(await check(authenticate, word)).toBeNull()
  })

  test.each([
    ['cannot be reached', 'this.error(new Error("ECONNREFUSED"))', 'source_reply_invalid'],
    [
      'does not know us',
      'this.error(Object.assign(new Error("no"), { code: "invalid_client", status: 401 }))',
      'source_refused',
    ],
    ['sends people away', 'this.redirect("https://odd.example/")', 'internal'],
  ])('is not called wrong where the server %s', async (_what, authenticate, code) => {
    await expect(check(authenticate)).rejects.toEqual(expect.objectContaining({ code }))
  })
})

test('the options have their secrets in plain text, at every depth, and are a copy to write into', async () => {
  const secret = (value: string): Secret => Object.freeze({ reveal: () => value })
  const options = Object.freeze({
    clientSecret: secret('s1'),
    tls: { key: secret('s2'), alpn: ['h2', secret('s3')], rejectUnauthorized: true },
    retries: 3,
  })
  const departing = strategy(`
    this.options.retries += 1
    const { callbackURL, ...own } = this.options
    this.redirect("https://odd.example/?state=the-state&own=" + encodeURIComponent(JSON.stringify(own)))`)
  const source = await openPackage(departing, { options: { options } })
  const departure = await source.redirect?.start(tx)
  expect(JSON.parse(departure?.url.searchParams.get('own') ?? '')).toEqual({
    clientSecret: 's1',
    tls: { key: 's2', alpn: ['h2', 's3'], rejectUnauthorized: true },
    retries: 4,
  })
})

describe('passport-openidconnect', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const issuer = 'https://odd.example'
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  const returned = async (nonce: string | undefined) => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, sub: '7', aud: 'app', iat: now, exp: now + 60, nonce }
    const source = await open({
      folder: root,
      options: {
        module: 'passport-openidconnect',
        options: {
          issuer,
          authorizationURL: `${issuer}/authorize`,
          tokenURL: `${issuer}/token`,
          clientID: 'app',
        },
      },
      fetch: async () => Response.json({ access_token: 'at', id_token: `${part({})}.${part(claims)}.x` }),
    })
    const departure = await source.redirect?.start(tx)
    expect(departure?.url.searchParams.get('nonce')).toBe(tx.nonce)
    return source.redirect?.finish(new Request(`${tx.redirectUri}?code=abc&state=${tx.state}`), tx)
  }

  test('believes an ID token with the nonce of this sign-in', async () => {
    expect(await returned(tx.nonce)).toMatchObject({ issuer, subject: '7' })
  })

  test.each(['another', undefined])('refuses one with the nonce %s', async nonce => {
    await expect(returned(nonce)).rejects.toEqual(expect.objectContaining({ code: 'source_refused' }))
  })
})

test.each([
  [true, 'the-challenge', 'the-verifier'],
  [false, null, null],
])('passport-oauth2 sends PKCE: %s', async (pkce, challenge, verifier) => {
  const sent: URLSearchParams[] = []
  const source = await open({
    folder: fileURLToPath(new URL('../../', import.meta.url)),
    options: { module: 'passport-gitlab2', options: { clientID: 'app' }, pkce },
    fetch: async (url, init) => {
      sent.push(new URLSearchParams(String(init?.body)))
      return Response.json(String(url).endsWith('/token') ? { access_token: 'at' } : { id: 7 })
    },
  })
  const departure = await source.redirect?.start(tx)
  expect(departure?.url.searchParams.get('code_challenge')).toBe(challenge)
  await source.redirect?.finish(new Request(`${tx.redirectUri}?code=abc&state=${tx.state}`), tx)
  expect(sent[0]?.get('code_verifier')).toBe(verifier)
})
