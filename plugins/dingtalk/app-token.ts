import { fields, type Host, type KeptToken, keptToken, requestJson, SsoError } from 'sso-kit/plugin'
import { type App, postJson } from './wire.ts'

/**
 * The app's own token: 7,200 s, one for all calls, asked for again ten minutes early, one request at a time
 * (…/obtain-the-access-token-of-an-internal-app; asking on every call can get the app blocked).
 */
export function appTokenOf(host: Host, app: App): KeptToken {
  return keptToken({ now: host.now, earlyS: 600 }, async () => {
    const call = { source: host.source, step: 'profile' as const }
    const body = { appKey: app.clientId, appSecret: app.clientSecret.reveal() }
    const url = `${app.endpoints.api}/v1.0/oauth2/accessToken`
    const reply = fields((await requestJson(host.fetch, call, url, postJson(body))).body, call)
    const code = reply.optional('code')
    if (code !== undefined)
      throw new SsoError('source_refused', { ...call, vendorCode: code, cause: 'accessToken' })
    return { value: reply.token('accessToken'), expiresInS: reply.number('expireIn') ?? 0 }
  })
}
