import { createHash, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { exportJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import { certify } from './certificate.ts'
import { admits, isGuid, issuerOf, personalTenant } from './tenants.ts'

interface Key {
  kid: string
  certificate: Buffer
  privateKey: KeyObject
  publicKey: KeyObject
}

/** The public half, and the property that only Microsoft has. */
type PublishedKey = JWK & { issuer: string }

/** Work accounts, those same ones after the next roll, and personal accounts are signed with different keys. */
type Use = 'work' | 'next' | 'personal'

export class Keys {
  readonly #login: string
  // made when first needed: an RSA key takes longer than everything else here
  readonly #made = new Map<Use, Promise<Key>>()

  constructor(login: string) {
    this.#login = login
  }

  async sign(tid: string, claims: JWTPayload): Promise<string> {
    const { kid, privateKey } = await this.#key(tid === personalTenant ? 'personal' : 'work')
    return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey)
  }

  /**
   * §5.6: every key says whose tokens it signs. Those for all tenants say so by the template; that a tenant's own
   * address fills it in is inferred.
   */
  async published(segment: string): Promise<{ keys: PublishedKey[] }> {
    const work = isGuid(segment) ? issuerOf(this.#login, segment) : issuerOf(this.#login, 'common')
    const keys: Promise<PublishedKey>[] = []
    const personal = issuerOf(this.#login, 'consumers')
    if (issuerOf(this.#login, segment) !== personal)
      keys.push(this.#publish('next', work), this.#publish('work', work))
    if (admits(segment, personalTenant)) keys.push(this.#publish('personal', personal))
    return { keys: await Promise.all(keys) }
  }

  async #publish(use: Use, issuer: string): Promise<PublishedKey> {
    const { kid, certificate, publicKey } = await this.#key(use)
    const x5c = [certificate.toString('base64')]
    return { ...(await exportJWK(publicKey)), use: 'sig', kid, x5t: kid, x5c, issuer }
  }

  #key(use: Use): Promise<Key> {
    const key = this.#made.get(use) ?? generate()
    this.#made.set(use, key)
    return key
  }
}

async function generate(): Promise<Key> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const certificate = certify('accounts.accesscontrol.windows.net', pair)
  return { ...pair, certificate, kid: createHash('sha1').update(certificate).digest('base64url') }
}
