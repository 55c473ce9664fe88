import { generateKeyPair, type JsonWebKey } from 'node:crypto'
import { promisify } from 'node:util'

export type Algorithm = 'RS256' | 'ES256'

/** A key of one algorithm as it is kept. */
export interface KeptKey {
  readonly id: string
  /** A private JWK as JSON. */
  readonly secret: string
  readonly createdAt: number
  /** From then on it is published no more; null while no newer one is there. */
  readonly endsAt: number | null
}

/** A private JWK, with the id and the algorithm that a verifier finds it by. */
export type SigningJwk = JsonWebKey & { kty: string; kid: string; alg: Algorithm; use: 'sig' }

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** A key signs for so long. */
export const renewAfterMs = 90 * dayMs
/** A new key is published before it signs for longer than apps keep what they once fetched. */
export const announceMs = dayMs
/** How long apps may keep the key set: much less than a new key is announced ahead. */
export const cacheSeconds = 3600

const generate = promisify(generateKeyPair)

export async function makeKey(algorithm: Algorithm): Promise<string> {
  const { privateKey } =
    algorithm === 'RS256'
      ? await generate('rsa', { modulusLength: 3072 })
      : await generate('ec', { namedCurve: 'P-256' })
  return JSON.stringify(privateKey.export({ format: 'jwk' }))
}

/**
 * What is published, the key that signs first: the newest that has been announced for long enough, or else the oldest
 * there is. It follows from the rows and the time alone, so that all servers of a database sign alike.
 */
export function inOrder(algorithm: Algorithm, newestFirst: readonly KeptKey[], now: number): SigningJwk[] {
  const published = newestFirst.filter(({ endsAt }) => endsAt === null || endsAt > now)
  const signs = published.find(({ createdAt }) => createdAt + announceMs <= now) ?? published.at(-1)
  return [...(signs ? [signs] : []), ...published.filter(key => key !== signs)].map(({ id, secret }) => ({
    ...JSON.parse(secret),
    kid: id,
    alg: algorithm,
    use: 'sig',
  }))
}

/** Whether it is time for a new key: the newest has signed for long enough. */
export const isDue = ([newest]: readonly KeptKey[], now: number): boolean =>
  newest !== undefined && newest.createdAt + renewAfterMs <= now

/**
 * When the keys before a new one are published no more: they sign on while it is announced, and what they signed last
 * is shown to us as a hint for as long as a session may last.
 */
export const lastUse = (now: number, sessionMs: number): number =>
  now + announceMs + Math.max(sessionMs, dayMs)

/** RFC 7517 §5: the members that everybody may have, picked by name. */
export const publicJwks = (keys: readonly SigningJwk[]): { keys: Record<string, unknown>[] } => ({
  keys: keys.map(({ kty, use, kid, alg, crv, e, n, x, y }) => ({ kty, use, kid, alg, crv, e, n, x, y })),
})
