import type { World } from 'sso-kit/plugin'

/** What an authorisation code stands for. */
export interface Grant {
  person: string
  /** What the code was asked for with; both absent where a client handed it out (`requestAccess`). */
  redirectUri?: string
  challenge?: { value: string; method: string }
  scopes: readonly string[]
}

export interface State {
  /** 5 minutes (obtain-oauth-code) … */
  webCodes: Tickets<Grant>
  /** … 3 of `requestAccess`, 5 of the older `requestAuthCode`. All are redeemed at one place. */
  accessCodes: Tickets<Grant>
  authCodes: Tickets<Grant>
  /** 7,200 s in the samples; `expires_in` is what counts. */
  userTokens: Tickets<{ person: string }>
  tenantTokens: TenantTokens
}

export function openState(world: World): State {
  const code = () => world.random(48).toString('base64url')
  return {
    webCodes: new Tickets(world, 5 * minute, code),
    accessCodes: new Tickets(world, 3 * minute, code),
    authCodes: new Tickets(world, 5 * minute, code),
    userTokens: new Tickets(world, 120 * minute, () => `u-${world.random(24).toString('hex')}`),
    tenantTokens: new TenantTokens(world),
  }
}

const minute = 60_000

export type Found<T> = { is: 'valid'; value: T } | { is: 'expired' | 'used' | 'unknown' }

/** Random strings that stand for something for a while. Feishu tells a used one from one that never was. */
export class Tickets<T> {
  readonly #world: World
  readonly #lifetimeMs: number
  readonly #make: () => string
  readonly #issued = new Map<string, { value: T; expires: number; used: boolean }>()

  constructor(world: World, lifetimeMs: number, make: () => string) {
    this.#world = world
    this.#lifetimeMs = lifetimeMs
    this.#make = make
  }

  issue(value: T): string {
    const ticket = this.#make()
    this.#issued.set(ticket, { value, expires: this.#world.now() + this.#lifetimeMs, used: false })
    return ticket
  }

  read(ticket: string): Found<T> {
    const found = this.#issued.get(ticket)
    if (!found) return { is: 'unknown' }
    if (found.used) return { is: 'used' }
    return found.expires > this.#world.now() ? { is: 'valid', value: found.value } : { is: 'expired' }
  }

  use(ticket: string): void {
    const found = this.#issued.get(ticket)
    if (found) found.used = true
  }
}

/**
 * An app has the same token until 30 minutes before its end; after that asking gives a new one, and both are good
 * (tenant_access_token_internal).
 */
class TenantTokens {
  readonly #world: World
  readonly #expiries = new Map<string, number>()
  #latest = ''

  constructor(world: World) {
    this.#world = world
  }

  ask(): { token: string; expire: number } {
    if (this.#left(this.#latest) < 30 * minute) {
      this.#latest = `t-${this.#world.random(20).toString('hex')}`
      this.#expiries.set(this.#latest, this.#world.now() + 120 * minute)
    }
    return { token: this.#latest, expire: Math.floor(this.#left(this.#latest) / 1000) }
  }

  isValid(token: string): boolean {
    return this.#left(token) > 0
  }

  #left(token: string): number {
    return (this.#expiries.get(token) ?? 0) - this.#world.now()
  }
}
