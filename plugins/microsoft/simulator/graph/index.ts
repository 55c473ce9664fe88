import { claimsOf } from '../claims.ts'
import type { HostOfMicrosoft, Microsoft } from '../index.ts'
import { type Account, accountFor, accountsIn, findPerson } from '../people.ts'
import { personalTenant } from '../tenants.ts'
import type { Grant } from '../tickets.ts'
import { UsersDelta } from './delta.ts'
import { failure, type Problem } from './errors.ts'
import { groupApi } from './group-api.ts'
import { listed, one } from './lists.ts'
import { memberGroups, memberOf } from './membership.ts'
import { userEntity } from './records.ts'
import { Throttle } from './throttle.ts'

/** A request by somebody, or by the app itself. */
export interface Call {
  request: Request
  query: URLSearchParams
  grant: Grant
  /** Whether one of these permissions was granted. */
  may(...permissions: string[]): boolean
  /** Where a path of Graph is found. */
  address(path: string): string
}

/** A body, or what is wrong. */
export type Reply = Readonly<Record<string, unknown>> | Problem

/** graph.microsoft.com: who somebody is, and the directory of a tenant. */
export function graphApi(microsoft: Microsoft): HostOfMicrosoft {
  const { options, graph, world, company, accessTokens, setting } = microsoft
  const throttle = new Throttle(world)
  const delta = new UsersDelta(world)
  const groups = groupApi(microsoft)
  const address = (path: string) => `${graph}/v1.0${path}`
  const there = (tid: string, isDeleted = false) =>
    accountsIn(tid, company, world).filter(({ person }) => setting.deleted.has(person.id) === isDeleted)
  const entityOf = (account: Account) => userEntity(account, world, setting)

  function accountOf(grant: Grant): Account | undefined {
    const person = grant.kind === 'delegated' ? findPerson(world, grant.person) : undefined
    return person && accountFor(person, grant.tid, company, world)
  }

  async function below(call: Call, account: Account, rest: string): Promise<Reply> {
    const { method } = call.request
    if (method === 'GET' && rest === '') return one(call, 'users', entityOf(account))
    const [, kind = ''] =
      /^\/(memberOf|transitiveMemberOf|getMemberGroups|checkMemberGroups)(?:\/microsoft\.graph\.group)?$/.exec(
        rest,
      ) ?? []
    if (kind === '') return 'noPath'
    // a personal account is in nobody's directory
    if (account.tid === personalTenant) return 'personal'
    if (method === 'GET' && kind.endsWith('emberOf')) return memberOf(call, account, kind, world)
    if (method === 'POST' && kind.endsWith('Groups')) return memberGroups(call, account, kind, world)
    return 'noPath'
  }

  async function me(call: Call, rest: string): Promise<Reply> {
    if (call.grant.kind === 'application') return 'notDelegated'
    const account = accountOf(call.grant)
    if (!account) return 'noSuchObject'
    return call.may('User.Read', 'User.Read.All') ? below(call, account, rest) : 'privileges'
  }

  async function users(call: Call, rest: string): Promise<Reply> {
    const accounts = there(call.grant.tid)
    const entities = accounts.map(entityOf)
    if (!call.may('User.Read.All', 'Directory.Read.All')) return 'privileges'
    if (rest === '') return listed(call, '/users', 'users', entities)
    if (rest === '/delta') return delta.answer(call, entities)
    const [, name = '', more = ''] = /^\/([^/]+)(\/.*)?$/.exec(rest) ?? []
    const key = decoded(name)
    const index = entities.findIndex(({ id, userPrincipalName }) => id === key || userPrincipalName === key)
    const found = accounts[index]
    return found ? below(call, found, more) : 'noSuchObject'
  }

  /** §6: whoever was deleted less than thirty days ago; a type has to be named. */
  function deletedItems(call: Call, rest: string): Reply {
    if (rest === '') return 'cast'
    if (rest !== '/microsoft.graph.user') return 'noPath'
    if (!call.may('User.Read.All', 'Directory.Read.All')) return 'privileges'
    const users = there(call.grant.tid, true).map(entityOf)
    return listed(call, `/directory/deletedItems${rest}`, 'directoryObjects', users)
  }

  /** OpenID's own resource; it is at Graph's address and answers in OpenID's words. */
  function userinfo(grant: Grant): Reply {
    const account = accountOf(grant)
    if (!account || grant.kind !== 'delegated') return 'notDelegated'
    const { sub, name, email } = claimsOf(account, grant.scopes, options)
    return { sub, name, email }
  }

  async function answer(path: string, call: Call): Promise<Reply> {
    if (path === '/oidc/userinfo') return userinfo(call.grant)
    const [, top = '', rest = ''] =
      /^\/v1\.0\/(me|users|groups|directory\/deletedItems)(\/.*)?$/.exec(path) ?? []
    const isGet = call.request.method === 'GET'
    if (top === 'me') return me(call, rest)
    if (top === 'users' && (isGet || rest.endsWith('Groups'))) return users(call, rest)
    if (top === 'groups' && isGet) return groups(call, rest, there(call.grant.tid))
    return top !== '' && top !== 'users' && isGet ? deletedItems(call, rest) : 'noPath'
  }

  return async (path, request) => {
    const [, token] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    if (token === undefined) return failure('noToken', request, world)
    const grant = accessTokens.read(token)
    if (grant === undefined) return failure('badToken', request, world)
    if (grant === 'expired') return failure('expiredToken', request, world)

    const query = new URL(request.url).searchParams
    const size = accountsIn(grant.tid, company, world).length
    const spent = throttle.spend(grant.tid, size, path.replace('/v1.0', ''), query)
    const granted = grant.kind === 'delegated' ? grant.scopes : [...setting.permissions]
    const may = (...permissions: string[]) => permissions.some(permission => granted.includes(permission))
    const broken = spent.retryAfterSeconds === undefined ? setting.busy.shift() : 'tooMany'
    const reply = broken ?? (await answer(path, { request, query, grant, may, address }))

    const response = typeof reply === 'string' ? failure(reply, request, world) : Response.json(reply)
    for (const [name, value] of Object.entries(spent.headers)) response.headers.set(name, value)
    if (reply === 'tooMany') response.headers.set('retry-after', String(spent.retryAfterSeconds ?? 7))
    if (reply === 'stateGone') response.headers.set('location', `${address('/users/delta')}?$deltatoken=`)
    return response
  }
}

/** A name as it was before it went into a path; what is no escape stays as it is. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
