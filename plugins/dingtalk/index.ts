import { definePlugin, type Host, isToken, type Secret, SsoError } from 'sso-kit/plugin'
import { dingTalk } from './api.ts'
import { callsOf } from './calls.ts'
import { check } from './check.ts'
import { checkStream } from './check-stream.ts'
import { clientIdForm, idsSwapped } from './client-id-rule.ts'
import { consoleSteps } from './console.ts'
import { directoryOf } from './directory.ts'
import { departmentIds, events, fields } from './directory-options.ts'
import { eventKeys } from './event-rules.ts'
import { keysOf, receiverOf } from './events.ts'
import { identityOf } from './identity.ts'
import { inAppPage, userAgent } from './in-app.ts'
import { options } from './options.ts'
import { streamOf } from './stream.ts'

export default definePlugin({
  summary: 'DingTalk (钉钉): the people of one organisation',
  options,
  allow: {
    departments:
      'Ids, names or paths (/示例科技/研发部, from the organisation down) of departments; people of one of them, or of a department below it, may sign in. Needs the permission qyapi_get_department_list.',
  },
  public: options => options.membership === 'any',
  // 20 calls a second and API are allowed; more than three at once were seen to be refused
  directory: { fields, scope: departmentIds, pace: { perSecond: 18, atOnce: 3 } },
  events,
  rules: [clientIdForm, idsSwapped, eventKeys],
  subjectForm: { pattern: /^[^@\s]+$/, words: 'the unionId of the person, not an address' },
  inApp: true,
  console: consoleSteps,
  redirectMatch: 'path',
  starter: {
    id: 'dingtalk',
    name: { zh: '钉钉', en: 'DingTalk' },
    keys: {
      corpId: 'ding0000000000000000',
      clientId: 'ding0000000000000000',
      clientSecret: { env: 'DINGTALK_CLIENT_SECRET' },
    },
    zh: {
      corpId: 'CorpId，企业的标识',
      clientId: 'Client ID（AppKey）',
      clientSecret: 'Client Secret（AppSecret）',
    },
  },

  open(options, host) {
    const calls = callsOf(host, options)
    const api = dingTalk(host, calls, options)
    const identity = identityOf(host, options, api)
    const pushed = typeof options.events === 'object' ? options.events : undefined
    const isStream = pushed?.mode === 'stream'
    return {
      directory: {
        ...directoryOf(host, calls, options),
        ...(pushed && !isStream && { receive: receiverOf(host, keysOf(opened(pushed)), options) }),
        ...(isStream && { hold: streamOf(host, options) }),
      },

      async *check(signal) {
        yield* check(
          calls,
          { departments: options.allow?.departments !== undefined, lists: options.follows === true },
          { source: host.source, step: 'profile' },
        )
        if (isStream) yield await checkStream(host, options, signal)
      },

      redirect: {
        // Only the documented parameters: DingTalk is no OpenID server, and is said to refuse a nonce.
        start(tx) {
          const url = new URL(`${options.endpoints.login}/oauth2/auth`)
          url.search = new URLSearchParams({
            redirect_uri: tx.redirectUri,
            response_type: 'code',
            client_id: options.clientId,
            scope: 'openid',
            state: tx.state,
            prompt: 'consent',
            // straight to the organisation's own login page, and only accounts that it gave out
            ...(options.edition === 'dedicated' && {
              exclusiveLogin: 'true',
              exclusiveCorpId: options.corpId,
            }),
          }).toString()
          return { url }
        },

        async finish(callback) {
          const returned = new URL(callback.url).searchParams
          const code = wellFormed(returned.get('authCode') ?? returned.get('code') ?? '', host)
          return identity(await api.profile(await api.userToken(code)))
        },
      },

      inApp: {
        userAgent,
        page: () => inAppPage(options),
        async exchange(code) {
          const { name: nick, ...member } = await api.memberOfCode(wellFormed(code, host))
          return identity({ ...member, nick })
        },
      },
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})

const opened = ({ aesKey = '', token = '' }: Readonly<Record<string, Secret | string>>) => ({
  aesKey: revealed(aesKey),
  token: revealed(token),
})
const revealed = (value: Secret | string) => (typeof value === 'string' ? value : value.reveal())

function wellFormed(code: string, { source }: Host): string {
  if (isToken(code)) return code
  throw new SsoError('request_invalid', { source, step: 'return', cause: 'no code, or none of DingTalk' })
}
