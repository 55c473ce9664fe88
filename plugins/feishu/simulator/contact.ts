import type { Department, Person } from 'sso-kit/plugin'
import { AddressBook } from './address-book.ts'
import type { Feishu } from './index.ts'
import { findDepartment, openDepartmentId, openIdOf, unionIdOf } from './people.ts'
import { bearerOf, failure, success } from './reply.ts'
import { permitted } from './scopes.ts'

/** contact/v3 with the app's own token; undefined for a path that is none of these. */
export function contactCalls(feishu: Feishu): (path: string, request: Request) => Response | undefined {
  const { world, state, scopes } = feishu
  const book = new AddressBook(feishu)
  const admit = limit(feishu)

  /** A token of the app, and one of the scopes that open the calls. */
  function gate(request: Request): Response | undefined {
    const token = bearerOf(request)
    if (token === undefined) return failure(400, 99991661, 'Missing access token for authorization.')
    if (!/^[tu]-/.test(token)) return failure(400, 99991671, 'Invalid token: must start with t-/u-')
    if (!state.tenantTokens.isValid(token)) return failure(400, 99991663, invalidToken)
    if (!admit()) return failure(429, 99991400, 'request trigger frequency limit', undefined, limited)
    if (scopes.has(opening)) return undefined
    return failure(400, 99991672, `Access denied. One of the following scopes is required: [${opening}]`, {
      permission_violations: [{ type: 'action_scope_required', subject: opening }],
    })
  }

  function user(id: string, query: URLSearchParams): Response {
    const kind = query.get('user_id_type') ?? 'open_id'
    const identify = identifiers(feishu).get(kind)
    if (!identify) return failure(400, 40001, 'invalid parameter')
    const person = world.people.find(one => identify(one) === id)
    if (!person) return failure(400, 41012, 'user id invalid error')
    // somebody of another organisation is in nobody's directory but their own
    if (!person.member || !book.sees(person)) return failure(400, 41050, 'no user authority')
    return success({ user: userRecord(feishu, person, query) })
  }

  function department(id: string, query: URLSearchParams): Response {
    const kind = query.get('department_id_type') ?? 'open_department_id'
    if (kind !== 'department_id' && kind !== 'open_department_id') return failure(400, 40001, 'param error')
    const found = findDepartment(world, id, kind)
    if (!found || !book.isWithin(found.id)) return noAuthority()
    return success({ department: departmentRecord(feishu, found, kind) })
  }

  /** One level, or everything below; the root has to be within the range (…/contact-v3/department/children). */
  function children(id: string, query: URLSearchParams): Response {
    const kind = query.get('department_id_type') ?? 'open_department_id'
    if (kind !== 'department_id' && kind !== 'open_department_id') return failure(400, 40001, 'param error')
    const own = book.ownId(id, kind)
    if (own === undefined) return noAuthority()
    const found = query.get('fetch_child') === 'true' ? book.allBelow(own) : book.childrenOf(own)
    return paged(
      found.map(department => departmentRecord(feishu, department, kind)),
      query,
    )
  }

  /** Direct members (…/contact-v3/user/find_by_department). */
  function findByDepartment(_: string, query: URLSearchParams): Response {
    const kind = query.get('department_id_type') ?? 'open_department_id'
    if (kind !== 'department_id' && kind !== 'open_department_id') return failure(400, 40001, 'param error')
    const own = book.ownId(query.get('department_id') ?? '', kind)
    if (own === undefined) return noAuthority()
    return paged(
      book.membersOf(own).map(person => userRecord(feishu, person, query)),
      query,
    )
  }

  const calls: [path: RegExp, call: (id: string, query: URLSearchParams) => Response][] = [
    [/^\/open-apis\/contact\/v3\/(users\/find_by_department)$/, findByDepartment],
    [/^\/open-apis\/contact\/v3\/departments\/([^/]+)\/children$/, children],
    [/^\/open-apis\/contact\/v3\/users\/([^/]+)$/, user],
    [/^\/open-apis\/contact\/v3\/departments\/([^/]+)$/, department],
  ]
  return (path, request) => {
    for (const [pattern, call] of calls) {
      const id = pattern.exec(path)?.[1]
      if (id === undefined || request.method !== 'GET') continue
      return gate(request) ?? call(decodeURIComponent(id), new URL(request.url).searchParams)
    }
    return undefined
  }
}

