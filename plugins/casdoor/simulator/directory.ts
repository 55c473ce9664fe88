import { applicationRecord } from './application.ts'
import { type Caller, callerOf, isGlobal, mayRead } from './callers.ts'
import { extended } from './claims.ts'
import { failure, filterFailure, ok, texts } from './envelope.ts'
import { groupTree } from './groups.ts'
import type { Endpoint, Endpoints, Server } from './index.ts'
import { listed } from './lists.ts'
import { organisationRecord } from './organisations.ts'
import { permissionsOf, rolesOf } from './roles.ts'
import { idOf, type User } from './users.ts'

/** §8.3: what an administrator may read of an organisation. */
export function directoryApi(server: Server): Endpoints {
  const { options, settings, organisations } = server
  function usersOf(owner: string) {
    const users = organisations.users(owner)
    return users.map(user => ({ ...extended(user, users), password: '***' }))
  }

  /** For those who may read what `owner` owns. */
  const guarded = (answer: (query: URLSearchParams, owner: string) => Response): Endpoint =>
    asked((query, caller) => {
      const owner = query.get('owner') ?? query.get('id')?.replace(/\/.*/s, '') ?? ''
      return mayRead(caller, owner) ? answer(query, owner) : filterFailure(texts.unauthorized)
    })

  const asked =
    (answer: (query: URLSearchParams, caller: Caller) => Response): Endpoint =>
    request => {
      const caller = callerOf(server, request)
      return caller instanceof Response ? caller : answer(new URL(request.url).searchParams, caller)
    }

  const getUsers = guarded((query, owner) => {
    const group = query.get('groupName')
    const isWanted = ({ groups }: User) => group === null || groups.includes(`${owner}/${group}`)
    return listed(usersOf(owner).filter(isWanted), query)
  })

  // somebody who is not there is no error
  const getUser = guarded((query, owner) => {
    const keys: [name: string, of: (user: User) => string][] = [
      ['id', idOf],
      ['userId', ({ id }) => id],
      ['email', ({ email }) => email],
      ['phone', ({ phone }) => phone],
    ]
    const [name = '', of] = keys.find(([key]) => query.has(key)) ?? []
    return ok((of && usersOf(owner).find(user => of(user) === query.get(name))) ?? null)
  })

  const getUserCount = guarded((query, owner) => {
    const users = organisations.users(owner)
    return ok(query.get('isOnline') === '1' ? users.filter(user => user.isOnline).length : users.length)
  })

  const getGroups = guarded((query, owner) => {
    const groups = organisations.groups(owner)
    return query.get('withTree') === 'true' ? ok(groupTree(groups)) : listed(groups, query)
  })

  const getGroup = guarded((query, owner) =>
    ok(organisations.groups(owner).find(group => idOf(group) === query.get('id')) ?? null),
  )

  const getRoles = guarded((query, owner) => listed(rolesOf(owner, organisations.users(owner)), query))

  const getPermissions = guarded((query, owner) =>
    listed(permissionsOf(owner, organisations.users(owner), options.application), query),
  )

  const getApplication = guarded(query => {
    const id = query.get('id') ?? ''
    if (id !== `admin/${options.application}`) return failure(texts.noApplication(id))
    return ok(applicationRecord(options, settings))
  })

  // all of them for a global caller, one's own for the others
  const getOrganizations = asked((query, caller) => {
    const names = organisations.names().filter(name => mayRead(caller, name))
    if (names.length === 0) return filterFailure(texts.unauthorized)
    return listed(
      names.map(name => organisationRecord(name, options)),
      query,
    )
  })

  const getGlobalUsers = asked((query, caller) =>
    isGlobal(caller)
      ? listed(organisations.names().flatMap(usersOf), query)
      : filterFailure(texts.unauthorized),
  )

  return [
    ['GET /api/get-users', getUsers],
    ['GET /api/get-user', getUser],
    ['GET /api/get-user-count', getUserCount],
    ['GET /api/get-groups', getGroups],
    ['GET /api/get-group', getGroup],
    ['GET /api/get-roles', getRoles],
    ['GET /api/get-permissions', getPermissions],
    ['GET /api/get-application', getApplication],
    ['GET /api/get-organizations', getOrganizations],
    ['GET /api/get-global-users', getGlobalUsers],
  ]
}
