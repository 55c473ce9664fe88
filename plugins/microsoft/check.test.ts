import { describe, expect, it } from 'vitest'
import { faulty, probed, secret, world } from '../../test/probes.ts'
import plugin from './index.ts'
import { simulate } from './simulator/index.ts'

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const options = {
  ...{ tenant, clientId: 'an-app', clientSecret: secret, strategy: 'openid-client' as const },
  endpoints: { login: 'https://ms.test/login', graph: 'https://ms.test/graph' },
  callbackUrl: 'https://sso.example.com/auth/microsoft/callback',
}
const vendor = (theirs = {}) => simulate({ ...options, ...theirs }, world())
const app = 'entra.microsoft.com › App registrations › sso-kit'
const good = ['good tenant', 'good keys', 'good credentials']

describe('the connectivity test of Microsoft', () => {
  it('asks as the app itself, and reads users only where accounts follow them', async () => {
    expect(await probed(plugin, options, await vendor())).toEqual(good)
    expect(await probed(plugin, { ...options, follows: true }, await vendor())).toEqual([
      ...good,
      'good application permission User.Read.All',
    ])
  })

  it('asks with a code of nobody where there is not the one tenant', async () => {
    const many = { ...options, tenant: 'organizations' }
    expect(await probed(plugin, many, await vendor({ tenant: 'organizations' }))).toEqual(good)
  })

  it('says of groups that only a sign-in shows', async () => {
    const allow = { groups: ['aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'] }
    expect(await probed(plugin, { ...options, allow }, await vendor())).toEqual([
      ...good,
      'unknown delegated permission User.Read | shows at a sign-in only',
    ])
  })

  it.each([tenant, 'organizations'])('finds wrong credentials in %s', async where => {
    const given = { ...options, tenant: where }
    const wrong = async (theirs: object) =>
      (await probed(plugin, given, await vendor({ tenant: where, ...theirs }))).at(-1)
    expect(await wrong({ clientSecret: { reveal: () => 'another' } })).toBe(
      `bad credentials | invalid_client AADSTS7000215 | -> ${app} › Certificates & secrets › New client secret › Value`,
    )
    expect(await wrong({ clientId: 'another' })).toBe(
      `bad credentials | unauthorized_client AADSTS700016 | -> ${app} › Overview: Application (client) ID, Supported account types`,
    )
  })

  it('takes no other answer for a yes or a no', async () => {
    const reply = Response.json({ error: 'temporarily_unavailable', error_codes: ['words'] }, { status: 503 })
    expect((await probed(plugin, options, faulty(await vendor(), { '/token': reply }))).at(-1)).toBe(
      'busy credentials | temporarily_unavailable',
    )
  })

  it('finds a tenant that is not there, or another one, and asks no more', async () => {
    for (const [reply, found] of [
      [Response.json({ error: 'invalid_tenant' }, { status: 400 }), '400'],
      [Response.json({ issuer: 'https://ms.test/login/another/v2.0' }), 'source_reply_invalid'],
    ] as const)
      expect(await probed(plugin, options, faulty(await vendor(), { 'well-known': reply }))).toEqual([
        `bad tenant | ${found} | -> ${app} › Overview: Directory (tenant) ID`,
      ])
  })

  it('finds that no key is published', async () => {
    const none = faulty(await vendor(), { '/keys': Response.json({ keys: [] }) })
    expect((await probed(plugin, options, none))[1]).toBe(
      `bad keys | -> ${app} › Overview: Directory (tenant) ID`,
    )
  })

  it('finds that an administrator has not agreed', async () => {
    const reply = Response.json(
      { error: { code: 'Authorization_RequestDenied', message: 'words of Microsoft' } },
      { status: 403 },
    )
    const lines = await probed(
      plugin,
      { ...options, follows: true },
      faulty(await vendor(), { '/users': reply }),
    )
    expect(lines.at(-1)).toBe(
      `bad application permission User.Read.All | 403 Authorization_RequestDenied | -> ${app} › API permissions › Microsoft Graph › Application: User.Read.All, with admin consent`,
    )
  })
})
