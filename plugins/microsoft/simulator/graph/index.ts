import { claimsOf } from '../claims.ts'
import type { HostOfMicrosoft, Microsoft } from '../index.ts'
import { type Account, accountFor, accountsIn, findPerson } from '../people.ts'
import { personalTenant } from '../tenants.ts'
import type { Grant } from '../tickets.ts'
import { UsersDelta } from './delta.ts'
import { failure, type Problem } from './errors.ts'
import { memberGroups, memberOf } from './membership.ts'
import { userEntity } from './records.ts'
import { Throttle } from './throttle.ts'
import { listUsers, oneUser } from './users.ts'

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

/** To which an administrator agreed for the app itself. */
const appPermissions = ['User.Read.All', 'GroupMember.Read.All']

/** graph.microsoft.com: who somebody is, and the directory of a tenant. */
export function graphApi(microsoft: Microsoft): HostOfMicrosoft {
  const { options, graph, world, company, accessTokens } = microsoft
  const throttle = new Throttle(world)
  const delta = new UsersDelta(world)
  const address = (path: string) => `${graph}/v1.0${path}`

  function accountOf(grant: Grant): Account | undefined {
    const person = grant.kind === 'delegated' ? findPerson(world, grant.person) : undefined
    return person && accountFor(person, grant.tid, company, world)
  }

  async function below(call: Call, account: Account, rest: string): Promise<Reply> {
    const { method } = call.request
    if (method === 'GET' && rest === '') return oneUser(call, userEntity(account, world))
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
    if (!account) return 'noSuchUser'
    return call.may('User.Read', 'User.Read.All') ? below(call, account, rest) : 'privileges'
  }

  async function users(call: Call, rest: string): Promise<Reply> {
    const accounts = accountsIn(call.grant.tid, company, world)
    const entities = accounts.map(account => userEntity(account, world))
    if (!call.may('User.Read.All', 'Directory.Read.All')) return 'privileges'
    if (rest === '') return listUsers(call, entities)
    if (rest === '/delta') return delta.answer(call, entities)
    const [, name = '', more = ''] = /^\/([^/]+)(\/.*)?$/.exec(rest) ?? []
    const key = decoded(name)
    const index = entities.findIndex(({ id, userPrincipalName }) => id === key || userPrincipalName === key)
    const found = accounts[index]
    return found ? below(call, found, more) : 'noSuchUser'
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
    const [, top = '', rest = ''] = /^\/v1\.0\/(me|users)(\/.*)?$/.exec(path) ?? []
    if (top === 'me') return me(call, rest)
    return top === 'users' && (call.request.method === 'GET' || rest.endsWith('Groups'))
      ? users(call, rest)
      : 'noPath'
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
    const granted = grant.kind === 'delegated' ? grant.scopes : appPermissions
    const may = (...permissions: string[]) => permissions.some(permission => granted.includes(permission))
    const reply =
      spent.retryAfterSeconds === undefined
        ? await answer(path, { request, query, grant, may, address })
        : 'tooMany'

    const response = typeof reply === 'string' ? failure(reply, request, world) : Response.json(reply)
    for (const [name, value] of Object.entries(spent.headers)) response.headers.set(name, value)
    if (spent.retryAfterSeconds !== undefined)
      response.headers.set('retry-after', String(spent.retryAfterSeconds))
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
