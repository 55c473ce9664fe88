import type { Endpoint, Google } from './index.ts'
import { claimsOf, findPerson } from './people.ts'

/** www.googleapis.com/oauth2/v3/userinfo; takes the token in the query too, as old clients send it (§4.1). */
export function userinfo(google: Google): Endpoint {
  const { world, accessTokens } = google
  return request => {
    const [, bearer] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    const token = bearer ?? new URL(request.url).searchParams.get('access_token') ?? ''
    const consent = accessTokens.read(token)
    const person = findPerson(world, consent?.person ?? '')
    if (!consent || !person) {
      return Response.json(
        { error: 'invalid_request', error_description: 'Invalid Credentials' },
        {
          status: 401,
          headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error=invalid_token' },
        },
      )
    }
    return Response.json(claimsOf(person, consent.scopes, google))
  }
}
