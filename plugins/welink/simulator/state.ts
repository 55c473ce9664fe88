import type { World } from 'sso-kit/plugin'
import type { Permission, Setting } from './setting.ts'

/** The person that a code or a token stands for. */
export interface Holder {
  person: string
}

export interface State {
  /** From JSAPI inside the client: 96 upper-case hex characters, 2 minutes, one use (§2.1). */
  inAppCodes: Tickets<Holder>
  /** From the browser sign-in: 5 minutes, one use (§3.1). Neither is good for the other. */
  browserCodes: Tickets<Holder & { redirectUri: string }>
  /** Of people; 7200 s is an inference (§3.1). */
  userTokens: Tickets<Holder>
  /** Of the app, each with the permissions of the moment it was issued (§4.5). */
  appTokens: Tickets<{ permissions: ReadonlySet<Permission> }>
}

export function openState(world: World, setting: Setting): State {
  const hex = (bytes: number) => world.random(bytes).toString('hex')
  return {
    inAppCodes: new Tickets(
      world,
      () => hex(48).toUpperCase(),
      () => 120,
    ),
    browserCodes: new Tickets(
      world,
      () => `ANXx${hex(24)}`,
      () => 300,
    ),
    userTokens: new Tickets(
      world,
      () => uuid(hex(16)),
      () => 7200,
    ),
    appTokens: new Tickets(
      world,
      () => uuid(hex(16)),
      () => setting.expiresIn,
    ),
  }
}

/** Random strings that stand for something for a while. */
export class Tickets<T extends object> {
  readonly #world: World
  readonly #invent: () => string
  readonly #lifetimeSeconds: () => number
  readonly #issued = new Map<string, { value: T | 'used'; expires: number }>()

  constructor(world: World, invent: () => string, lifetimeSeconds: () => number) {
    this.#world = world
    this.#invent = invent
    this.#lifetimeSeconds = lifetimeSeconds
  }

  issue(value: T): string {
    const ticket = this.#invent()
    this.#issued.set(ticket, { value, expires: this.#world.now() + this.#lifetimeSeconds() * 1000 })
    return ticket
  }

  read(ticket: string): T | 'used' | 'expired' | 'unknown' {
    const found = this.#issued.get(ticket)
    if (!found) return 'unknown'
    if (found.value === 'used') return 'used'
    return found.expires > this.#world.now() ? found.value : 'expired'
  }

  /** The same, once. */
  redeem(ticket: string): T | 'used' | 'expired' | 'unknown' {
    const value = this.read(ticket)
    if (typeof value === 'object') this.#issued.set(ticket, { value: 'used', expires: 0 })
    return value
  }

  forgetAll(): void {
    this.#issued.clear()
  }
}

/** Tokens look like UUIDs (§1). */
function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5')
}
