import { generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { World } from 'sso-kit/plugin'

export interface SigningKey {
  /** PKCS #8, PEM. */
  privateKey: string
  /** X.509, PEM. */
  certificate: string
}

const year = 365 * 86_400_000

/** An RSA key and a certificate that it signed itself (RFC 5280 §4.1): node:crypto reads these and makes none. */
export async function createSigningKey(
  world: Pick<World, 'now' | 'random'>,
  { bits = 2048, digest = 'sha256', from = world.now() - 86_400_000, until = world.now() + 10 * year } = {},
): Promise<SigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: bits })
  const algorithm = sequence(
    hex(digest === 'sha1' ? '06092a864886f70d010105' : '06092a864886f70d01010b'),
    hex('0500'),
  )
  const name = sequence(der(0x31, sequence(hex('0603550403'), der(0x0c, Buffer.from('Simulated IdP')))))
  const tbs = sequence(
    hex('a003020102'),
    // a serial number is positive
    der(0x02, Buffer.concat([Buffer.of(1), world.random(8)])),
    algorithm,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign(digest, tbs, privateKey)
  const certificate = sequence(tbs, algorithm, der(0x03, Buffer.concat([Buffer.of(0), signature])))
  return { privateKey: pkcs8(privateKey), certificate: pem(certificate) }
}

const hex = (text: string) => Buffer.from(text, 'hex')

/** Tag, length, value (X.690 §8.1). */
function der(tag: number, value: Buffer): Buffer {
  const { length } = value
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), value])
}

const sequence = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts))

/** GeneralizedTime: `20261126000000Z`. */
const time = (ms: number) =>
  der(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))

const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

const pem = (certificate: Buffer): string => {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
