import { describe, expect, it } from 'vitest'
import { faulty, probed, secret, world } from '../../test/probes.ts'
import plugin from './index.ts'
import { type Options, simulate } from './simulator/index.ts'

const issuer = 'https://op.test/issuer'
const options: Options = {
  ...{ issuer, clientId: 'app', clientSecret: secret, scopes: ['openid'], algorithm: 'RS256' },
  ...{ public: false, callbackUrl: 'https://sso.example.com/auth/partner/callback' },
}
const discovery = 'discovery (.well-known/openid-configuration)'
const keys = 'keys (jwks_uri)'
const vendor = (change: Partial<Options> = {}) => simulate({ ...options, ...change }, world())
const wrongClient = `bad credentials | invalid_client | -> ${issuer} › client: compare client id, client secret and kind of client`

describe('the connectivity test of an OpenID server', () => {
  it('reads discovery and keys, and finds right credentials by the code that is refused', async () => {
    const good = [`good ${discovery}`, `good ${keys}`, 'good credentials']
    expect(await probed(plugin, options, vendor())).toEqual(good)
    const { clientSecret: _, ...open } = options
    expect(await probed(plugin, open, simulate(open, world()))).toEqual(good)
  })

  it.each([
    ['client id', { clientId: 'another' }],
    ['client secret', { clientSecret: { reveal: () => 'another' } }],
  ])('finds a wrong %s, whose error stands beside a challenge', async (_what, theirs) => {
    expect((await probed(plugin, options, vendor(theirs))).at(-1)).toBe(wrongClient)
  })

  it('finds it without a challenge too', async () => {
    const reply = Response.json({ error: 'invalid_client', error_description: 'words' }, { status: 400 })
    expect((await probed(plugin, options, faulty(vendor(), { '/token': reply }))).at(-1)).toBe(wrongClient)
  })

  it.each([
    [Response.json({ error: 'invalid_request' }, { status: 400 }), 'invalid_request'],
    [Response.json({ error: 'words of a server' }, { status: 400 }), 'no OAuth error'],
    [new Response('', { status: 503 }), 'no OAuth error'],
  ])('takes no other answer for a yes or a no', async (reply, found) => {
    expect((await probed(plugin, options, faulty(vendor(), { '/token': reply }))).at(-1)).toBe(
      `unknown credentials | ${found}`,
    )
  })

  it('finds an issuer that the server writes in another way, and asks no more', async () => {
    const reply = Response.json({ issuer: `${issuer}/`, authorization_endpoint: issuer })
    expect(await probed(plugin, options, faulty(vendor(), { 'well-known': reply }))).toEqual([
      `bad ${discovery} | source_reply_invalid | -> ${issuer}/.well-known/openid-configuration: its issuer has to be the one of the file, letter for letter`,
    ])
  })

  it.each([
    [{ algorithm: 'ES256' as const }, {}, 'RS256 is not offered'],
    [{}, { jwks: Response.json({ keys: [{ kty: 'EC' }] }) }, 'no key for RS256'],
    [{}, { jwks: Response.json({}, { status: 500 }) }, '500'],
  ])('finds keys that tokens cannot be checked with', async (theirs, faults, found) => {
    const [, line] = await probed(plugin, options, faulty(vendor(theirs), faults))
    expect(line).toBe(
      `bad ${keys} | ${found} | -> ${issuer} › client: its ID tokens have to be signed with RS256, as algorithm says`,
    )
  })
})
