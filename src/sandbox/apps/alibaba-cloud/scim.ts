import { sameSecret } from '../../../hash.ts'

/** A resource as it was sent, with what the server adds. */
interface Resource {
  id: string
  [key: string]: unknown
}

export interface ScimServer {
  handle(request: Request, path: string): Promise<Response>
  /** What an administrator sees in CloudSSO's console. */
  readonly users: Map<string, Resource>
  readonly groups: Map<string, Resource>
}

const mostPerPage = 100
const userForm = /^[A-Za-z0-9@_.-]{1,64}$/
const groupForm = /^[A-Za-z0-9._-]{1,128}$/
const schemas = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
} as const

/** SCIM 2.0 as CloudSSO documents it: no /Me, /Bulk and /.search; 100 a page; lists of groups without their members. */
export function scimServer({
  token,
  random,
}: {
  token: string
  random: (bytes: number) => Buffer
}): ScimServer {
  const users = new Map<string, Resource>()
  const groups = new Map<string, Resource>()
  const rooms: Readonly<Record<string, Room>> = {
    Users: {
      all: users,
      key: 'userName',
      wrong: ({ userName, displayName }) =>
        !userForm.test(String(userName)) || String(displayName ?? '').length > 256,
      listed: resource => resource,
    },
    Groups: {
      all: groups,
      key: 'displayName',
      wrong: ({ displayName, members = [] }) =>
        !groupForm.test(String(displayName)) ||
        !Array.isArray(members) ||
        members.some(({ value }: { value?: unknown }) => !users.has(String(value))),
      listed: ({ members: _, ...rest }) => rest,
    },
  }

  return {
    users,
    groups,
    async handle(request, path) {
      if (request.method === 'GET' && path === '/ServiceProviderConfig')
        return answer(200, {
          patch: { supported: true },
          filter: { supported: true, maxResults: mostPerPage },
        })
      const [, bearer = ''] = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '') ?? []
      if (!sameSecret(bearer, token)) return failure(401, 'the credential is wrong or has expired')
      if (request.method === 'GET' && path === '/Schemas') return answer(200, offered)
      const [, name = '', id] = /^\/(Users|Groups)(?:\/([\w-]+))?$/.exec(path) ?? []
      const room = rooms[name]
      if (room === undefined) return failure(404, 'there is nothing here')
      if (id === undefined) return request.method === 'POST' ? create(room, request) : list(room, request)
      const found = room.all.get(id)
      if (found === undefined) return failure(404, 'there is no such resource')
      if (request.method === 'GET') return answer(200, found)
      if (request.method === 'PUT') return replace(room, found, request)
      if (request.method === 'PATCH') return patch(room, found, request)
      if (request.method !== 'DELETE') return failure(405, 'not that way')
      room.all.delete(id)
      return new Response(null, { status: 204 })
    },
  }

  async function create(room: Room, request: Request): Promise<Response> {
    const sent = (await request.json().catch(() => ({}))) as Omit<Resource, 'id'>
    if (room.wrong(sent)) return failure(400, 'a value is not allowed', 'invalidValue')
    if ([...room.all.values()].some(each => each[room.key] === sent[room.key]))
      return failure(409, 'there is one of that name', 'uniqueness')
    const made = { ...sent, id: `u-${random(8).toString('hex')}` }
    room.all.set(made.id, made)
    return answer(201, made)
  }

  async function replace(room: Room, found: Resource, request: Request): Promise<Response> {
    const sent = (await request.json().catch(() => ({}))) as Omit<Resource, 'id'>
    if (room.wrong(sent)) return failure(400, 'a value is not allowed', 'invalidValue')
    if ([...room.all.values()].some(each => each.id !== found.id && each[room.key] === sent[room.key]))
      return failure(409, 'there is one of that name', 'uniqueness')
    const made = { ...sent, id: found.id }
    room.all.set(found.id, made)
    return answer(200, made)
  }

  /** Of a user, whether they are active; nothing else has a path here. */
  async function patch(room: Room, found: Resource, request: Request): Promise<Response> {
    const { Operations: operations = [] } = (await request.json().catch(() => ({}))) as {
      Operations?: { op?: string; path?: string; value?: unknown }[]
    }
    const isKnown = operations.every(
      ({ op, path, value }) => op === 'replace' && path === 'active' && typeof value === 'boolean',
    )
    if (room.key !== 'userName' || !isKnown)
      return failure(400, 'this change is not understood', 'invalidPath')
    const made = { ...found, ...Object.fromEntries(operations.map(({ value }) => ['active', value])) }
    room.all.set(found.id, made)
    return answer(200, made)
  }

  function list(room: Room, request: Request): Response {
    const query = new URL(request.url).searchParams
    const filter = query.get('filter')
    const [, key, value] = /^(\w+) eq "([^"\\]*)"$/.exec(filter ?? '') ?? []
    if (filter !== null && key === undefined)
      return failure(400, 'this filter is not understood', 'invalidFilter')
    const matching = [...room.all.values()].filter(each => key === undefined || each[key] === value)
    const start = Math.max(Number(query.get('startIndex') ?? 1), 1)
    const page = matching.slice(
      start - 1,
      start - 1 + Math.min(Number(query.get('count') ?? mostPerPage), mostPerPage),
    )
    return answer(200, {
      schemas: [schemas.list],
      totalResults: matching.length,
      startIndex: start,
      itemsPerPage: page.length,
      Resources: page.map(room.listed),
    })
  }
}

interface Room {
  all: Map<string, Resource>
  key: 'userName' | 'displayName'
  wrong(sent: Omit<Resource, 'id'>): boolean
  listed(resource: Resource): object
}

const offered = {
  schemas: [schemas.list],
  Resources: [
    {
      id: schemas.user,
      attributes: ['userName', 'displayName', 'emails', 'active', 'externalId'].map(name => ({ name })),
    },
    { id: schemas.group, attributes: ['displayName', 'members', 'externalId'].map(name => ({ name })) },
  ],
}

const answer = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/scim+json' } })

const failure = (status: number, detail: string, scimType?: string): Response =>
  answer(status, { schemas: [schemas.error], status: String(status), detail, ...(scimType && { scimType }) })
