import { filterFailure, texts } from './envelope.ts'
import type { Server } from './index.ts'
import { builtIn } from './organisations.ts'
import { basicOf } from './parameters.ts'
import { mayEnter } from './request.ts'
import { bearerOf } from './tokens.ts'
import { idOf, passwordOf, type User } from './users.ts'

/** An application is as good as a global administrator (§1). */
export type Caller = 'application' | 'nobody' | User

/** §8.1: five ways to say who is asking, and a session; or what is said to a wrong one. */
export function callerOf(server: Server, request: Request): Caller | Response {
  const { options, settings, organisations, sessions, tokens } = server
  const query = new URL(request.url).searchParams
  const user = (id: string): Caller => {
    const found = organisations.find(id)
    return found && mayEnter(found) ? found : 'nobody'
  }

  const bearer = bearerOf(request)
  if (bearer !== '') {
    const token = tokens.byAccessToken(bearer)
    if (!token) return filterFailure(texts.noToken)
    if (tokens.isExpired(token)) return filterFailure(texts.tokenExpired(token.expires))
    return token.user ? user(idOf(token.user)) : 'application'
  }

  const { accessKey } = settings
  if (accessKey && query.get('accessKey') === accessKey.key && query.get('accessSecret') === accessKey.secret)
    return user(accessKey.user)

  // a wrong secret in the header is as good as none, in the address it is an error
  const basic = basicOf(request)
  if (basic?.id === options.clientId && basic.secret === options.clientSecret.reveal()) return 'application'
  if (query.has('clientId')) {
    if (query.get('clientId') !== options.clientId) return filterFailure(texts.badClient)
    return query.get('clientSecret') === options.clientSecret.reveal()
      ? 'application'
      : filterFailure(texts.badSecret(`admin/${options.application}`))
  }

  const named = organisations.find(query.get('username') ?? '')
  if (named && query.get('password') === passwordOf(named)) return user(idOf(named))
  return user(sessions.userOf(request) ?? '')
}

export const isGlobal = (caller: Caller): boolean =>
  caller === 'application' || (caller !== 'nobody' && caller.owner === builtIn)

/** §8.2: the administrator of an organisation may do anything with what it owns, and nothing else. */
export const mayRead = (caller: Caller, owner: string): boolean =>
  isGlobal(caller) ||
  (caller !== 'nobody' && caller !== 'application' && caller.isAdmin && caller.owner === owner)
