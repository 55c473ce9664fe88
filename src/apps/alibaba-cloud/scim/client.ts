import { NotTaken, Unavailable } from '../../not-told.ts'

/** How the server calls CloudSSO. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export type Kind = 'Users' | 'Groups'

/** A resource that is there; `owner`: our own id of it, or whatever else somebody who made it has put there. */
export interface Found {
  readonly id: string
  readonly name: string
  readonly owner: string | undefined
  /** False only of a user whom CloudSSO says to be deactivated. */
  readonly active: boolean
}

export interface ScimClient {
  /** Names of the attributes that users and groups have there. */
  offered(): Promise<Readonly<Record<Kind, ReadonlySet<string>>>>
  /** Those that it finds under this name: it may compare more liberally than we do. */
  named(kind: Kind, name: string): Promise<Found[]>
  /** The one of this id of its own. */
  get(kind: Kind, id: string): Promise<Found | undefined>
  /** All there are, by their ids. Throws {@link Unavailable} where it tells of fewer than it says there are. */
  list(kind: Kind): Promise<ReadonlyMap<string, Found>>
  create(kind: Kind, body: object): Promise<string>
  replace(kind: Kind, id: string, body: object): Promise<void>
  deactivate(id: string): Promise<void>
}

const ofSchema = {
  Users: 'urn:ietf:params:scim:schemas:core:2.0:User',
  Groups: 'urn:ietf:params:scim:schemas:core:2.0:Group',
} as const
const keyOf = { Users: 'userName', Groups: 'displayName' } as const
const mostPerPage = 100
const patch = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

/** SCIM 2.0 (RFC 7644) as far as CloudSSO has it; one call at a time. */
export function scimClient(base: string, token: string, fetch: Fetch): ScimClient {
  const root = base.replace(/\/+$/, '')

  async function call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const reply = await fetch(root + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/scim+json',
        ...(body && { 'content-type': 'application/scim+json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const { status } = reply
    if (status === 429 || status >= 500)
      throw new Unavailable(`CloudSSO answers ${status}`, retryAfterMs(reply.headers.get('retry-after')))
    if (status === 401 || status === 403)
      throw new Unavailable(`CloudSSO answers ${status}: the SCIM credential is wrong or has expired`)
    const text = await reply.text()
    const read = parsed(text)
    if (status >= 400) {
      const { scimType = 'no reason' } = read as { scimType?: string }
      throw new NotTaken(status, `CloudSSO answers ${status} (${String(scimType).slice(0, 40)})`)
    }
    return read
  }

  return {
    async offered() {
      const { Resources = [] } = (await call('GET', '/Schemas')) as {
        Resources?: { id?: string; attributes?: { name?: string }[] }[]
      }
      const names = (kind: Kind) =>
        new Set(
          Resources.find(({ id }) => id === ofSchema[kind])?.attributes?.flatMap(({ name }) => name ?? []),
        )
      return { Users: names('Users'), Groups: names('Groups') }
    },
    async named(kind, name) {
      const query = new URLSearchParams({
        filter: `${keyOf[kind]} eq "${name}"`,
        startIndex: '1',
        count: '2',
      })
      const { Resources = [] } = (await call('GET', `/${kind}?${query}`)) as Listed
      return Resources.map(each => foundIn(kind, each))
    },
    async get(kind, id) {
      try {
        return foundIn(kind, await call('GET', `/${kind}/${encodeURIComponent(id)}`))
      } catch (thrown) {
        if (thrown instanceof NotTaken && thrown.status === 404) return undefined
        throw thrown
      }
    },
    async list(kind) {
      const all = new Map<string, Found>()
      for (;;) {
        const [before, startIndex] = [all.size, String(all.size + 1)]
        const query = new URLSearchParams({ startIndex, count: String(mostPerPage) })
        const { Resources = [], totalResults } = (await call('GET', `/${kind}?${query}`)) as Listed
        for (const each of Resources) {
          const found = foundIn(kind, each)
          all.set(found.id, found)
        }
        if (all.size === totalResults) return all
        if (all.size === before)
          throw new Unavailable(`CloudSSO does not list all ${kind} that it says there are`)
      }
    },
    create: async (kind, body) =>
      idOf(await call('POST', `/${kind}`, { schemas: [ofSchema[kind]], ...body })),
    async replace(kind, id, body) {
      await call('PUT', `/${kind}/${encodeURIComponent(id)}`, { schemas: [ofSchema[kind]], id, ...body })
    },
    async deactivate(id) {
      const operation = { op: 'replace', path: 'active', value: false }
      await call('PATCH', `/Users/${encodeURIComponent(id)}`, { schemas: [patch], Operations: [operation] })
    },
  }
}

function parsed(text: string): Record<string, unknown> {
  if (text === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {}
  throw new Unavailable('CloudSSO answers with something that is no JSON: is scim.url right?')
}

function idOf({ id }: Record<string, unknown>): string {
  if (typeof id !== 'string' || id === '' || id.length > 255)
    throw new Unavailable('CloudSSO answers without an id')
  return id
}

interface Listed {
  Resources?: Record<string, unknown>[]
  totalResults?: number
}

const foundIn = (kind: Kind, resource: Record<string, unknown>): Found => ({
  id: idOf(resource),
  name: String(resource[keyOf[kind]]),
  owner: ownerOf(resource),
  active: resource.active !== false,
})

const ownerOf = ({ externalId }: Record<string, unknown>): string | undefined =>
  externalId === undefined || externalId === null || externalId === '' ? undefined : String(externalId)

/** In seconds; a date, which the header may be too, is not waited for longer than usual. */
const retryAfterMs = (value: string | null): number | undefined =>
  value !== null && /^\d{1,5}$/.test(value) ? Number(value) * 1000 : undefined
