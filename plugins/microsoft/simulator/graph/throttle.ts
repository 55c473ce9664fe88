import type { World } from 'sso-kit/plugin'

const windowMs = 10_000

/** §6: resource units per app and tenant and ten seconds, fewer for small tenants. */
const limitFor = (users: number): number => (users < 50 ? 3500 : users <= 500 ? 5000 : 8000)

/** §6: what a call costs, by its path; the first that fits. */
const costs: [path: RegExp, units: number][] = [
  [/\/checkMemberGroups$/, 4],
  [/\/getMemberGroups$/, 2],
  [/\/(?:transitiveM|m)emberOf\b/, 2],
  [/\/transitiveMembers\b/, 5],
  [/\/members\b/, 3],
  [/^\/users\b/, 2],
]

function costOf(path: string, query: URLSearchParams): number {
  const base = costs.find(([pattern]) => pattern.test(path))?.[1] ?? 1
  const top = Number(query.get('$top') ?? 100)
  const saved = Number(query.has('$select')) + Number(top < 20)
  return Math.max(base + Number(query.has('$expand')) - saved, 1)
}

export class Throttle {
  readonly #world: World
  readonly #spent = new Map<string, { since: number; units: number }>()

  constructor(world: World) {
    this.#world = world
  }

  /** Counts a call; with what Graph tells about it in headers, and how long to wait if it is one too many. */
  spend(
    tid: string,
    users: number,
    path: string,
    query: URLSearchParams,
  ): { headers: Record<string, string>; retryAfterSeconds?: number } {
    const now = this.#world.now()
    const last = this.#spent.get(tid)
    const current = last && now < last.since + windowMs ? last : { since: now, units: 0 }
    this.#spent.set(tid, current)
    const cost = costOf(path, query)
    const share = (current.units + cost) / limitFor(users)
    const headers: Record<string, string> = {
      'x-ms-resource-unit': String(cost),
      // only when it is getting tight
      ...(share >= 0.8 && { 'x-ms-throttle-limit-percentage': share.toFixed(2) }),
    }
    if (share > 1) {
      const retryAfterSeconds = Math.ceil((current.since + windowMs - now) / 1000)
      return {
        headers: { ...headers, 'x-ms-throttle-scope': 'Tenant_Application/ReadWrite' },
        retryAfterSeconds,
      }
    }
    current.units += cost
    return { headers }
  }
}
