import type { World } from 'sso-kit/plugin'

/** What a person agreed to, and what the token request has to match. */
export interface Consent {
  person: string
  tid: string
  scopes: readonly string[]
  redirectUri: string
  nonce: string | null
  challenge: { value: string; method: string } | null
}

/** What an access token for Graph stands for: a person, or the app by itself. */
export type Grant =
  | { kind: 'delegated'; person: string; tid: string; scopes: readonly string[] }
  | { kind: 'application'; tid: string }

/** Random strings that stand for something for a while, and remember having been used. */
export class Tickets<T> {
  readonly #world: World
  readonly #prefix: string
  readonly #lifetimeMs: number
  readonly #issued = new Map<string, { value: T; expires: number; used: boolean }>()

  constructor(world: World, { prefix, seconds }: { prefix: string; seconds: number }) {
    this.#world = world
    this.#prefix = prefix
    this.#lifetimeMs = seconds * 1000
  }

  issue(value: T): string {
    const ticket = this.#prefix + this.#world.random(48).toString('base64url')
    this.#issued.set(ticket, { value, expires: this.#world.now() + this.#lifetimeMs, used: false })
    return ticket
  }

  read(ticket: string): T | 'expired' | undefined {
    const found = this.#issued.get(ticket)
    if (!found) return undefined
    return found.expires > this.#world.now() ? found.value : 'expired'
  }

  /** The same, once. */
  redeem(ticket: string): T | 'expired' | 'used' | undefined {
    const found = this.#issued.get(ticket)
    if (!found) return undefined
    if (found.used) return 'used'
    found.used = true
    return this.read(ticket)
  }
}
