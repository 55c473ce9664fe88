import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What an event is signed and encrypted with (…/http-callback-overview): the two values of the console's page. */
export interface EventKeys {
  aesKey: string
  token: string
}

export interface Sealed {
  timestamp: string
  nonce: string
  encrypt: string
}

/** Padding goes up to a block of 32 bytes, where the cipher's own is 16: the library's would refuse it. */
const block = 32

/** SHA-1 over the sorted parts, lower-case hex. */
export function signatureOf({ token }: EventKeys, { timestamp, nonce, encrypt }: Sealed): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex')
}

/** In constant time. */
export function isSigned(keys: EventKeys, sealed: Sealed, signature: string): boolean {
  const [ours, theirs] = [Buffer.from(signatureOf(keys, sealed)), Buffer.from(signature.toLowerCase())]
  return ours.length === theirs.length && timingSafeEqual(ours, theirs)
}

/** The message and whom it is for; undefined for anything that was not made with this key. */
export function decrypt(
  { aesKey }: EventKeys,
  encrypt: string,
): { message: string; owner: string } | undefined {
  const sealed = Buffer.from(encrypt, 'base64')
  if (sealed.length === 0 || sealed.length % block !== 0) return undefined
  const key = keyOf(aesKey)
  const cipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([cipher.update(sealed), cipher.final()])
  const padding = padded.at(-1) ?? 0
  if (padding < 1 || padding > block || padded.subarray(-padding).some(byte => byte !== padding))
    return undefined
  const plain = padded.subarray(0, -padding)
  if (plain.length < 20) return undefined
  const end = 20 + plain.readUInt32BE(16)
  if (end > plain.length) return undefined
  return { message: plain.toString('utf8', 20, end), owner: plain.toString('utf8', end) }
}

/** 16 random bytes, the message's length, the message, whom it is for. */
export function encrypt(
  { aesKey }: EventKeys,
  message: string,
  owner: string,
  random: Buffer = randomBytes(16),
): string {
  const text = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([random, length, text, Buffer.from(owner)])
  const padding = block - (plain.length % block)
  const key = keyOf(aesKey)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(padding, padding)),
    cipher.final(),
  ]).toString('base64')
}

/** 43 characters of Base64 whose last one may carry bits that nobody uses: a strict decoder would refuse such keys. */
export const keyOf = (aesKey: string): Buffer => Buffer.from(`${aesKey}=`, 'base64')
