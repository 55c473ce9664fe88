import { acceptsRedirect } from './application.ts'
import { failure, ok, texts } from './envelope.ts'
import type { Endpoints, Server } from './index.ts'
import { readParameters, type Text } from './parameters.ts'
import { bearerOf } from './tokens.ts'
import { idOf } from './users.ts'

/** The end of a session, asked for by an application or by the browser itself (§7). */
export function logoutApi({ settings, tokens, sessions }: Server): Endpoints {
  async function logout(request: Request): Promise<Response> {
    const text = await readParameters(request)
    const hint = text('id_token_hint')
    sessions.end(request)
    if (hint === '') return ok('')
    const token = tokens.byAccessToken(hint)
    if (!token) return failure(texts.noToken)
    tokens.expire(row => row === token)
    if (token.user) sessions.endAll(idOf(token.user))
    return text('post_logout_redirect_uri') === '' ? ok('') : away(text)
  }

  function away(text: Text): Response {
    const address = text('post_logout_redirect_uri')
    if (!acceptsRedirect(settings, address)) return failure(texts.badRedirect(address))
    const target = new URL(address)
    if (text('state') !== '') target.searchParams.append('state', text('state'))
    return new Response(null, { status: 302, headers: { location: target.href } })
  }

  /** Everything that the user has open, or with `logoutAll=false` this one only. */
  async function ssoLogout(request: Request): Promise<Response> {
    const text = await readParameters(request)
    const token = tokens.byAccessToken(bearerOf(request))
    const user = sessions.userOf(request) ?? (token?.user && idOf(token.user))
    if (user === undefined) return failure(texts.signInFirst, texts.signInFirst)
    const all = text('logoutAll') !== 'false'
    tokens.expire(row => row === token || (all && row.user !== undefined && idOf(row.user) === user))
    if (all) sessions.endAll(user)
    sessions.end(request)
    return ok('')
  }

  return [
    ['GET /api/logout', logout],
    ['POST /api/logout', logout],
    ['GET /api/sso-logout', ssoLogout],
    ['POST /api/sso-logout', ssoLogout],
  ]
}
