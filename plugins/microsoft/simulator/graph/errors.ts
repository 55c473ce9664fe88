import type { World } from 'sso-kit/plugin'
import { guid } from '../people.ts'

/** What Graph has to say against a request; the texts are ours. */
const problems = {
  noToken: [401, 'InvalidAuthenticationToken', 'Access token is empty.'],
  badToken: [401, 'InvalidAuthenticationToken', 'Access token validation failure.'],
  expiredToken: [401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'],
  privileges: [403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  noPath: [400, 'BadRequest', 'Resource not found for the segment.'],
  notDelegated: [400, 'BadRequest', '/me request is only valid with delegated authentication flow.'],
  personal: [400, 'BadRequest', 'This API is not supported for MSA accounts.'],
  body: [400, 'BadRequest', 'The body of the request is not what the action takes.'],
  noSuchObject: [
    404,
    'Request_ResourceNotFound',
    'The resource does not exist or one of its references is not present.',
  ],
  select: [400, 'Request_BadRequest', 'A property named in $select was not found on the type.'],
  top: [400, 'Request_BadRequest', 'Invalid page size: it must be between 1 and 999, inclusive.'],
  query: [400, 'Request_UnsupportedQuery', 'The query is not supported here.'],
  deltaQuery: [400, 'Request_UnsupportedQuery', 'The query is not supported with delta.'],
  stateNotFound: [
    400,
    'syncStateNotFound',
    'The sync state generation is not found; synchronize from the start.',
  ],
  stateGone: [410, 'syncStateNotFound', 'The sync state has expired; synchronize from the start.'],
  tooMany: [429, 'TooManyRequests', 'Too many requests.'],
  unavailable: [503, 'ServiceUnavailable', 'The service is temporarily unavailable.'],
  cast: [400, 'Request_BadRequest', 'A type has to be named: /microsoft.graph.user.'],
} as const satisfies Record<string, readonly [status: number, code: string, message: string]>

export type Problem = keyof typeof problems

export function failure(problem: Problem, request: Request, world: World): Response {
  const [status, code, message] = problems[problem]
  const id = guid(world.random(16).toString('hex'))
  const innerError = {
    date: new Date(world.now()).toISOString().slice(0, 19),
    'request-id': id,
    'client-request-id': request.headers.get('client-request-id') ?? id,
  }
  const headers: Record<string, string> = status === 401 ? { 'www-authenticate': 'Bearer realm=""' } : {}
  return Response.json({ error: { code, message, innerError } }, { status, headers })
}
