import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { FlattenedJWSInput } from 'jose'
import { SignJWT } from 'jose'
import type { Host } from 'sso-kit/plugin'
import { expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { keysOf, publicKnowledge } from './keys.ts'
import { tokenVerifier } from './token.ts'

const [right, other] = [rsa(2048), rsa(2048)]
const host = {
  ...{ source: 'casdoor', now: Date.now, log: { info() {}, warn() {} } },
  fetch: () => Promise.reject(new Error('the certificate of the file is enough')),
} as unknown as Host
const given = {
  ...{ endpoint: 'https://door.example.com', organization: 'example', application: 'sso-kit' },
  ...{ clientId: 'app', clientSecret: { reveal: () => 'unused' } },
}

const now = Math.floor(Date.now() / 1000)
const token = await new SignJWT({
  ...{ iss: given.endpoint, aud: ['app'], azp: 'app', sub: 'u1', owner: 'example', nonce: 'n', groups: [] },
  ...{ tokenType: 'access-token', name: 'lisi', iat: now, nbf: now, exp: now + 60 },
})
  .setProtectedHeader({ alg: 'RS256', kid: 'cert-sso-kit' })
  .sign(right.privateKey)

it('the certificate of the file checks a token, and the server is not asked', async () => {
  const verify = tokenVerifier({ ...given, certificate: certificateOf(right) }, host)
  expect(await verify(token, 'n')).toMatchObject({ sub: 'u1' })
})

it('a token that the key of another certificate signed is refused', async () => {
  const verify = tokenVerifier({ ...given, certificate: certificateOf(other) }, host)
  await expect(verify(token, 'n')).rejects.toMatchObject({
    code: 'source_reply_invalid',
    cause: 'the token is not acceptable: signature verification failed',
  })
})

it.each([
  [
    'that is none',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
    /no certificate that can be read/,
  ],
  [
    'of a curve',
    certificateOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
    /no RSA key of 2048 bits/,
  ],
  ['of a short key', certificateOf(rsa(1024)), /no RSA key of 2048 bits/],
])('a certificate is refused before anybody signs in %s', (_, certificate, message) => {
  expect(() => keysOf({ ...given, certificate }, host)).toThrow(message)
})

it('a certificate whose key everybody has is refused before anybody signs in', async () => {
  const { e, kty, n } = right.publicKey.export({ format: 'jwk' })
  const { calculateJwkThumbprint } = await import('jose')
  const known = new Set([await calculateJwkThumbprint({ e, kty, n } as Record<string, string>)])
  const certificate = certificateOf(right)
  expect(() => keysOf({ ...given, certificate }, host, known)).toThrow(/source code makes public/)
  const find = keysOf({ ...given, certificate }, host, publicKnowledge)
  const key = (await find({ alg: 'RS256' }, {} as FlattenedJWSInput)) as KeyObject
  expect(key.equals(createPublicKey(certificate))).toBe(true)
})

it.each([
  ['a reference to a file', '{ file: ./casdoor.pem }', []],
  ['the certificate itself', JSON.stringify(certificateOf(right)), []],
  ['the path alone', './casdoor.pem', ['schema/wrong-type']],
  [
    'a private key',
    JSON.stringify(right.privateKey.export({ format: 'pem', type: 'pkcs8' })),
    ['schema/wrong-type'],
  ],
])('the file may have %s, or is told', async (_, certificate, rules) => {
  const text = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: casdoor
    type: casdoor
    name: Casdoor
    endpoint: https://door.example.com
    organization: example
    application: sso-kit
    clientId: 0ba528121ea87b3eb54d
    clientSecret: { env: CASDOOR_CLIENT_SECRET }
    certificate: ${certificate}
`
  const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
  expect(diagnostics.map(({ rule }) => rule)).toEqual(rules)
  expect(JSON.stringify(diagnostics)).not.toContain('BEGIN')
})

function rsa(modulusLength: number) {
  return generateKeyPairSync('rsa', { modulusLength })
}

/** A certificate that is signed by itself, as Casdoor makes them: RFC 5280 §4.1 in DER. */
function certificateOf(pair: { publicKey: KeyObject; privateKey: KeyObject }): string {
  const sha256WithRsa = tlv(0x30, tlv(0x06, Buffer.from('2a864886f70d01010b', 'hex')), tlv(0x05))
  const commonName = tlv(
    0x30,
    tlv(0x06, Buffer.from('550403', 'hex')),
    tlv(0x0c, Buffer.from('Casdoor Cert')),
  )
  const name = tlv(0x30, tlv(0x31, commonName))
  const day = (text: string) => tlv(0x17, Buffer.from(text))
  const toBeSigned = tlv(
    0x30,
    ...[
      tlv(0x02, Buffer.from([1])),
      sha256WithRsa,
      name,
      tlv(0x30, day('250101000000Z'), day('450101000000Z')),
    ],
    ...[name, pair.publicKey.export({ format: 'der', type: 'spki' })],
  )
  const signature = sign('sha256', toBeSigned, pair.privateKey)
  const der = tlv(0x30, toBeSigned, sha256WithRsa, tlv(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const { length } = value
  const long = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...long]), value])
}
