import { extended } from './claims.ts'
import { failure, filterFailure, ok, texts } from './envelope.ts'
import type { Endpoints, Server } from './index.ts'
import { organisationRecord } from './organisations.ts'
import { mayEnter } from './request.ts'
import { bearerOf, type Token } from './tokens.ts'
import { idOf, type User } from './users.ts'

/** Who somebody is, in OpenID's words and in Casdoor's (§6). */
export function userinfoApi(server: Server): Endpoints {
  const { options, settings, organisations, tokens, sessions, issuer } = server

  /** The token's user as they are now, or a refusal with status 200. */
  function read(request: Request): { token: Token; user: User } | Response {
    const bearer = bearerOf(request)
    if (bearer === '') return failure(texts.signInFirst, texts.signInFirst)
    const token = tokens.byAccessToken(bearer)
    if (!token) return filterFailure(texts.noToken)
    if (tokens.isExpired(token)) return filterFailure(texts.tokenExpired(token.expires))
    const user = token.user && organisations.find(idOf(token.user))
    if (!user) return failure(texts.signInFirst, texts.signInFirst)
    return mayEnter(user) ? { token, user } : failure(texts.forbidden)
  }

  function userinfo(request: Request): Response {
    const found = read(request)
    if (found instanceof Response) return found
    const { scope } = found.token
    const { tokenFields = [] } = settings
    const user = extended(found.user, organisations.users(found.user.owner))
    const shown = claims.filter(
      ([within, , field]) =>
        scope.includes(within) && (tokenFields.length === 0 || tokenFields.includes(field)),
    )
    return Response.json({
      sub: user.id,
      iss: issuer,
      aud: options.clientId,
      ...Object.fromEntries(shown.map(([, claim, , value]) => [claim, value(user)])),
    })
  }

  async function getAccount(request: Request): Promise<Response> {
    const known = organisations.find(sessions.userOf(request) ?? '')
    const found = known ? { user: known } : read(request)
    if (found instanceof Response) return found
    const { user } = found
    const grant = {
      user,
      application: options.application,
      scope: '',
      nonce: '',
      resource: '',
      codeChallenge: '',
    }
    const { accessToken } = await tokens.issue(grant)
    const all = extended(user, organisations.users(user.owner))
    const account = { ...all, password: '***', accessToken }
    return ok(account, organisationRecord(user.owner, options), { sub: user.id, name: user.name })
  }

  return [
    ['GET /api/userinfo', userinfo],
    ['GET /api/get-account', getAccount],
  ]
}

type Claim = [
  scope: string,
  claim: string,
  field: string,
  value: (user: ReturnType<typeof extended>) => unknown,
]

/** No `owner` among them; and every address is verified, whether it is or not. */
const claims: Claim[] = [
  ['profile', 'preferred_username', 'Name', ({ name }) => name],
  ['profile', 'name', 'DisplayName', ({ displayName }) => displayName],
  ['profile', 'picture', 'Avatar', ({ avatar }) => avatar],
  ['profile', 'groups', 'Groups', ({ groups }) => groups],
  ['profile', 'roles', 'Roles', ({ roles }) => roles.map(({ name }) => name)],
  ['profile', 'permissions', 'Permissions', ({ permissions }) => permissions.map(({ name }) => name)],
  ['profile', 'real_name', 'RealName', () => ''],
  ['profile', 'is_verified', 'IsVerified', () => false],
  ['email', 'email', 'Email', ({ email }) => email],
  ['email', 'email_verified', 'Email', () => true],
  ['address', 'address', 'Location', ({ location }) => location],
  ['phone', 'phone', 'Phone', ({ phone }) => phone],
]
