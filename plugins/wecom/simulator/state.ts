import type { World } from 'sso-kit/plugin'

export interface State {
  /** 5 minutes, once; one kind for both pages (path/91023, path/98176). */
  codes: Codes
  token: AccessToken
}

export const openState = (world: World): State => ({
  codes: new Codes(world),
  token: new AccessToken(world),
})

class Codes {
  readonly #world: World
  readonly #issued = new Map<string, { person: string; expires: number }>()

  constructor(world: World) {
    this.#world = world
  }

  issue(person: string): string {
    const code = this.#world.random(32).toString('base64url')
    this.#issued.set(code, { person, expires: this.#world.now() + 300_000 })
    return code
  }

  redeem(code: string): string | undefined {
    const found = this.#issued.get(code)
    this.#issued.delete(code)
    return found && found.expires > this.#world.now() ? found.person : undefined
  }
}

/** One for the app: asking again gives the same for the rest of its 7,200 s (path/91039). */
class AccessToken {
  readonly #world: World
  readonly #past = new Set<string>()
  #token = ''
  #expires = 0

  constructor(world: World) {
    this.#world = world
  }

  ask(): { access_token: string; expires_in: number } {
    if (this.#expires <= this.#world.now()) {
      this.#past.add(this.#token)
      this.#token = this.#world.random(48).toString('base64url')
      this.#expires = this.#world.now() + 7_200_000
    }
    return { access_token: this.#token, expires_in: Math.ceil((this.#expires - this.#world.now()) / 1000) }
  }

  check(token: string): 'valid' | 'expired' | 'unknown' {
    if (token !== '' && token === this.#token) return this.#expires > this.#world.now() ? 'valid' : 'expired'
    return token !== '' && this.#past.has(token) ? 'expired' : 'unknown'
  }
}
