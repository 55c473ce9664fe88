import { X509Certificate } from 'node:crypto'
import { SDK } from 'casdoor-nodejs-sdk'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld } from '../../../src/sandbox/organisation.ts'
import { listen } from '../../../test/loopback.ts'
import { callback, counted, optionsAt, type Tokens, tokenPath } from '../fixtures/door.ts'
import { type Options, type Settings, simulate } from './index.ts'
import { KeyRing } from './keys.ts'
import { subjectOf } from './users.ts'

describe('other people’s clients', () => {
  let server: Awaited<ReturnType<typeof listen>>
  let options: Options
  const liveKeys = new KeyRing()
  const hex = { id: 'a1'.repeat(10), secret: 'b2'.repeat(20) }

  beforeAll(async () => {
    server = await listen()
    options = optionsAt(`${server.origin}/door/endpoint`, hex.id, hex.secret)
  })
  afterAll(() => server.close())

  /** These clients look at the real clock. */
  async function open(settings: Settings): Promise<void> {
    const live = createWorld({ now: Date.now, random: counted() })
    server.serve(await simulate(options, live, { keyRing: liveKeys, ...settings }))
  }

  async function choose(person: string, address: string | URL): Promise<URL> {
    const url = new URL(address)
    url.searchParams.set('person', person)
    const reply = await fetch(url, { redirect: 'manual' })
    return new URL(reply.headers.get('location') ?? '')
  }

  describe('Casdoor’s own SDK', () => {
    async function sdk(clientSecret = hex.secret): Promise<SDK> {
      const jwks = (await (await fetch(`${options.endpoint}/.well-known/app-sso-kit/jwks`)).json()) as {
        keys: { x5c: string[] }[]
      }
      const certificate = new X509Certificate(Buffer.from(jwks.keys[0]?.x5c[0] ?? '', 'base64')).toString()
      const { endpoint, clientId } = options
      return new SDK({
        endpoint,
        clientId,
        clientSecret,
        certificate,
        orgName: 'acme',
        appName: 'app-sso-kit',
      })
    }
    beforeAll(() => open({}))

    test('signs a person in and reads the token with the certificate', async () => {
      const casdoor = await sdk()
      const back = await choose('lisi', casdoor.getSignInUrl(callback))
      expect(back.searchParams.get('state')).toBe('app-sso-kit')
      const code = back.searchParams.get('code') ?? ''
      const { access_token } = await casdoor.getAuthToken(code)
      expect(casdoor.parseJwtToken(access_token)).toMatchObject({
        owner: 'acme',
        name: 'lisi',
        displayName: '李四',
      })
      // the second time there is an error, which reaches it as a failed request
      await expect(casdoor.getAuthToken(code)).rejects.toMatchObject({
        response: { status: 400, data: { error: 'invalid_grant' } },
      })
    })

    test('has a second address, for people who sign up', async () => {
      const back = await choose('lisi', (await sdk()).getSignUpUrl(false, callback))
      expect(back.searchParams.get('code')).toMatch(/^[0-9a-f]{20}$/)
    })

    test('refreshes, and takes a refresh token for an access token', async () => {
      const casdoor = await sdk()
      const back = await choose('lisi', casdoor.getSignInUrl(callback))
      const { refresh_token } = await casdoor.getAuthToken(back.searchParams.get('code') ?? '')
      expect(casdoor.parseJwtToken(refresh_token)).toMatchObject({ name: 'lisi' })
      const again = await casdoor.refreshToken(refresh_token)
      expect(casdoor.parseJwtToken(again.access_token)).toMatchObject({ owner: 'acme', name: 'lisi' })
    })

    test('reads users, groups and what else there is', async () => {
      const casdoor = await sdk()
      const { data: users } = (await casdoor.getUsers()).data as unknown as { data: { name: string }[] }
      expect(users.map(({ name }) => name)).toEqual(expect.arrayContaining(['lisi', 'sync-admin', 'leaver']))
      expect((await casdoor.getUser('lisi')).data).toMatchObject({ data: { displayName: '李四' } })
      expect((await casdoor.getUser('nobody')).data).toMatchObject({ status: 'ok', data: null })
      expect((await casdoor.getUserCount(true)).data).toMatchObject({ data: expect.any(Number) })
      expect((await casdoor.getGroups()).data).toMatchObject({
        data: expect.arrayContaining([expect.objectContaining({ name: '1003' })]),
      })
      expect((await casdoor.getGroup('1003')).data).toMatchObject({ data: { displayName: '存储小组' } })
      expect((await casdoor.getRoles()).data).toMatchObject({ data: [{ name: 'lead' }] })
      expect((await casdoor.getPermissions()).data).toMatchObject({ data: [{ name: 'open-application' }] })
      expect((await casdoor.getOrganizations()).data).toMatchObject({ data: expect.any(Array) })
      expect((await casdoor.getApplication('app-sso-kit')).data).toMatchObject({
        data: { organization: 'acme' },
      })
    })

    test('is answered 200 with an error when its secret is wrong', async () => {
      const reply = await (await sdk('guess')).getUsers()
      expect([reply.status, reply.data]).toMatchObject([
        200,
        { status: 'error', msg: 'Unauthorized operation' },
      ])
    })
  })

  describe('openid-client', () => {
    const configure = (method: client.ClientAuth = client.ClientSecretPost(hex.secret)) =>
      client.discovery(new URL(options.endpoint), hex.id, undefined, method, {
        execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
      })

    async function signIn(config: client.Configuration, person: string) {
      const pkceCodeVerifier = client.randomPKCECodeVerifier()
      const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
        state: expectedState,
        nonce: expectedNonce,
      })
      const back = await choose(person, url)
      const grant = () =>
        client.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState, expectedNonce })
      return { grant, granted: await grant() }
    }

    test.each<[string, client.ClientAuth]>([
      ['client_secret_post', client.ClientSecretPost(hex.secret)],
      ['client_secret_basic', client.ClientSecretBasic(hex.secret)],
      ['PKCE alone', client.None()],
    ])('signs a person in with %s, signature, nonce, PKCE and issuer checked', async (_, method) => {
      await open({})
      const config = await configure(method)
      const { granted, grant } = await signIn(config, 'lisi')
      expect(granted.claims()).toMatchObject({ owner: 'acme', sub: subjectOf({ id: 'lisi' }) })
      expect(
        await client.fetchUserInfo(config, granted.access_token, granted.claims()?.sub ?? ''),
      ).toMatchObject({
        preferred_username: 'lisi',
        name: '李四',
      })
      await expect(grant()).rejects.toMatchObject({ error: 'invalid_grant' })
    })

    test('asks about a token and logs out', async () => {
      await open({})
      const config = await configure()
      const { granted } = await signIn(config, 'lisi')
      expect(await client.tokenIntrospection(config, granted.access_token)).toMatchObject({ active: true })
      const away = client.buildEndSessionUrl(config, {
        id_token_hint: granted.id_token ?? '',
        post_logout_redirect_uri: callback,
      })
      expect((await fetch(away, { redirect: 'manual' })).headers.get('location')).toBe(callback)
      expect(await client.tokenIntrospection(config, granted.access_token)).toMatchObject({ active: false })
      await expect(
        client.fetchUserInfo(config, granted.access_token, client.skipSubjectCheck),
      ).rejects.toThrow()
    })

    test('finds no key for RS512, and takes no issuer that is not the address', async () => {
      await open({ tokenSigningMethod: 'RS512' })
      await expect(configure().then(config => signIn(config, 'lisi'))).rejects.toThrow()
      await open({ origin: 'https://door.example.com' })
      await expect(configure()).rejects.toThrow()
    })

    test.each<NonNullable<Settings['forgery']>>(['foreign-key', 'unsigned', 'hmac'])(
      'refuses a forged token (%s)',
      async forgery => {
        await open({ forgery })
        await expect(configure().then(config => signIn(config, 'lisi'))).rejects.toThrow()
      },
    )
  })

  test('jose verifies tokens with the published keys', async () => {
    await open({})
    const keys = createRemoteJWKSet(new URL(`${options.endpoint}/.well-known/jwks`))
    const url = `${options.endpoint}/login/oauth/authorize?client_id=${hex.id}&response_type=code&redirect_uri=${callback}`
    const code = (await choose('anyi', url)).searchParams.get('code') ?? ''
    const body = new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, client_id: hex.id, client_secret: hex.secret },
    })
    const reply = await fetch(`${options.endpoint}${tokenPath}`, { method: 'POST', body })
    const { access_token } = (await reply.json()) as Tokens
    const { payload } = await jwtVerify(access_token, keys, { issuer: options.endpoint, audience: hex.id })
    expect(payload).toMatchObject({ name: 'anyi', owner: 'acme' })
  })
})
