import { createHash } from 'node:crypto'
import type { Endpoint, Options, Server } from './index.ts'
import { type Session, subjectOf } from './sessions.ts'

/** Core §3.1.3 and RFC 6749 §4.1.3: a code for an access token and an ID token. */
export function tokenEndpoint({ options, world, keys, codes, accessTokens }: Server): Endpoint {
  return async request => {
    if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')) {
      return refuse('invalid_request', 'the body must be a form')
    }
    const form = new URLSearchParams(await request.text())
    if (!isClient(options, credentials(request, form)))
      return refuse('invalid_client', 'client authentication failed')
    if (form.get('grant_type') !== 'authorization_code')
      return refuse('unsupported_grant_type', 'only authorization_code')

    const redeemed = codes.redeem(form.get('code') ?? '')
    // RFC 6749 §4.1.2: whoever has a code twice may have stolen it, so what it gave is taken back too
    if (redeemed?.again) accessTokens.revoke(session => session === redeemed.value)
    if (!redeemed || redeemed.again) return refuse('invalid_grant', 'the code is unknown, used or expired')
    const session = redeemed.value
    const person = world.people.find(({ id }) => id === session.person)
    if (!person || !matches(session, form))
      return refuse('invalid_grant', 'the code was given to another request')

    const now = Math.floor(world.now() / 1000)
    const idToken = await keys.sign({
      iss: options.issuer,
      sub: subjectOf(person),
      aud: options.clientId,
      iat: now,
      exp: now + 300,
      auth_time: session.authTimeSeconds,
      ...(session.nonce !== null && { nonce: session.nonce }),
    })
    return answer(200, {
      access_token: accessTokens.issue(session),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: session.scopes.join(' '),
      id_token: idToken,
    })
  }
}

/** The same address, and the verifier where – and only where – there was a challenge (RFC 9700 §2.1.1). */
function matches({ redirectUri, codeChallenge }: Session, form: URLSearchParams): boolean {
  const verifier = form.get('code_verifier')
  const challenge = verifier === null ? null : createHash('sha256').update(verifier).digest('base64url')
  return form.get('redirect_uri') === redirectUri && challenge === codeChallenge
}

interface Credentials {
  id: string
  secret: string | undefined
}

function isClient({ clientId, clientSecret }: Options, given: Credentials[]): boolean {
  // RFC 6749 §2.3: one method a request
  const [only, ...more] = given
  return more.length === 0 && only?.id === clientId && only.secret === clientSecret?.reveal()
}

/** `client_secret_basic`, `client_secret_post` or, for a public client, the bare id; as many as were used. */
function credentials(request: Request, form: URLSearchParams): Credentials[] {
  const [, basic] = /^basic +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  const id = form.get('client_id')
  const secret = form.get('client_secret')
  return [
    ...(basic === undefined ? [] : [decodeBasic(basic)]),
    // beside a header, a bare client_id repeats and proves nothing
    ...(id !== null && (secret !== null || basic === undefined) ? [{ id, secret: secret ?? undefined }] : []),
  ]
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
function decodeBasic(base64: string): Credentials {
  const [id = '', secret = ''] = Buffer.from(base64, 'base64').toString().split(':')
  const decode = (half: string) => new URLSearchParams(`half=${half}`).get('half') ?? ''
  return { id: decode(id), secret: decode(secret) }
}

function refuse(error: string, description: string): Response {
  const reply = answer(error === 'invalid_client' ? 401 : 400, { error, error_description: description })
  if (reply.status === 401) reply.headers.set('www-authenticate', 'Basic realm="partner"')
  return reply
}

function answer(status: number, body: Record<string, unknown>): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}
