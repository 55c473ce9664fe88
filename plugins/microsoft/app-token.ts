import { fields, type Host, type KeptToken, keptToken, requestJson, SsoError } from 'sso-kit/plugin'
import type { Authority, Options } from './authority.ts'

/**
 * The app's own token in its tenant (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow):
 * asked for again five minutes early, one request at a time.
 */
export function appTokenOf(
  host: Host,
  options: Options,
  { metadata }: Pick<Authority, 'metadata'>,
): KeptToken {
  return keptToken({ now: host.now, earlyS: 300 }, async () => {
    const call = { source: host.source, step: 'profile' as const }
    const { token_endpoint } = await metadata('profile')
    const { status, body } = await requestJson(host.fetch, call, token_endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: options.clientId,
        client_secret: options.clientSecret.reveal(),
        // the permissions that an administrator agreed to, whichever they are
        scope: `${options.endpoints.graph}/.default`,
      }).toString(),
    })
    const reply = fields(body, call)
    if (status !== 200) {
      const vendorCode = reply.optional('error') ?? String(status)
      throw new SsoError('source_refused', {
        ...call,
        vendorCode: `${vendorCode} ${errorCodeIn(body)}`.trim(),
        cause: 'client_credentials',
        ...(status >= 500 && { retryAfterS: 5 }),
      })
    }
    return { value: reply.token('access_token'), expiresInS: reply.number('expires_in') ?? 0 }
  })
}

/** `AADSTS7000215`: the number alone, of all that the answer says. */
function errorCodeIn(body: unknown): string {
  const [code]: unknown[] = Array.isArray(Object(body).error_codes) ? Object(body).error_codes : []
  return typeof code === 'number' ? `AADSTS${code}` : ''
}