const noAuthority = () => failure(403, 40004, 'no dept authority error')
const limited = { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': '1' }

/** So many calls in any second. */
function limit({ world, setting }: Feishu): () => boolean {
  let recent: number[] = []
  return () => {
    recent = recent.filter(time => time > world.now() - 1000)
    const isFree = recent.length < setting.callsPerSecond
    if (isFree) recent.push(world.now())
    return isFree
  }
}

/** 10 by default, 50 at most; an empty list is not sent at all (inferred from the SDK's optional `items`). */
function paged(items: readonly object[], query: URLSearchParams): Response {
  const size = Number(query.get('page_size') ?? 10)
  if (!Number.isInteger(size) || size < 1 || size > 50) return failure(400, 40011, 'page size is invalid')
  const token = query.get('page_token') ?? ''
  const from = token === '' ? 0 : Number(/^page-(\d+)$/.exec(token)?.[1] ?? Number.NaN)
  if (Number.isNaN(from)) return failure(400, 40012, 'page token is invalid error')
  const page = items.slice(from, from + size)
  const more = from + size < items.length
  return success({
    has_more: more,
    ...(more && { page_token: `page-${from + size}` }),
    ...(page.length > 0 && { items: page }),
  })
}

const opening = 'contact:contact.base:readonly'
const invalidToken = 'Invalid access token for authorization. Please make a request with token attached.'

function identifiers({ options, scopes }: Feishu): Map<string, (person: Person) => string> {
  const known = new Map<string, (person: Person) => string>([
    ['open_id', person => openIdOf(person, options.clientId)],
    ['union_id', unionIdOf],
  ])
  if (scopes.has('contact:user.employee_id:readonly')) known.set('user_id', ({ id }) => id)
  return known
}

/** contact/v3/users/:user_id. People without a department sit in the root, which is 0. */
function userRecord({ options, scopes, setting }: Feishu, person: Person, query: URLSearchParams): object {
  const asOwn = query.get('department_id_type') === 'department_id'
  const ids = person.departments.map(id => (asOwn ? id : openDepartmentId(id)))
  const inactive = {
    is_frozen: setting.frozen.has(person.id),
    is_resigned: false,
    is_exited: false,
    is_unjoin: false,
  }
  return {
    union_id: unionIdOf(person),
    open_id: openIdOf(person, options.clientId),
    ...permitted(scopes, {
      name: ['contact:user.base:readonly', person.name],
      user_id: ['contact:user.employee_id:readonly', person.id],
      email: ['contact:user.email:readonly', person.email],
      mobile: ['contact:user.phone:readonly', person.mobile && `+86${person.mobile}`],
      department_ids: ['contact:user.department:readonly', ids.length > 0 ? ids : ['0']],
      status: ['contact:user.employee:readonly', { ...inactive, is_activated: true }],
      employee_no: ['contact:user.employee:readonly', person.jobNumber],
      enterprise_email: ['contact:user.employee:readonly', person.email],
      job_title: ['contact:user.employee:readonly', person.title],
    }),
  }
}

/** contact/v3/departments/:department_id. A name has no slash in it (field-overview). */
function departmentRecord(
  { scopes }: Feishu,
  { id, name, parent }: Department,
  kind: 'department_id' | 'open_department_id',
): object {
  const above = parent !== null && kind === 'open_department_id' ? openDepartmentId(parent) : parent
  return {
    open_department_id: openDepartmentId(id),
    ...permitted(scopes, {
      name: ['contact:department.base:readonly', name.replaceAll('/', '／')],
      department_id: ['contact:department.base:readonly', id],
      status: ['contact:department.base:readonly', { is_deleted: false }],
      parent_department_id: ['contact:department.organize:readonly', above ?? '0'],
    }),
  }
}
