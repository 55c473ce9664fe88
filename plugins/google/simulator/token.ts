import { createHash } from 'node:crypto'
import type { Endpoint, Google } from './index.ts'
import { claimsOf, findPerson } from './people.ts'
import { spelledOut } from './scopes.ts'
import { actingFor } from './service-account.ts'
import type { Consent } from './tickets.ts'

const assertionGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/**
 * oauth2.googleapis.com/token: a code for an access token and an ID token that has the claims of the scopes in it, or a
 * service account's assertion for an access token.
 */
export function tokenRequest(google: Google): Endpoint {
  const { options, world, issuer, keys, codes, accessTokens, delegations } = google

  async function idToken(consent: Consent, accessToken: string): Promise<string | undefined> {
    const person = findPerson(world, consent.person)
    if (!person || !consent.scopes.includes('openid')) return undefined
    const iat = Math.floor(world.now() / 1000)
    return keys.sign({
      iss: issuer,
      azp: options.clientId,
      aud: options.clientId,
      ...claimsOf(person, consent.scopes, google),
      at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
      ...(consent.nonce !== null && { nonce: consent.nonce }),
      iat,
      exp: iat + 3600,
    })
  }

  return async request => {
    const form = new URLSearchParams(await request.text())
    if (form.get('grant_type') === assertionGrant) {
      const granted = await actingFor(google, form.get('assertion') ?? '')
      if (Array.isArray(granted)) return refuse(...granted)
      return answer(200, { access_token: delegations.issue(granted), expires_in: 3599, token_type: 'Bearer' })
    }
    const { id, secret } = credentials(request, form)
    if (id !== options.clientId) return refuse(401, 'invalid_client', 'The OAuth client was not found.')
    if (secret !== options.clientSecret.reveal()) return refuse(401, 'invalid_client', 'Unauthorized')
    const grantType = form.get('grant_type') ?? ''
    if (grantType !== 'authorization_code')
      return refuse(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType}`)

    // a code that comes a second time is as unknown as one that never was (§4.1)
    const consent = codes.redeem(form.get('code') ?? '')
    if (!consent) return refuse(400, 'invalid_grant', 'Bad Request')
    if (form.get('redirect_uri') !== consent.redirectUri)
      return refuse(400, 'redirect_uri_mismatch', 'Bad Request')
    if (!isVerifierOf(consent, form.get('code_verifier')))
      return refuse(400, 'invalid_grant', 'Invalid code verifier.')

    const accessToken = accessTokens.issue(consent)
    const signed = await idToken(consent, accessToken)
    return answer(200, {
      access_token: accessToken,
      expires_in: 3599,
      scope: spelledOut(consent.scopes),
      token_type: 'Bearer',
      ...(signed !== undefined && { id_token: signed }),
    })
  }
}

/** RFC 7636 §4.6; nothing to prove where no challenge was sent. */
function isVerifierOf({ challenge }: Consent, verifier: string | null): boolean {
  if (challenge === null) return true
  const proof =
    challenge.method === 'plain'
      ? verifier
      : createHash('sha256')
          .update(verifier ?? '')
          .digest('base64url')
  return proof === challenge.value
}

/** `client_secret_post` or `client_secret_basic`. */
function credentials(request: Request, form: URLSearchParams): { id: string | null; secret: string | null } {
  const [, basic] = /^basic +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (basic === undefined) return { id: form.get('client_id'), secret: form.get('client_secret') }
  // RFC 6749 §2.3.1: both halves are form-encoded before they are joined
  const decode = (half = '') => new URLSearchParams(`half=${half}`).get('half')
  const [id, secret] = Buffer.from(basic, 'base64').toString().split(':')
  return { id: decode(id), secret: decode(secret) }
}

const refuse = (status: number, error: string, description: string): Response =>
  answer(status, { error, error_description: description })

function answer(status: number, body: Record<string, unknown>): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}
