import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** 24 characters are the IV's, with its own padding; the rest is Base64 of ciphertext and tag. */
const ivLength = 24
const tagLength = 16
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Of the client secret, as Java's SHA1PRNG does it: there is no key of its own. */
export function keyOf(clientSecret: string): Buffer {
  const sha1 = (data: string | Buffer) => createHash('sha1').update(data).digest()
  return sha1(sha1(clientSecret)).subarray(0, 16)
}

/** What was encrypted, and a name of this one message; undefined for anything that was not made with this key. */
export function decrypt(key: Buffer, encrypt: string): { message: string; id: string } | undefined {
  const [iv, rest] = [encrypt.slice(0, ivLength), encrypt.slice(ivLength)]
  if (rest === '' || !base64.test(iv) || !base64.test(rest)) return undefined
  const nonce = Buffer.from(iv, 'base64')
  const bytes = Buffer.from(rest, 'base64')
  if (nonce.length !== 16) return undefined
  for (const sealed of [...unhexed(bytes), bytes]) {
    const message = opened(key, nonce, sealed)
    if (message !== undefined)
      // of the bytes: the same message can be written in Base64 in more than one way
      return { message, id: createHash('sha256').update(nonce).update(sealed).digest('hex') }
  }
  return undefined
}

/** The samples of 2019 have the bytes as capital hexadecimal digits. */
function unhexed(bytes: Buffer): Buffer[] {
  const text = bytes.toString('latin1')
  return /^(?:[0-9A-F]{2})+$/.test(text) ? [Buffer.from(text, 'hex')] : []
}

function opened(key: Buffer, nonce: Buffer, sealed: Buffer): string | undefined {
  if (sealed.length < tagLength) return undefined
  const cipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: tagLength })
  cipher.setAuthTag(sealed.subarray(-tagLength))
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, -tagLength)), cipher.final()]).toString()
  } catch {
    return undefined
  }
}

export function encrypt(key: Buffer, message: string, nonce: Buffer = randomBytes(16)): string {
  const cipher = createCipheriv('aes-128-gcm', key, nonce, { authTagLength: tagLength })
  const sealed = Buffer.concat([cipher.update(message, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return nonce.toString('base64') + sealed.toString('base64')
}
