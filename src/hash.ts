import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** SHA-256 as hex: how a bearer value is kept. */
export const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex')

/** The S256 challenge of RFC 7636 §4.2. */
export const s256 = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

export const hmac = (key: Buffer, value: string): string =>
  createHmac('sha256', key).update(value).digest('base64url')

/** Compares in constant time, whatever the lengths. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
}
