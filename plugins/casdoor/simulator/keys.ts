import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { World } from 'sso-kit/plugin'
import { selfSigned } from './x509.ts'

export interface Certificate {
  privateKey: KeyObject
  publicKey: KeyObject
  der: Buffer
}

/** Certificates with their RSA keys, made when first needed: that takes longer than everything else here. */
export class KeyRing {
  readonly #made = new Map<string, Promise<Certificate>>()

  certificate(name: string, world: World): Promise<Certificate> {
    const certificate = this.#made.get(name) ?? make(world)
    this.#made.set(name, certificate)
    return certificate
  }
}

async function make(world: World): Promise<Certificate> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return { ...pair, der: selfSigned(pair, world.random(8), new Date(world.now())) }
}
