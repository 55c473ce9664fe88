import { type KeyObject, sign } from 'node:crypto'

/** A self-signed X.509 certificate in DER (RFC 5280 §4.1), such as Microsoft publishes for its keys in `x5c`. */
export function certify(
  name: string,
  { privateKey, publicKey }: Record<'privateKey' | 'publicKey', KeyObject>,
): Buffer {
  const serial = element(integer, Buffer.of(1))
  const validity = element(sequence, time('200101000000Z'), time('491231235959Z'))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const version3 = element(context0, element(integer, Buffer.of(2)))
  const subject = element(
    sequence,
    element(set, element(sequence, commonName, element(utf8, Buffer.from(name)))),
  )
  const toSign = element(sequence, version3, serial, sha256WithRsa, subject, validity, subject, spki)
  const signature = sign('sha256', toSign, privateKey)
  return element(sequence, toSign, sha256WithRsa, element(bits, Buffer.of(0), signature))
}

/** X.690 §8.1: tag, length, contents; nothing here is longer than 64 KiB. */
function element(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents)
  const { length } = body
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff]
  const size = length < 0x80 ? bytes : [0x80 | bytes.length, ...bytes]
  return Buffer.concat([Buffer.of(tag, ...size), body])
}

const [integer, bits, identifier, utf8, utcTime, sequence, set, context0] = [
  0x02, 0x03, 0x06, 0x0c, 0x17, 0x30, 0x31, 0xa0,
] as const
const time = (text: string) => element(utcTime, Buffer.from(text))
const commonName = element(identifier, Buffer.from('550403', 'hex'))
const sha256WithRsa = element(
  sequence,
  element(identifier, Buffer.from('2a864886f70d01010b', 'hex')),
  Buffer.of(0x05, 0x00),
)
