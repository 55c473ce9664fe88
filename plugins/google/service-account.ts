import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { fields, type Host, type KeptToken, keptToken, requestJson, SsoError } from 'sso-kit/plugin'

/** What the service account may do in place of the administrator; a domain-wide delegation names the same. */
export const scope = 'https://www.googleapis.com/auth/admin.directory.user.readonly'
/** Whatever way leads there: the assertion names Google's own address. */
const audience = 'https://oauth2.googleapis.com/token'
const lifeS = 3600

interface Account {
  email: string
  keyId: string
  key: KeyObject
}

interface Given {
  serviceAccountKey?: { reveal(): string }
  directoryAdmin?: string
  endpoints: { token: string }
}

/**
 * A token of the service account in the name of an administrator
 * (developers.google.com/identity/protocols/oauth2/service-account#httprest): asked for again five minutes early, one
 * request at a time.
 */
export function accessTokenOf(host: Host, given: Given): KeptToken {
  const call = { source: host.source, step: 'profile' as const }

  return keptToken({ now: host.now, earlyS: 300 }, async () => {
    const { serviceAccountKey, directoryAdmin } = given
    if (serviceAccountKey === undefined || directoryAdmin === undefined)
      throw new SsoError('source_refused', {
        ...call,
        cause: 'serviceAccountKey and directoryAdmin are needed',
      })
    const account = accountIn(serviceAccountKey.reveal())
    if (!account)
      throw new SsoError('source_refused', {
        ...call,
        cause: 'serviceAccountKey is not the JSON key of a service account',
      })
    const { status, body } = await requestJson(host.fetch, call, `${given.endpoints.token}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: assertionOf(account, directoryAdmin, host.now()),
      }).toString(),
    })
    const reply = fields(body, call)
    if (status !== 200) {
      const code = reply.optional('error') ?? ''
      throw new SsoError('source_refused', {
        ...call,
        vendorCode: `${status} ${code}`.trim(),
        cause: `/token: ${advice.get(code) ?? 'the service account got no token'}`,
        ...((status === 429 || status >= 500) && { retryAfterS: 5 }),
      })
    }
    return { value: reply.token('access_token'), expiresInS: reply.number('expires_in') ?? 0 }
  })
}

const advice = new Map([
  ['unauthorized_client', `the domain-wide delegation of the service account lacks ${scope}`],
  [
    'invalid_grant',
    'directoryAdmin is nobody there, the key is no longer good, or the clock of this server is wrong',
  ],
])

/** The key as the console hands it out; nothing of it may stand in an error. */
function accountIn(text: string): Account | undefined {
  try {
    const { client_email, private_key, private_key_id } = Object(JSON.parse(text)) as Record<string, unknown>
    const key = createPrivateKey(String(private_key))
    if (typeof client_email !== 'string' || key.asymmetricKeyType !== 'rsa') return undefined
    return { email: client_email, keyId: typeof private_key_id === 'string' ? private_key_id : '', key }
  } catch {
    return undefined
  }
}

/** RFC 7523. */
function assertionOf({ email, keyId, key }: Account, admin: string, now: number): string {
  const iat = Math.floor(now / 1000)
  const header = { alg: 'RS256', typ: 'JWT', ...(keyId !== '' && { kid: keyId }) }
  const claims = { iss: email, sub: admin, scope, aud: audience, iat, exp: iat + lifeS }
  const content = [header, claims]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`
}
