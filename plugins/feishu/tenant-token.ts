import { fields, type Host, type KeptToken, keptToken, requestJson } from 'sso-kit/plugin'
import { refused } from './codes.ts'
import { type App, postJson } from './wire.ts'

/**
 * The app's own token (…/access-token/tenant_access_token_internal): asked for again five minutes early, when Feishu
 * gives out a new one and the old one still works; one request at a time.
 */
export function tenantTokenOf(host: Host, app: App, api: string): KeptToken {
  return keptToken({ now: host.now, earlyS: 300 }, async () => {
    const call = { source: host.source, step: 'profile' as const }
    const path = '/open-apis/auth/v3/tenant_access_token/internal'
    const credentials = { app_id: app.clientId, app_secret: app.clientSecret.reveal() }
    const { body } = await requestJson(host.fetch, call, api + path, postJson(credentials))
    const reply = fields(body, call)
    const code = reply.numberOrText('code')
    if (code !== '0') throw refused(call, path, code, body)
    return { value: reply.token('tenant_access_token'), expiresInS: reply.number('expire') ?? 0 }
  })
}
