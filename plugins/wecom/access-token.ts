import { fields, type Host, requestJson } from 'sso-kit/plugin'
import type { App } from './api.ts'
import { refusalIn } from './codes.ts'

export interface AccessToken {
  get(): Promise<string>
  /** The next `get` asks for a new one. */
  forget(): void
}

/**
 * The app's own token (path/91039), one request at a time; asking often is punished. It is used to its very end, since
 * before that asking may give the same one again, and who comes a moment too late asks once more anyway.
 */
export function accessTokenOf(host: Host, app: App): AccessToken {
  let asked: Promise<{ value: string; until: number }> | undefined

  const ask = async () => {
    const call = { source: host.source, step: 'exchange' as const }
    const path = '/cgi-bin/gettoken'
    const query = new URLSearchParams({ corpid: app.corpId, corpsecret: app.clientSecret.reveal() })
    const { body } = await requestJson(host.fetch, call, `${app.endpoints.api}${path}?${query}`)
    const reply = fields(body, call)
    const refusal = refusalIn(reply, call, path)
    if (refusal) throw refusal
    const lifeMs = (reply.number('expires_in') ?? 0) * 1000
    return { value: reply.token('access_token'), until: host.now() + lifeMs }
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
