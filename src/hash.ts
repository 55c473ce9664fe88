import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/** SHA-256 as hex: how a bearer value is kept. */
export const sha256 = (value: string): string => hash('sha256', value, 'hex')

/** The S256 challenge of RFC 7636 §4.2. */
export const s256 = (verifier: string): string => hash('sha256', verifier, 'base64url')

export const hmac = (key: Buffer, value: string): string =>
  createHmac('sha256', key).update(value).digest('base64url')

/** Compares in constant time, whatever the lengths. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'))
}
