import type { World } from 'sso-kit/plugin'

/** What a person agreed to. */
export interface Consent {
  person: string
  scopes: readonly string[]
}

/** What the token request has to match. */
export interface Attempt extends Consent {
  redirectUri: string
  codeChallenge: string | null
}

const tenMinutes = 600_000
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export class Tokens {
  readonly #world: World
  readonly #attempts = new Map<string, Attempt & { expires: number }>()
  readonly #consents = new Map<string, Consent>()
  readonly #lastScopes = new Map<string, readonly string[]>()

  constructor(world: World) {
    this.#world = world
  }

  /** A code for ten minutes (§3.4). Who is asked for nothing gives what they gave the last time (§3.2). */
  code(attempt: Attempt): string {
    const scopes = attempt.scopes.length > 0 ? attempt.scopes : (this.#lastScopes.get(attempt.person) ?? [])
    this.#lastScopes.set(attempt.person, scopes)
    const code = this.#world.random(10).toString('hex')
    this.#attempts.set(code, { ...attempt, scopes, expires: this.#world.now() + tenMinutes })
    return code
  }

  attempt(code: string): Attempt | undefined {
    const found = this.#attempts.get(code)
    return found && found.expires > this.#world.now() ? found : undefined
  }

  /** A code is good for one token, and the token for as long as nobody takes it back. */
  redeem(code: string): string {
    const letters = Array.from(this.#world.random(36), byte => alphabet[byte % alphabet.length])
    const token = `gho_${letters.join('')}`
    const attempt = this.attempt(code)
    this.#attempts.delete(code)
    if (attempt) this.#consents.set(token, attempt)
    return token
  }

  consent(token: string): Consent | undefined {
    return this.#consents.get(token)
  }
}
