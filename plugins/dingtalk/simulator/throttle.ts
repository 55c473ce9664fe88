import type { World } from 'sso-kit/plugin'

const windowMs = 1000

/** Counts the calls of the last second, API by API: the limits are per app and API (§4.9), and this is one app. */
export class Throttle {
  readonly #world: World
  readonly #calls = new Map<string, number[]>()

  constructor(world: World) {
    this.#world = world
  }

  /** Whether this call is one too many. Refused calls do not count. */
  exceeds(perSecond: number, api: string): boolean {
    const now = this.#world.now()
    const recent = (this.#calls.get(api) ?? []).filter(at => now - at < windowMs)
    const isTooMany = recent.length >= perSecond
    if (!isTooMany) recent.push(now)
    this.#calls.set(api, recent)
    return isTooMany
  }
}
