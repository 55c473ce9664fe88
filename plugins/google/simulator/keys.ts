import { createHash, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { exportJWK, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose'

interface Key {
  kid: string
  privateKey: KeyObject
  publicKey: KeyObject
}

/** RS256 and nothing else. There is always a second key beside the one in use, so that `kid` matters. */
export class Keys {
  // made when first needed: an RSA key takes longer than everything else here
  #current: Promise<Key> | undefined
  #next: Promise<Key> | undefined

  async sign(claims: JWTPayload): Promise<string> {
    this.#current ??= generate()
    const { kid, privateKey } = await this.#current
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' }).sign(privateKey)
  }

  async published(): Promise<JSONWebKeySet> {
    this.#current ??= generate()
    this.#next ??= generate()
    const keys = await Promise.all([this.#next, this.#current])
    return { keys: await Promise.all(keys.map(published)) }
  }
}

async function generate(): Promise<Key> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
  return { ...pair, kid: createHash('sha1').update(spki).digest('hex') }
}

const published = async ({ kid, publicKey }: Key) => ({
  ...(await exportJWK(publicKey)),
  kid,
  use: 'sig',
  alg: 'RS256',
})
