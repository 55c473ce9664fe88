import type { World } from 'sso-kit/plugin'
import type { Call, Reply } from './index.ts'
import { type Entity, pick, selected } from './records.ts'

const pageSize = 20
const sevenDaysMs = 7 * 24 * 3_600_000

interface Tracking {
  properties: readonly string[]
  /** The ids that `$filter` named. */
  only: ReadonlySet<string> | undefined
}

/** Where a client stands: what it has been told so far, by id, and when. */
interface Standing extends Tracking {
  told: ReadonlyMap<string, Entity>
  at: number
}

interface Page {
  entries: readonly object[]
  link: ['$skiptoken' | '$deltatoken', string]
}

/** `GET /users/delta` (§6). Query options count in the first request only, the tokens carry them on. */
export class UsersDelta {
  readonly #world: World
  readonly #standings = new Map<string, Standing>()
  readonly #pages = new Map<string, Page>()

  constructor(world: World) {
    this.#world = world
  }

  answer({ query, request, address }: Call, users: readonly Entity[]): Reply {
    const body = ({ entries, link: [name, token] }: Page) => ({
      '@odata.context': `${address('')}/$metadata#users`,
      [name === '$deltatoken' ? '@odata.deltaLink' : '@odata.nextLink']:
        `${address('/users/delta')}?${name}=${token}`,
      value: entries,
    })
    const skipToken = query.get('$skiptoken')
    if (skipToken !== null) {
      const page = this.#pages.get(skipToken)
      return page ? body(page) : 'stateNotFound'
    }

    const deltaToken = query.get('$deltatoken') ?? ''
    if (deltaToken !== '' && deltaToken !== 'latest') {
      const standing = this.#standings.get(deltaToken)
      if (!standing) return 'stateNotFound'
      // the way back to the start is in Location, with an empty token
      if (standing.at + sevenDaysMs <= this.#world.now()) return 'stateGone'
      const minimal = request.headers.get('prefer')?.includes('return=minimal') ?? false
      return body(this.#paged(changes(standing, users, minimal), this.#stand(standing, users)))
    }

    const tracking = trackingOf(query, users[0])
    if (typeof tracking === 'string') return tracking
    const standing = this.#stand(tracking, users)
    return body(this.#paged(deltaToken === 'latest' ? [] : [...standing.told.values()], standing))
  }

  #stand({ properties, only }: Tracking, users: readonly Entity[]): Standing {
    const tracked = users.filter(({ id }) => only === undefined || only.has(id))
    const told = new Map(tracked.map(user => [user.id, pick(user, properties)]))
    return { properties, only, told, at: this.#world.now() }
  }

  /** An empty page in the middle, and an object that comes again: both are allowed and clients trip over them. */
  #paged(entries: readonly object[], standing: Standing): Page {
    const deltaToken = this.#token()
    this.#standings.set(deltaToken, standing)
    const slices: (readonly object[])[] = []
    for (let from = 0; from < entries.length; from += pageSize)
      slices.push(entries.slice(Math.max(from - 1, 0), from + pageSize))
    if (slices.length > 1) slices.splice(1, 0, [])

    let page: Page = { entries: slices.pop() ?? [], link: ['$deltatoken', deltaToken] }
    for (const slice of slices.reverse()) {
      const skipToken = this.#token()
      this.#pages.set(skipToken, page)
      page = { entries: slice, link: ['$skiptoken', skipToken] }
    }
    return page
  }

  #token(): string {
    return this.#world.random(24).toString('base64url')
  }
}

/** Users are tracked by the properties selected, and all of them or up to fifty by id. */
function trackingOf(query: URLSearchParams, example: Entity | undefined): Tracking | 'select' | 'deltaQuery' {
  if (['$expand', '$top', '$orderby'].some(option => query.has(option))) return 'deltaQuery'
  const properties = example ? selected(query.get('$select'), example) : []
  if (!properties) return 'select'
  const filter = query.get('$filter')
  if (filter === null) return { properties, only: undefined }
  const ids = filter.split(/ or /i).map(term => /^id eq '([^']+)'$/i.exec(term.trim())?.[1])
  if (ids.length > 50) return 'deltaQuery'
  const named = ids.filter(id => id !== undefined)
  return named.length === ids.length ? { properties, only: new Set(named) } : 'deltaQuery'
}

/** What is new or different, and who is gone: to the bin at first, from which they could be brought back. */
function changes({ told, properties, only }: Standing, users: readonly Entity[], minimal: boolean): object[] {
  const now = users.filter(({ id }) => only === undefined || only.has(id)).map(user => pick(user, properties))
  const different = now.flatMap(user => {
    const before = told.get(user.id)
    const changed = properties.filter(
      name => before === undefined || JSON.stringify(before[name]) !== JSON.stringify(user[name]),
    )
    if (changed.length === 0) return []
    return [minimal ? pick(user, changed) : user]
  })
  const there = new Set(now.map(({ id }) => id))
  const gone = [...told.keys()].filter(id => !there.has(id))
  return [...different, ...gone.map(id => ({ id, '@removed': { reason: 'changed' } }))]
}
