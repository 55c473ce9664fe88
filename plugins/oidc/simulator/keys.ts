import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { JSONWebKeySet, JWTPayload } from 'jose'
import type { Options } from './index.ts'

type Algorithm = Options['algorithm']

interface Key {
  privateKey: KeyObject
  publicKey: KeyObject
}

const generate: Record<Algorithm, () => Promise<Key>> = {
  RS256: () => promisify(generateKeyPair)('rsa', { modulusLength: 2048 }),
  PS256: () => promisify(generateKeyPair)('rsa', { modulusLength: 2048 }),
  ES256: () => promisify(generateKeyPair)('ec', { namedCurve: 'P-256' }),
  EdDSA: () => promisify(generateKeyPair)('ed25519', undefined),
}

/** Signing keys, made when first needed: an RSA key takes longer than everything else here. */
export class Keys {
  readonly #algorithm: Algorithm
  readonly #made = new Map<Algorithm, Promise<Key>>()

  constructor(algorithm: Algorithm) {
    this.#algorithm = algorithm
  }

  /** Signs an ID token. */
  async sign(claims: JWTPayload): Promise<string> {
    const { SignJWT } = await import('jose')
    const alg = this.#algorithm
    const { privateKey } = await this.#key(alg)
    return new SignJWT(claims).setProtectedHeader({ alg, kid: kidOf(alg) }).sign(privateKey)
  }

  /** The public halves; there is always a second key beside the one in use, so that `kid` matters. */
  async published(): Promise<JSONWebKeySet> {
    const { exportJWK } = await import('jose')
    const algorithms = new Set<Algorithm>(['RS256', 'ES256', this.#algorithm])
    const keys = [...algorithms].map(async alg => {
      const { publicKey } = await this.#key(alg)
      return { ...(await exportJWK(publicKey)), kid: kidOf(alg), use: 'sig', alg }
    })
    return { keys: await Promise.all(keys) }
  }

  #key(algorithm: Algorithm): Promise<Key> {
    const key = this.#made.get(algorithm) ?? generate[algorithm]()
    this.#made.set(algorithm, key)
    return key
  }
}

const kidOf = (algorithm: Algorithm): string => `partner-${algorithm.toLowerCase()}`
