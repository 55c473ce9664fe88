import { fields, type Host, requestJson } from 'sso-kit/plugin'
import { refused } from './codes.ts'
import { type App, postJson } from './wire.ts'

export interface TenantToken {
  get(): Promise<string>
  /** The next `get` asks for a new one. */
  forget(): void
}

/**
 * The app's own token (…/access-token/tenant_access_token_internal): asked for again five minutes early, when Feishu
 * gives out a new one and the old one still works; one request at a time.
 */
export function tenantTokenOf(host: Host, app: App, api: string): TenantToken {
  const early = 300_000
  let asked: Promise<{ value: string; until: number }> | undefined

  const ask = async () => {
    const call = { source: host.source, step: 'profile' as const }
    const path = '/open-apis/auth/v3/tenant_access_token/internal'
    const credentials = { app_id: app.clientId, app_secret: app.clientSecret.reveal() }
    const { body } = await requestJson(host.fetch, call, api + path, postJson(credentials))
    const reply = fields(body, call)
    const code = reply.numberOrText('code')
    if (code !== '0') throw refused(call, path, code, body)
    const lifeMs = (reply.number('expire') ?? 0) * 1000
    return { value: reply.token('tenant_access_token'), until: host.now() + lifeMs - early }
  }

  return {
    async get() {
      const before = asked
      const held = await before?.catch(() => undefined)
      if (held && held.until > host.now()) return held.value
      // somebody may have been quicker
      if (asked === before || asked === undefined) asked = ask()
      return (await asked).value
    },
    forget() {
      asked = undefined
    },
  }
}
