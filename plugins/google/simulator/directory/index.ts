import type { Endpoint, Google } from '../index.ts'
import { Tickets } from '../tickets.ts'
import { failure, type Reason } from './errors.ts'
import { customerId, pathOf, type UserRecord, unitRecord, userRecord } from './records.ts'

const scope = 'https://www.googleapis.com/auth/admin.directory'
/** §4.5: per minute, user and project. */
const mostCalls = 2400

type Reply = Readonly<Record<string, unknown>> | Reason
type Answer = (query: URLSearchParams, rest: string) => Reply

/** admin.googleapis.com/admin/directory/v1: the users and the organisational units of one customer (§4.5). */
export function directoryApi(google: Google): Endpoint {
  const { options, world, setting, delegations } = google
  // docs: Users.nextPageToken is good for three days
  const pages = new Tickets<readonly UserRecord[]>(world, { prefix: 'p', seconds: 259_200 })
  let calls: number[] = []

  const people = (isDeleted: boolean) =>
    world.people.filter(({ member, id }) => member && setting.deleted.has(id) === isDeleted)
  const isOurs = (customer: string | null) => customer === 'my_customer' || customer === customerId

  const listUsers: Answer = query => {
    const [customer, domain] = [query.get('customer'), query.get('domain')]
    if (customer === null && domain === null) return 'badRequest'
    if (customer !== null && !isOurs(customer)) return 'badRequest'
    if (query.has('query')) return 'invalid'
    const most = Number(query.get('maxResults') ?? 100)
    if (!Number.isInteger(most) || most < 1 || most > 500) return 'invalid'
    const token = query.get('pageToken')
    const left = token === null ? all(query, domain) : pages.read(token)
    if (!left) return 'invalid'
    const [users, rest] = [left.slice(0, most), left.slice(most)]
    return {
      kind: 'admin#directory#users',
      etag: '"list"',
      // a list of none is not there
      ...(users.length > 0 && { users }),
      ...(rest.length > 0 && { nextPageToken: pages.issue(rest) }),
    }
  }

  function all(query: URLSearchParams, domain: string | null): UserRecord[] {
    const isFull = query.get('projection') === 'full'
    return people(query.get('showDeleted') === 'true')
      .map(person => userRecord(person, google, isFull))
      .filter(({ primaryEmail }) => domain === null || primaryEmail.endsWith(`@${domain}`))
      .toSorted((a, b) => (a.primaryEmail < b.primaryEmail ? -1 : 1))
  }

  /** By id or by address. */
  const oneUser: Answer = (query, key) => {
    const users = all(new URLSearchParams({ projection: query.get('projection') ?? 'basic' }), null)
    return users.find(({ id, primaryEmail }) => id === key || primaryEmail === key) ?? 'notFound'
  }

  const listUnits: Answer = (query, customer) => {
    if (!isOurs(customer)) return 'badRequest'
    const below = query.get('orgUnitPath') ?? '/'
    const type = query.get('type') ?? 'children'
    if (type !== 'children' && type !== 'all') return 'invalid'
    const prefix = below === '/' ? '/' : `/${below.replace(/^\//, '')}/`
    const units = world.departments.filter(department => {
      const path = pathOf(department, world)
      return path.startsWith(prefix) && (type === 'all' || !path.slice(prefix.length).includes('/'))
    })
    const organizationUnits = units.map(unit => unitRecord(unit, world))
    return {
      kind: 'admin#directory#orgUnits',
      etag: '"units"',
      ...(units.length > 0 && { organizationUnits }),
    }
  }

  const methods: [path: RegExp, scope: string, answer: Answer][] = [
    [/^\/users()$/, `${scope}.user`, listUsers],
    [/^\/users\/([^/]+)$/, `${scope}.user`, oneUser],
    [/^\/customer\/([^/]+)\/orgunits$/, `${scope}.orgunit`, listUnits],
  ]

  function answer(path: string, request: Request): Reply {
    const [, token] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    if (token === undefined) return 'required'
    const delegation = delegations.read(token)
    if (!delegation) return 'authError'
    const now = world.now()
    calls = calls.filter(time => time > now - 60_000)
    if (calls.length >= mostCalls) return 'userRateLimitExceeded'
    calls.push(now)
    const broken = setting.busy.shift()
    if (broken) return broken

    for (const [pattern, needed, method] of methods) {
      const [, rest] = pattern.exec(path) ?? []
      if (rest === undefined) continue
      if (![needed, `${needed}.readonly`].some(each => delegation.scopes.includes(each)))
        return 'insufficientPermissions'
      // the scope alone is not enough: whoever is acted for has to be an administrator (§4.5)
      if (delegation.subject !== options.directoryAdmin) return 'forbidden'
      return method(new URL(request.url).searchParams, decodeURIComponent(rest))
    }
    return 'notFound'
  }

  return request => {
    const { pathname } = new URL(request.url)
    const reply = answer(pathname.slice(pathname.indexOf(root) + root.length), request)
    return typeof reply === 'string' ? failure(reply) : Response.json(reply)
  }
}

export const root = '/admin/directory/v1'
