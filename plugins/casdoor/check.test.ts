import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { Host } from 'sso-kit/plugin'
import { describe, expect, it } from 'vitest'
import { faulty, probed, secret, world } from '../../test/probes.ts'
import { check } from './check.ts'
import plugin from './index.ts'
import { type Settings, simulate } from './simulator/index.ts'
import { KeyRing } from './simulator/keys.ts'

const endpoint = 'https://door.test'
const options = {
  ...{ endpoint, organization: 'example', application: 'sso-kit', clientId: '0ba528121ea87b3eb54d' },
  ...{ clientSecret: secret, callbackUrl: 'https://sso.example.com/auth/casdoor/callback' },
}
const keyRing = new KeyRing()
const vendor = (settings: Settings = {}, theirs = {}) =>
  simulate({ ...options, ...theirs }, world(), { keyRing, ...settings })
const app = `${endpoint} › Identity › Applications › sso-kit ›`
const [issuer, keys, application, credentials] = [
  'good issuer of the tokens',
  'good keys of the application',
  'good application sso-kit',
  'good credentials',
]

describe('the connectivity test of Casdoor', () => {
  it('finds all well, and reads the users only where accounts follow them', async () => {
    expect(await probed(plugin, options, await vendor())).toEqual([issuer, keys, application, credentials])
    expect(await probed(plugin, { ...options, follows: true }, await vendor())).toEqual([
      ...[issuer, keys, application, credentials],
      'good users of the organization',
    ])
  })

  it('finds a certificate that is the one in use, and one that is not', async () => {
    const theirs = await vendor({}, { certificate: 'asked for' })
    const certificate = theirs.options?.certificate ?? ''
    expect((await probed(plugin, { ...options, certificate }, theirs))[1]).toBe(keys)
    const another = await vendor({ keyRing: new KeyRing() })
    expect((await probed(plugin, { ...options, certificate }, another))[1]).toBe(
      `bad keys of the application | "certificate" is not the one in use | -> ${endpoint} › Identity › Certs: Copy certificate`,
    )
  })

  it('finds a key that anybody can sign with', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true })
    const key = await exportJWK(publicKey)
    const theirs = faulty(await vendor(), { '/jwks': Response.json({ keys: [key] }) })
    const known = new Set([await calculateJwkThumbprint(key)])
    const source = { open: (_: object, host: Host) => ({ check: () => check(options, host, known) }) }
    expect((await probed(source, {}, theirs))[1]).toBe(
      `bad keys of the application | its private half is in Casdoor’s source code | -> ${endpoint} › Identity › Certs: make another certificate`,
    )
  })

  it('finds a server that calls itself something else', async () => {
    expect((await probed(plugin, options, await vendor({ origin: 'https://other.test' })))[0]).toBe(
      `bad issuer of the tokens | not "endpoint" | -> conf/app.conf of the Casdoor server › origin: ${endpoint}`,
    )
  })

  it('finds a wrong secret, which Casdoor does not tell by a wrong code', async () => {
    const theirs = await vendor({}, { clientSecret: { reveal: () => 'another' } })
    expect(await probed(plugin, { ...options, follows: true }, theirs)).toEqual([
      ...[issuer, keys, application],
      `bad credentials | invalid_client | -> ${app} OIDC/OAuth: compare Client ID and Client secret`,
    ])
  })

  it.each([
    ['a wrong client id', {}, { clientId: 'another' }, 'Invalid client_id', 'OIDC/OAuth › Client ID'],
    [
      'a return address that is not listed',
      { redirectUris: ['https://elsewhere.example.com'] },
      {},
      'Redirect URI',
      'OIDC/OAuth › Redirect URLs',
    ],
    [
      'another organization',
      {},
      { organization: 'other' },
      'it is of another organization',
      'Basic › Organization',
    ],
  ])('finds %s', async (_what, settings, theirs, found, place) => {
    const lines = await probed(plugin, options, await vendor(settings, theirs))
    expect(lines[2]).toBe(`bad application sso-kit | ${found} | -> ${app} ${place}`)
  })

  it('finds the client id of another application', async () => {
    const reply = Response.json({ status: 'ok', data: { name: 'other', organization: 'example' } })
    const [, , line] = await probed(plugin, options, faulty(await vendor(), { 'get-app-login': reply }))
    expect(line).toBe(
      `bad application sso-kit | the client id is of another application | -> ${app} OIDC/OAuth › Client ID`,
    )
  })

  it('takes an application that organizations share', async () => {
    const shared = { ...options, clientId: 'shared-org-example' }
    const reply = Response.json({ status: 'ok', data: { name: 'sso-kit', organization: 'admin' } })
    const [, , line] = await probed(plugin, shared, faulty(await vendor(), { 'get-app-login': reply }))
    expect(line).toBe(application)
  })

  it('finds keys for another algorithm, and none at all', async () => {
    const { publicKey } = await generateKeyPair('ES256')
    for (const [reply, found] of [
      [Response.json({ keys: [await exportJWK(publicKey)] }), 'no RSA key'],
      [Response.json({}, { status: 404 }), '404'],
    ] as const)
      expect((await probed(plugin, options, faulty(await vendor(), { '/jwks': reply })))[1]).toBe(
        `bad keys of the application | ${found} | -> ${endpoint} › Identity › Certs: a certificate for RS256, chosen as Token cert of the application`,
      )
  })

  it('repeats nothing of a message that it does not know', async () => {
    const reply = Response.json({ status: 'error', msg: 'words of the vendor' })
    const lines = await probed(
      plugin,
      { ...options, follows: true },
      faulty(await vendor(), { 'get-users': reply }),
    )
    expect(lines.at(-1)).toBe(`bad users of the organization | error | -> ${app} Basic › Organization`)
  })
})
