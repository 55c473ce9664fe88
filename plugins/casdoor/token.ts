import { createHash, timingSafeEqual } from 'node:crypto'
import type { JWTPayload } from 'jose'
import { fields, type Host, type OptionsOf, SsoError } from 'sso-kit/plugin'
import { keysOf } from './keys.ts'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options>

/**
 * Verifies the ID token of one sign-in (OpenID Connect Core 1.0 §3.1.3.7) and returns its claims, which are for
 * `personIn` alone: in the default format they are the whole record of the person, secrets too. Throws
 * `source_reply_invalid`.
 */
export type Verify = (token: string, nonce: string) => Promise<JWTPayload>

export function tokenVerifier(options: Options, host: Host): Verify {
  const { endpoint, clientId, organization } = options
  const key = keysOf(options, host)
  // an application that organizations share: the audience has the organization at its end, `azp` has not
  const shared = `-org-${organization}`
  const client = clientId.endsWith(shared) ? clientId.slice(0, -shared.length) : clientId
  const call = { source: host.source, step: 'exchange' as const }
  const wrong = (what: string) =>
    new SsoError('source_reply_invalid', { ...call, cause: `the token ${what}` })

  return async (token, nonce) => {
    const { jwtVerify } = await import('jose')
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['RS256'],
      issuer: endpoint,
      audience: [client, client + shared],
      requiredClaims: ['exp', 'nbf'],
      // made together with the code, which lives five minutes
      maxTokenAge: 600,
      clockTolerance: 60,
      currentDate: new Date(host.now()),
    }).catch(error => {
      // the words alone: the error itself carries the claims
      throw error instanceof SsoError ? error : wrong(`is not acceptable: ${(error as Error).message}`)
    })

    const claims = fields(payload, call)
    if (claims.string('azp') !== client) throw wrong('was made for another client ("azp")')
    if (!isSame(claims.string('nonce'), nonce)) throw wrong('is of another sign-in ("nonce")')
    // a refresh token has the same key and audience; the custom format tells it only by a second, capital name
    if (claims.string('tokenType') !== 'access-token' || claims.optional('TokenType') !== undefined)
      throw wrong('is a refresh token ("tokenType")')
    return payload
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map(text => createHash('sha256').update(text).digest()) as [Buffer, Buffer]
  return timingSafeEqual(a, b)
}
