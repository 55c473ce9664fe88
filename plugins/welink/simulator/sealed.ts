import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

/** §5.2: what follows the IV is base64 of the bytes, or, years ago, of their upper-case hex digits. */
export type Form = 'raw' | 'hex'

const tagBytes = 16
/** Base64 of 16 bytes. */
const ivLength = 24

/** §5.2: AES-128-GCM with an IV of 16 bytes, and two base64 texts behind each other. */
export function seal(clientSecret: string, text: string, iv: Buffer, form: Form = 'raw'): string {
  const cipher = createCipheriv('aes-128-gcm', keyOf(clientSecret), iv, { authTagLength: tagBytes })
  const bytes = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
  const payload = form === 'raw' ? bytes : Buffer.from(bytes.toString('hex').toUpperCase())
  return iv.toString('base64') + payload.toString('base64')
}

/** Undefined for what was not sealed with this secret. */
export function unseal(clientSecret: string, sealed: string): string | undefined {
  const iv = Buffer.from(sealed.slice(0, ivLength), 'base64')
  const payload = Buffer.from(sealed.slice(ivLength), 'base64')
  const digits = payload.toString('latin1')
  const forms = /^(?:[0-9A-F]{2})+$/.test(digits) ? [Buffer.from(digits, 'hex'), payload] : [payload]
  return forms.map(bytes => opened(clientSecret, iv, bytes)).find(text => text !== undefined)
}

function opened(clientSecret: string, iv: Buffer, bytes: Buffer): string | undefined {
  if (iv.length !== 16 || bytes.length < tagBytes) return undefined
  const decipher = createDecipheriv('aes-128-gcm', keyOf(clientSecret), iv, { authTagLength: tagBytes })
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    return decipher.update(bytes.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

/** §5.2: the callback has no key of its own. */
const keyOf = (clientSecret: string): Buffer => sha1(sha1(Buffer.from(clientSecret))).subarray(0, 16)

const sha1 = (bytes: Buffer): Buffer => createHash('sha1').update(bytes).digest()
