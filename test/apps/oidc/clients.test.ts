import * as openid from 'openid-client'
// @ts-expect-error it has no types
import OpenIDConnectStrategy from 'passport-openidconnect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dingtalk, openSite, registering, type Site } from '../../site.ts'
import { clientSecret, elsewhere, redirectUri } from './relying-party.ts'

/** Software of others, as it is, with what their manuals say. */
let site: Site
beforeAll(async () => {
  site = await openSite(`${registering}
sources:${dingtalk}
grants: [{ id: rd, when: { source: dingtalk }, groups: [staff] }]
apps:
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: SECRET }
    redirectUris: [${redirectUri}]
    scopes: [openid, profile, groups, permissions, offline_access]
    algorithm: ES256
    allow: everyone
  - id: forum
    type: oidc
    name: Forum
    clientSecret: { env: SECRET }
    redirectUris: [${redirectUri}]
    pkce: optional
    allow: everyone
  - id: phone
    type: oidc
    name: Phone
    redirectUris: ["com.example.phone:/callback", "http://127.0.0.1/callback"]
    scopes: [openid, profile, offline_access]
    allow: everyone`)
})
afterAll(() => site.close())

const insecure = { execute: [openid.allowInsecureRequests] }

describe('openid-client', () => {
  it('signs in by discovery, with PKCE, state, nonce, max_age and a signature of ES256', async () => {
    const config = await openid.discovery(
      new URL(site.url),
      'wiki',
      { id_token_signed_response_alg: 'ES256' },
      openid.ClientSecretBasic(clientSecret),
      insecure,
    )
    const verifier = openid.randomPKCECodeVerifier()
    const [state, nonce] = [openid.randomState(), openid.randomNonce()]
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid profile groups permissions offline_access',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      max_age: '3600',
      state,
      nonce,
    })
    const browser = elsewhere(site)
    await browser.signIn('dingtalk', 'lisi')
    const { location } = await browser.get(address.href)
    const tokens = await openid.authorizationCodeGrant(config, new URL(location ?? ''), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      maxAge: 3600,
      idTokenExpected: true,
    })
    const { sub = '' } = tokens.claims() ?? {}
    const said = await openid.fetchUserInfo(config, tokens.access_token, sub)
    expect(said).toMatchObject({
      preferred_username: '李四',
      groups: ['staff'],
      permission: 768,
      permissions: ['webdav_read', 'webdav_manage'],
    })
    const again = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    expect(again.claims()?.sub).toBe(sub)
    expect(await openid.tokenIntrospection(config, again.access_token)).toMatchObject({ active: true, sub })
    await openid.tokenRevocation(config, again.refresh_token ?? '')
    expect(await openid.tokenIntrospection(config, again.access_token)).toEqual({ active: false })
    await expect(openid.refreshTokenGrant(config, again.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it.each(['com.example.phone:/callback', 'http://127.0.0.1:49152/callback'])(
    'signs a program on a device in, without a secret, at %s',
    async redirect_uri => {
      const config = await openid.discovery(new URL(site.url), 'phone', undefined, openid.None(), insecure)
      const verifier = openid.randomPKCECodeVerifier()
      const address = openid.buildAuthorizationUrl(config, {
        redirect_uri,
        scope: 'openid offline_access',
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      const browser = elsewhere(site)
      await browser.signIn('dingtalk', 'lisi')
      const { location } = await browser.get(address.href)
      const tokens = await openid.authorizationCodeGrant(config, new URL(location ?? ''), {
        pkceCodeVerifier: verifier,
      })
      const again = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
      expect(again.refresh_token).not.toBe(tokens.refresh_token)
    },
  )
})

describe('passport-openidconnect', () => {
  it('signs in, without PKCE where the file allows that', async () => {
    const strategy = new OpenIDConnectStrategy(
      {
        issuer: site.url,
        authorizationURL: `${site.url}/oidc/auth`,
        tokenURL: `${site.url}/oidc/token`,
        userInfoURL: `${site.url}/oidc/userinfo`,
        clientID: 'forum',
        clientSecret,
        callbackURL: redirectUri,
        scope: ['profile'],
        skipUserProfile: false,
      },
      (_issuer: string, profile: unknown, done: (error: unknown, user: unknown) => void) =>
        done(null, profile),
    )
    const session = {}
    const run = (query: Record<string, string>) =>
      new Promise<{ redirect?: string; user?: unknown }>((resolve, reject) => {
        const acting = Object.create(strategy)
        acting.redirect = (redirect: string) => resolve({ redirect })
        acting.success = (user: unknown) => resolve({ user })
        acting.fail = (info: unknown) => reject(new Error(JSON.stringify(info)))
        acting.error = reject
        acting.authenticate({ query, session, headers: {}, connection: {} }, {})
      })
    const { redirect = '' } = await run({})
    const browser = elsewhere(site)
    await browser.signIn('dingtalk', 'lisi')
    const { location } = await browser.get(redirect)
    const { user } = await run(Object.fromEntries(new URL(location ?? '').searchParams))
    expect(user).toMatchObject({ username: '李四', displayName: '李四' })
  })
})
