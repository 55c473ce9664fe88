import type { JSONWebKeySet, JWK, JWTPayload } from 'jose'
import type { World } from 'sso-kit/plugin'
import type { Settings } from './index.ts'
import { type Certificate, KeyRing } from './keys.ts'
import { pem } from './x509.ts'

/** The application's, and one of somebody else's that stands before it, so that `kid` matters (§12). */
const ofApplication = 'cert-built-in'
const names = ['cert-neighbour', ofApplication]

/** What tokens are signed with, and what is shown of it (§5.1). */
export class Certificates {
  readonly #settings: Settings
  readonly #world: World
  readonly #keyRing: KeyRing

  constructor(settings: Settings, world: World) {
    this.#settings = settings
    this.#world = world
    this.#keyRing = settings.keyRing ?? new KeyRing()
  }

  /** Signs for the application, or does what a forger would. */
  async sign(claims: JWTPayload): Promise<string> {
    const { SignJWT } = await import('jose')
    const { tokenSigningMethod: alg = 'RS256', forgery } = this.#settings
    const { privateKey, der } = await this.#certificate(forgery === 'foreign-key' ? 'forged' : ofApplication)
    const header = { kid: ofApplication, typ: 'JWT' }
    if (forgery === 'unsigned') return `${encoded({ alg: 'none', ...header })}.${encoded(claims)}.`
    const jwt = new SignJWT(claims)
    if (forgery === 'hmac')
      return jwt.setProtectedHeader({ alg: 'HS256', ...header }).sign(Buffer.from(pem(der)))
    return jwt.setProtectedHeader({ alg, ...header }).sign(privateKey)
  }

  /** Every certificate of the instance, whoever owns it. */
  async published(): Promise<JSONWebKeySet> {
    return { keys: [...(await this.#keys(names)), ...(this.#settings.moreKeys ?? [])] }
  }

  /** The one that the application has. */
  async publishedForApplication(): Promise<JSONWebKeySet> {
    return { keys: await this.#keys([ofApplication]) }
  }

  /** What the console offers for download. */
  async downloaded(): Promise<string> {
    return pem((await this.#certificate(ofApplication)).der)
  }

  #keys(of: readonly string[]): Promise<JWK[]> {
    return Promise.all(of.map(name => this.#key(name)))
  }

  /** `alg` is the certificate's and not the application's. */
  async #key(name: string): Promise<JWK> {
    const { exportJWK } = await import('jose')
    const { publicKey, der } = await this.#certificate(name)
    const x5c = [der.toString('base64')]
    return { ...(await exportJWK(publicKey)), kid: name, use: 'sig', alg: 'RS256', x5c }
  }

  #certificate(name: string): Promise<Certificate> {
    return this.#keyRing.certificate(name, this.#world)
  }
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
