import type { Endpoint, Server } from './index.ts'
import { claimsOf, subjectOf } from './sessions.ts'

/** Core §5.3: with the code flow this, and not the ID token, is where the claims of the scopes are (Core §5.4). */
export function userinfoEndpoint({ options, world, accessTokens }: Server): Endpoint {
  return request => {
    const [, token] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    // RFC 6750 §3.1: no error code for who brings no token at all
    if (token === undefined) return refuse('Bearer realm="partner"')
    const session = accessTokens.read(token)
    const person = world.people.find(({ id }) => id === session?.person)
    if (!session || !person) return refuse('Bearer realm="partner", error="invalid_token"')
    return Response.json({
      sub: subjectOf(person),
      ...claimsOf(person, session.scopes, world, options.allow?.domains),
    })
  }
}

function refuse(challenge: string): Response {
  return new Response(null, { status: 401, headers: { 'www-authenticate': challenge } })
}
