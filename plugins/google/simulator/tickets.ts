import type { World } from 'sso-kit/plugin'

/** What a person agreed to, and what the token request has to match. */
export interface Consent {
  person: string
  scopes: readonly string[]
  redirectUri: string
  nonce: string | null
  challenge: { value: string; method: string } | null
}

/** Whom a service account acts for, itself where nobody is named. */
export interface Delegation {
  subject: string | undefined
  scopes: readonly string[]
}

/** Random strings that stand for something for a while. */
export class Tickets<T> {
  readonly #world: World
  readonly #prefix: string
  readonly #lifetimeMs: number
  readonly #issued = new Map<string, { value: T; expires: number }>()

  constructor(world: World, { prefix, seconds }: { prefix: string; seconds: number }) {
    this.#world = world
    this.#prefix = prefix
    this.#lifetimeMs = seconds * 1000
  }

  issue(value: T): string {
    const ticket = this.#prefix + this.#world.random(48).toString('base64url')
    this.#issued.set(ticket, { value, expires: this.#world.now() + this.#lifetimeMs })
    return ticket
  }

  read(ticket: string): T | undefined {
    const found = this.#issued.get(ticket)
    return found && found.expires > this.#world.now() ? found.value : undefined
  }

  /** The same, once. */
  redeem(ticket: string): T | undefined {
    const value = this.read(ticket)
    this.#issued.delete(ticket)
    return value
  }
}
