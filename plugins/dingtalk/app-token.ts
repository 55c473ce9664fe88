import { fields, type Host, requestJson, SsoError } from 'sso-kit/plugin'
import { type App, postJson } from './wire.ts'

export interface AppToken {
  get(): Promise<string>
  /** The next `get` asks for a new one. */
  forget(): void
}

/**
 * The app's own token: 7,200 s, one for all calls, asked for again ten minutes early, one request at a time
 * (…/obtain-the-access-token-of-an-internal-app; asking on every call can get the app blocked).
 */
export function appTokenOf(host: Host, app: App): AppToken {
  const early = 600_000
  let asked: Promise<{ value: string; until: number }> | undefined

  const ask = async () => {
    const call = { source: host.source, step: 'profile' as const }
    const body = { appKey: app.clientId, appSecret: app.clientSecret.reveal() }
    const url = `${app.endpoints.api}/v1.0/oauth2/accessToken`
    const reply = fields((await requestJson(host.fetch, call, url, postJson(body))).body, call)
    const code = reply.optional('code')
    if (code !== undefined)
      throw new SsoError('source_refused', { ...call, vendorCode: code, cause: 'accessToken' })
    return {
      value: reply.token('accessToken'),
      until: host.now() + (reply.number('expireIn') ?? 0) * 1000 - early,
    }
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
