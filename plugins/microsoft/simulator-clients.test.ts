import { ConfidentialClientApplication, CryptoProvider } from '@azure/msal-node'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { listen } from '../../test/loopback.ts'
import { app, callback, counted, hosts, optionsWith, ours } from './fixtures/simulated.ts'
import { simulate } from './simulator/index.ts'
import { oidOf } from './simulator/people.ts'
import { contosoTenant, personalTenant } from './simulator/tenants.ts'

describe('openid-client', () => {
  let server: Awaited<ReturnType<typeof listen>>
  const live = createWorld({ now: Date.now, random: counted() })

  beforeAll(async () => {
    server = await listen()
  })
  afterAll(() => server.close())

  async function signIn(config: client.Configuration, visit: (url: URL) => Promise<Response>) {
    const verifier = client.randomPKCECodeVerifier()
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    const back = new URL((await visit(url)).headers.get('location') ?? '')
    return client.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
    })
  }

  const as = (person: string, url: URL) => {
    const chosen = new URL(url)
    chosen.searchParams.set('person', person)
    return chosen
  }

  test('signs a person of one tenant in over HTTP, and reads userinfo', async () => {
    const endpoints = { login: `${server.origin}/login`, graph: `${server.origin}/graph` }
    server.serve(await simulate(optionsWith({ endpoints }), live))
    const config = await client.discovery(
      new URL(`${endpoints.login}/${ours}/v2.0`),
      app,
      undefined,
      client.ClientSecretPost('s3cret'),
      { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
    )
    const granted = await signIn(config, url => fetch(as('lisi', url), { redirect: 'manual' }))
    const claims = granted.claims()
    expect(claims?.tid).toBe(ours)
    const sub = claims?.sub ?? ''
    expect(await client.fetchUserInfo(config, granted.access_token, sub)).toMatchObject({
      sub,
      name: '李四',
    })
  })

  test.each([
    ['common', 'outlook', personalTenant],
    ['organizations', 'contoso', contosoTenant],
  ])(
    'signs people of many tenants in at Microsoft’s address, by its rule for %s',
    async (tenant, person, tid) => {
      const endpoints = { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' }
      const vendor = await simulate(optionsWith({ tenant, endpoints }), live)
      const config = await client.discovery(
        new URL(`${endpoints.login}/${tenant}/v2.0`),
        app,
        undefined,
        client.ClientSecretBasic('s3cret'),
        {
          [client.customFetch]: (url, init) => vendor(new Request(url, init as RequestInit)),
          execute: [client.enableNonRepudiationChecks],
        },
      )
      const granted = await signIn(config, url => vendor(new Request(as(person, url))))
      expect(granted.claims()).toMatchObject({ tid, iss: `${endpoints.login}/${tid}/v2.0` })
    },
  )

  test('trips over the template at any other address, as people complain', async () => {
    const vendor = await simulate(optionsWith({ tenant: 'common' }), live)
    const discovery = client.discovery(new URL(`${hosts.login}/common/v2.0`), app, undefined, undefined, {
      [client.customFetch]: (url, init) => vendor(new Request(url, init as RequestInit)),
      execute: [client.allowInsecureRequests],
    })
    await expect(discovery).rejects.toMatchObject({ code: 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED' })
  })
})

describe('Microsoft’s own, MSAL', () => {
  /** At Microsoft's address MSAL knows the endpoints by heart, elsewhere it asks discovery. */
  const addresses = ['https://login.microsoftonline.com', 'https://login.microsoft.test']

  async function msal(tenant: string, login: string) {
    const endpoints = { login, graph: 'https://graph.microsoft.com' }
    const live = createWorld({ now: Date.now, random: counted() })
    const vendor = await simulate(optionsWith({ tenant, endpoints }), live)
    const reply = async <T>(url: string, init: RequestInit) => {
      const answer = await vendor(new Request(url, init))
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: (await answer.json()) as T,
      }
    }
    const application = new ConfidentialClientApplication({
      auth: {
        clientId: app,
        clientSecret: 's3cret',
        authority: `${login}/${tenant}`,
        knownAuthorities: [new URL(login).host],
      },
      system: {
        networkClient: {
          sendGetRequestAsync: (url, init) => reply(url, { headers: init?.headers ?? {} }),
          sendPostRequestAsync: (url, init) =>
            reply(url, { method: 'POST', headers: init?.headers ?? {}, body: init?.body ?? '' }),
        },
      },
    })
    return { application, vendor }
  }

  test.each(addresses)('signs a person in with PKCE and nonce at %s', async login => {
    const { application, vendor } = await msal(ours, login)
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes()
    const request = { scopes: ['User.Read', 'email'], redirectUri: callback }
    const url = await application.getAuthCodeUrl({
      ...request,
      responseMode: 'query',
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      state: 's',
      nonce: 'n-1',
    })
    const back = await vendor(new Request(`${url}&person=impostor`))
    const returned = new URL(back.headers.get('location') ?? '').searchParams
    const code = returned.get('code') ?? ''
    const result = await application.acquireTokenByCode(
      { ...request, code, codeVerifier: verifier, state: 's', nonce: 'n-1' },
      { code, state: returned.get('state') ?? '' },
    )
    expect(result.idTokenClaims).toMatchObject({
      tid: ours,
      oid: oidOf({ id: 'impostor' }, ours),
      iss: `${login}/${ours}/v2.0`,
    })
    // a guest is filed under where they are at home
    const home = `${oidOf({ id: 'impostor' }, contosoTenant)}.${contosoTenant}`
    expect(result.account?.homeAccountId).toBe(home)
    const me = await vendor(
      new Request('https://graph.microsoft.com/v1.0/me', {
        headers: { authorization: `Bearer ${result.accessToken}` },
      }),
    )
    expect(await me.json()).toMatchObject({ id: oidOf({ id: 'impostor' }, ours) })
  })

  test.each(addresses)('understands the errors at %s', async login => {
    const { application } = await msal('organizations', login)
    const request = { scopes: ['User.Read'], redirectUri: callback, code: 'made-up' }
    await expect(application.acquireTokenByCode(request)).rejects.toMatchObject({
      errorCode: 'invalid_grant',
      errorMessage: expect.stringContaining('AADSTS9002313'),
    })
  })

  test('gets a token for the app by itself', async () => {
    const { application, vendor } = await msal(ours, 'https://login.microsoftonline.com')
    const result = await application.acquireTokenByClientCredential({
      scopes: ['https://graph.microsoft.com/.default'],
    })
    const users = await vendor(
      new Request('https://graph.microsoft.com/v1.0/users', {
        headers: { authorization: `Bearer ${result?.accessToken}` },
      }),
    )
    expect(users.status).toBe(200)
  })
})
