import type { World } from 'sso-kit/plugin'
import type { Departure } from './leave-records.ts'
import { allInOrder, type Switches } from './switches.ts'

/** What somebody agreed to on the authorisation page: the person and whether the scope had `corpid`. */
export interface Consent {
  person: string
  corpid: boolean
}

export interface State {
  /** Codes of the web sign-in, 5 minutes (documented for in-app codes only, §1.2) … */
  webCodes: Tickets<Consent>
  /** … and those that the client hands to a page inside DingTalk, 5 minutes (§2.2). Neither is good for the other. */
  inAppCodes: Tickets<{ person: string }>
  /** 7200 s (§1.4). */
  userTokens: Tickets<Consent>
  /** 30 days (§1.4). */
  refreshTokens: Tickets<Consent>
  appTokens: AppTokens
  readonly switches: Switches
  /** Who has left, in order (§4.6). */
  readonly departures: Departure[]
  random(bytes: number): string
}

export function openState(world: World): State {
  return {
    webCodes: new Tickets(world, 5 * minute),
    inAppCodes: new Tickets(world, 5 * minute),
    userTokens: new Tickets(world, 120 * minute),
    refreshTokens: new Tickets(world, 30 * 24 * 60 * minute),
    appTokens: new AppTokens(world, 120 * minute),
    switches: allInOrder(),
    departures: [],
    random: bytes => world.random(bytes).toString('hex'),
  }
}

const minute = 60_000

/** Random strings that stand for something for a while. */
export class Tickets<T> {
  readonly #world: World
  readonly #lifetimeMs: number
  readonly #issued = new Map<string, { value: T; expires: number }>()

  constructor(world: World, lifetimeMs: number) {
    this.#world = world
    this.#lifetimeMs = lifetimeMs
  }

  issue(value: T): string {
    const ticket = this.#world.random(16).toString('hex')
    this.#issued.set(ticket, { value, expires: this.#world.now() + this.#lifetimeMs })
    return ticket
  }

  /** What a ticket stands for; `expired` where it once did. */
  read(ticket: string): T | 'expired' | undefined {
    const found = this.#issued.get(ticket)
    if (!found) return undefined
    return found.expires > this.#world.now() ? found.value : 'expired'
  }

  /** The same, once. */
  redeem(ticket: string): T | undefined {
    const value = this.read(ticket)
    this.#issued.delete(ticket)
    return value === 'expired' ? undefined : value
  }
}

/** An app has one token at a time: asking for it again gives the same one with a new 7200 s (§3). */
export class AppTokens {
  readonly #world: World
  readonly #lifetimeMs: number
  readonly #past = new Set<string>()
  #token = ''
  #expires = 0

  constructor(world: World, lifetimeMs: number) {
    this.#world = world
    this.#lifetimeMs = lifetimeMs
  }

  ask(): string {
    if (this.#expires <= this.#world.now()) {
      this.#past.add(this.#token)
      this.#token = this.#world.random(16).toString('hex')
    }
    this.#expires = this.#world.now() + this.#lifetimeMs
    return this.#token
  }

  check(token: string): 'valid' | 'expired' | 'unknown' {
    if (token !== '' && token === this.#token) return this.#expires > this.#world.now() ? 'valid' : 'expired'
    return token !== '' && this.#past.has(token) ? 'expired' : 'unknown'
  }
}
