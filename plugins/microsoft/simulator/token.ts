import { createHash } from 'node:crypto'
import { claimsOf } from './claims.ts'
import { type Problem, refusal } from './errors.ts'
import type { Microsoft } from './index.ts'
import type { Endpoint } from './login.ts'
import { type Account, accountFor, findPerson } from './people.ts'
import { audienceProblem } from './registration.ts'
import { parseScopes } from './scopes.ts'
import { admits, isGuid, issuerOf, personalTenant } from './tenants.ts'
import type { Consent } from './tickets.ts'

type Answer = Record<string, unknown> | Problem
type Grants = Readonly<Record<string, (segment: string, form: URLSearchParams) => Answer | Promise<Answer>>>

/** `/oauth2/v2.0/token`. */
export function tokenRequest({
  options,
  login,
  graph,
  world,
  company,
  keys,
  codes,
  accessTokens,
}: Microsoft): Endpoint {
  const grants: Grants = {
    /** §5.9: a code for an access token to Graph and an ID token. */
    async authorization_code(segment, form) {
      const consent = codes.redeem(form.get('code') ?? '')
      if (consent === undefined) return 'codeUnknown'
      if (consent === 'used') return 'codeUsed'
      if (consent === 'expired') return 'codeExpired'
      if (!admits(segment, consent.tid)) return 'otherTenant'
      if (form.get('redirect_uri') !== consent.redirectUri) return 'replyAddress'
      if (!isVerifierOf(consent, form.get('code_verifier'))) return 'verifier'
      const { person: id, tid, scopes } = consent
      const person = findPerson(world, id)
      const account = person && accountFor(person, tid, company, world)
      if (!account) return 'noAccount'
      return {
        ...bearer(accessTokens.issue({ kind: 'delegated', person: id, tid, scopes })),
        scope: scopes.filter(scope => scope !== 'offline_access').join(' '),
        ...(scopes.includes('openid') && { id_token: await idToken(account, consent) }),
        ...(form.get('client_info') === '1' && { client_info: clientInfo(account) }),
      }
    },
    /** §6: the app by itself, in one tenant, with whatever an administrator there agreed to. */
    client_credentials(segment, form) {
      if (!isGuid(segment)) return 'noTenant'
      const tid = segment.toLowerCase()
      if (tid === personalTenant) return 'notForTenant'
      if (parseScopes(form.get('scope') ?? '', graph)?.join() !== '.default') return 'noDefault'
      return bearer(accessTokens.issue({ kind: 'application', tid }))
    },
  }

  function idToken(account: Account, { scopes, nonce }: Consent): Promise<string> {
    const iat = Math.floor(world.now() / 1000)
    return keys.sign(account.tid, {
      ver: '2.0',
      iss: issuerOf(login, account.tid),
      aud: options.clientId,
      iat,
      nbf: iat,
      exp: iat + 3600,
      ...(nonce !== null && { nonce }),
      ...claimsOf(account, scopes, options),
    })
  }

  return async (segment, request) => {
    const form = new URLSearchParams(await request.text())
    const { id, secret } = credentials(request, form)
    const grant = Object.entries(grants).find(([name]) => name === form.get('grant_type'))?.[1]
    const problem: Problem | undefined =
      id !== options.clientId ? 'appUnknown' : audienceProblem(options.tenant, segment)
    if (problem) return refusal(problem, login, world)
    if (secret !== options.clientSecret.reveal()) return refusal('secret', login, world)
    const answer = grant ? await grant(segment, form) : 'grantType'
    if (typeof answer === 'string') return refusal(answer, login, world)
    return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
  }
}

const bearer = (token: string) => ({
  token_type: 'Bearer',
  expires_in: 3599,
  ext_expires_in: 3599,
  access_token: token,
})

/** Who the person is at home, for MSAL to file tokens under (§5.9: `homeAccountId`). */
function clientInfo({ tid, oid, home = { tid, oid } }: Account): string {
  return Buffer.from(JSON.stringify({ uid: home.oid, utid: home.tid })).toString('base64url')
}

/** RFC 7636 §4.6; nothing to prove where no challenge was sent, and then nothing to bring either. */
function isVerifierOf({ challenge }: Consent, verifier: string | null): boolean {
  if (challenge === null || verifier === null) return challenge === null && verifier === null
  const proof =
    challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
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
