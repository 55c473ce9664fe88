import { type KeyObject, sign } from 'node:crypto'

interface KeyPair {
  privateKey: KeyObject
  publicKey: KeyObject
}

/** A self-signed certificate (RFC 5280), with the subject that Casdoor gives its own (§5.1). */
export function selfSigned({ privateKey, publicKey }: KeyPair, serial: Buffer, now: Date): Buffer {
  const until = new Date(now)
  until.setUTCFullYear(now.getUTCFullYear() + 20)
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))),
    // a positive integer without leading zeros
    tagged(0x02, Buffer.concat([Buffer.of(0x41), serial])),
    sha256WithRsa,
    subject,
    sequence(time(now), time(until)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', body, privateKey)
  return sequence(body, sha256WithRsa, tagged(0x03, Buffer.concat([Buffer.of(0), signature])))
}

export function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** DER (X.690): a tag, the length, the content. */
function tagged(tag: number, ...content: Buffer[]): Buffer {
  const bytes = Buffer.concat(content)
  const digits = bytes.length.toString(16)
  const length = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  const head = bytes.length < 0x80 ? length : Buffer.concat([Buffer.of(0x80 | length.length), length])
  return Buffer.concat([Buffer.of(tag), head, bytes])
}

const sequence = (...content: Buffer[]): Buffer => tagged(0x30, ...content)

/** An object identifier in its encoded form. */
const oid = (encoded: string): Buffer => tagged(0x06, Buffer.from(encoded, 'hex'))

const sha256WithRsa = sequence(oid('2a864886f70d01010b'), tagged(0x05))

const named = (type: string, value: string): Buffer =>
  tagged(0x31, sequence(oid(type), tagged(0x0c, Buffer.from(value))))

const subject = sequence(named('55040a', 'Casdoor Organization'), named('550403', 'Casdoor Cert'))

/** RFC 5280 §4.1.2.5.1: two digits for the year, which is enough until 2049. */
const time = (date: Date): Buffer =>
  tagged(0x17, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`))
