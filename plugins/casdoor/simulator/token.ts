import { createHash } from 'node:crypto'
import { grantTypes } from './application.ts'
import type { Endpoints, Server } from './index.ts'
import { introspect } from './introspect.ts'
import { OAuthError, refusal } from './oauth-error.ts'
import { type Client, clientOf, readParameters, type Text } from './parameters.ts'
import { mayEnter } from './request.ts'
import { lifetimeSeconds, type Token } from './tokens.ts'
import { passwordOf } from './users.ts'

type Outcome = Token | OAuthError
type GrantType = (text: Text, client: Client) => Outcome | Promise<Outcome>

/** §4: the token endpoint. `redirect_uri` is not looked at. */
export function tokenApi(server: Server): Endpoints {
  const { options, settings, organisations, tokens, world } = server
  const application = `admin/${options.application}`

  function isWrong({ secret }: Client): boolean {
    return secret !== options.clientSecret.reveal()
  }

  const refuseClient = (challenge: string) =>
    new OAuthError(
      'invalid_client',
      `client_secret is invalid for application: [${application}], token.CodeChallenge: ${challenge || 'empty'}`,
    )

  /** With PKCE the secret may be missing, but not wrong. */
  function authorizationCode(text: Text, client: Client): Outcome {
    const code = text('code')
    if (code === '') return new OAuthError('invalid_request', 'authorization code should not be empty')
    const token = tokens.byCode(code)
    if (!token) return invalidGrant(`authorization code: [${code}] is invalid`)
    if (token.codeUsed) return invalidGrant(`authorization code has been used for token: [${token.id}]`)
    const { codeChallenge } = token
    if (codeChallenge !== '' && challengeOf(text('code_verifier')) !== codeChallenge)
      return invalidGrant(
        `verifier is invalid, challengeAnswer: [${challengeOf(text('code_verifier'))}], token.CodeChallenge: [${codeChallenge}]`,
      )
    const isPublic = codeChallenge !== '' && client.secret === ''
    if (!isPublic && isWrong(client)) return refuseClient(codeChallenge)
    if (token.resource !== text('resource'))
      return invalidGrant('resource parameter does not match authorization request')
    const [now, until] = [world.now(), token.codeExpires].map(time => Math.floor(time / 1000))
    if (world.now() >= token.codeExpires)
      return invalidGrant(`authorization code has expired, nowUnix: [${now}], token.CodeExpireIn: [${until}]`)
    token.codeUsed = true
    return token
  }

  /** For the organisation's own users only, unlike the page (§1). */
  function password(text: Text, client: Client): Outcome | Promise<Outcome> {
    if (isWrong(client)) return refuseClient('')
    const user = organisations.find(`${options.organization}/${text('username')}`)
    if (!user) return invalidGrant('the user does not exist')
    if (text('password') !== passwordOf(user) || !mayEnter(user))
      return invalidGrant('invalid username or password: password or code is incorrect')
    return tokens.issue({ ...fresh(text), user })
  }

  function clientCredentials(text: Text, client: Client): Outcome | Promise<Outcome> {
    return isWrong(client) ? refuseClient('') : tokens.issue({ ...fresh(text), user: undefined })
  }

  /** §1: by the application's organisation and the user's name, so it may well be somebody else. */
  async function refreshToken(text: Text, client: Client): Promise<Outcome> {
    if (isWrong(client)) return refuseClient('')
    const token = tokens.byRefreshToken(text('refresh_token'))
    // the words, and that a refresh token serves once, are not in our documents
    if (!token || tokens.isExpired(token)) return invalidGrant('refresh token is invalid, expired or revoked')
    const user = token.user && organisations.find(`${options.organization}/${token.user.name}`)
    if (token.user && !user) return invalidGrant('the user does not exist')
    const { scope, nonce, resource } = token
    tokens.remove(token)
    return tokens.issue({ ...fresh(text), scope, nonce, resource, user })
  }

  const fresh = (text: Text) => ({
    application: options.application,
    scope: text('scope'),
    nonce: '',
    resource: '',
    codeChallenge: '',
  })

  const grants = new Map<string, GrantType>([
    ['authorization_code', authorizationCode],
    ['password', password],
    ['client_credentials', clientCredentials],
    ['refresh_token', refreshToken],
  ])

  function outcome(text: Text, client: Client, type: string): Outcome | Promise<Outcome> {
    if (client.id !== options.clientId) return new OAuthError('invalid_client', 'client_id is invalid')
    const grant = grantTypes.includes(type) ? grants.get(type) : undefined
    return (
      grant?.(text, client) ??
      new OAuthError('unsupported_grant_type', `grant_type: ${type} is not supported in this application`)
    )
  }

  const endpoint = (type?: string) => async (request: Request) => {
    const text = await readParameters(request)
    const result = await outcome(text, clientOf(request, text), type ?? text('grant_type'))
    return result instanceof OAuthError ? refusal(result, settings.oldErrors) : success(result)
  }

  return [
    ['POST /api/login/oauth/access_token', endpoint()],
    ['POST /api/login/oauth/refresh_token', endpoint('refresh_token')],
    ['POST /api/login/oauth/introspect', introspect(server)],
  ]
}

const invalidGrant = (description: string) => new OAuthError('invalid_grant', description)

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

/** One token under two names (§4). */
function success({ accessToken, refreshToken, scope }: Token): Response {
  return Response.json({
    access_token: accessToken,
    id_token: accessToken,
    refresh_token: refreshToken,
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    scope,
  })
}
