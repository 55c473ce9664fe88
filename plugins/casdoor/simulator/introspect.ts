import type { Endpoint, Server } from './index.ts'
import { OAuthError, refusal } from './oauth-error.ts'
import { clientOf, readParameters } from './parameters.ts'
import { mayEnter } from './request.ts'

/** §4: knows what was taken back, and who has been locked out since. */
export function introspect({ options, settings, issuer, tokens, organisations }: Server): Endpoint {
  return async request => {
    const text = await readParameters(request)
    const client = clientOf(request, text)
    if (client.id !== options.clientId || client.secret !== options.clientSecret.reveal())
      return refusal(new OAuthError('invalid_client', 'client_id is invalid'), settings.oldErrors)
    const token = tokens.byAccessToken(text('token')) ?? tokens.byRefreshToken(text('token'))
    const user = token?.user && organisations.find(`${token.user.owner}/${token.user.name}`)
    const isLockedOut = token?.user && !(user && mayEnter(user))
    if (!token || tokens.isExpired(token) || isLockedOut) return Response.json({ active: false })
    const issued = Math.floor(token.issued / 1000)
    return Response.json({
      active: true,
      scope: token.scope,
      client_id: options.clientId,
      username: user?.name ?? options.application,
      token_type: 'Bearer',
      exp: Math.floor(token.expires / 1000),
      iat: issued,
      nbf: issued,
      sub: user?.id ?? `admin/${options.application}`,
      aud: [token.resource || options.clientId],
      iss: issuer,
      jti: token.id,
    })
  }
}
