import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

/** What one subscription encrypts with. */
export interface Keys {
  /** 43 letters and digits. */
  aesKey: string
  /** App key of the console's subscription, corpId of one that was registered by a call (§5.2). */
  owner: string
}

const blockBytes = 32
const randomBytes = 16

/**
 * AES-256-CBC over `random(16) ‖ length(4, big-endian) ‖ message ‖ owner ‖ pad`, in base64 (§5.2). The pad fills a block
 * of 32 bytes, which is why the library must not pad.
 */
export function seal(message: string, random: string | Buffer, { aesKey, owner }: Keys): string {
  const text = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([Buffer.from(random), length, text, Buffer.from(owner)])
  const pad = blockBytes - (plain.length % blockBytes)
  const cipher = createCipheriv('aes-256-cbc', ...keyAndIv(aesKey)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64')
}

/** The message; undefined for what is not sealed like that, or for another owner. */
export function unseal(encrypt: string, { aesKey, owner }: Keys): string | undefined {
  const bytes = Buffer.from(encrypt, 'base64')
  if (bytes.length === 0 || bytes.length % 16 !== 0) return undefined
  const decipher = createDecipheriv('aes-256-cbc', ...keyAndIv(aesKey)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()])
  const pad = padded.at(-1) ?? 0
  const plain = padded.subarray(0, padded.length - (pad >= 1 && pad <= blockBytes ? pad : 0))
  if (plain.length < randomBytes + 4) return undefined
  const start = randomBytes + 4
  const end = start + plain.readUInt32BE(randomBytes)
  if (plain.subarray(end).toString() !== owner) return undefined
  return plain.subarray(start, end).toString()
}

/** Lower-case SHA-1 of the four, sorted as strings and put together (§5.2). */
export function signatureOf(token: string, timestamp: string, nonce: string, encrypt: string): string {
  const sorted = [token, timestamp, nonce, encrypt].sort()
  return createHash('sha1').update(sorted.join('')).digest('hex')
}

/** The decoder has to be lenient: the last character may carry bits that belong to no byte (§5.2). */
function keyAndIv(aesKey: string): [key: Buffer, iv: Buffer] {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  return [key, key.subarray(0, 16)]
}
