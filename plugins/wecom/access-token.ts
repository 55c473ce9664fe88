import { fields, type Host, type KeptToken, keptToken, requestJson } from 'sso-kit/plugin'
import type { App } from './api.ts'
import { refusalIn } from './codes.ts'

/**
 * The app's own token (path/91039), one request at a time; asking often is punished. It is used to its very end, since
 * before that asking may give the same one again, and who comes a moment too late asks once more anyway.
 */
export function accessTokenOf(host: Host, app: App): KeptToken {
  return keptToken({ now: host.now, earlyS: 0 }, async () => {
    const call = { source: host.source, step: 'exchange' as const }
    const path = '/cgi-bin/gettoken'
    const query = new URLSearchParams({ corpid: app.corpId, corpsecret: app.clientSecret.reveal() })
    const { body } = await requestJson(host.fetch, call, `${app.endpoints.api}${path}?${query}`)
    const reply = fields(body, call)
    const refusal = refusalIn(reply, call, path)
    if (refusal) throw refusal
    return { value: reply.token('access_token'), expiresInS: reply.number('expires_in') ?? 0 }
  })
}
