import { definePlugin, type Identity, SsoError } from 'sso-kit/plugin'
import { dingTalk } from './api.ts'
import { consoleSteps } from './console.ts'
import { events, fields } from './directory-options.ts'
import { options } from './options.ts'

export default definePlugin({
  summary: 'DingTalk (钉钉): the people of one organisation',
  options,
  public: options => options.membership === 'any',
  directory: { fields },
  events,
  console: consoleSteps,
  starter: {
    id: 'dingtalk',
    name: { zh: '钉钉', en: 'DingTalk' },
    keys: {
      corpId: 'ding0000000000000000',
      clientId: 'ding0000000000000000',
      clientSecret: { env: 'DINGTALK_CLIENT_SECRET' },
    },
  },

  open(options, host) {
    const api = dingTalk(host, options)
    return {
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
          }).toString()
          return { url }
        },

        async finish(callback): Promise<Identity> {
          const returned = new URL(callback.url).searchParams
          const code = returned.get('authCode') ?? returned.get('code')
          if (!code)
            throw new SsoError('request_invalid', { step: 'return', cause: 'neither authCode nor code' })
          const profile = await api.profile(await api.userToken(code))
          // The page lets in any DingTalk account: who belongs to the organisation, only its directory knows.
          const userId = await api.userIdOf(profile.unionId)
          if (userId === null && options.membership === 'required') {
            const who = `${profile.nick ?? 'unnamed'} (${profile.unionId})`
            throw new SsoError('not_member', { source: host.source, step: 'profile', who })
          }
          const employee = userId === null ? undefined : await api.employee(userId)
          if (employee?.unionId !== undefined && employee.unionId !== profile.unionId) {
            throw new SsoError('identity_conflict', {
              source: host.source,
              step: 'profile',
              cause: 'userid has another unionId',
            })
          }
          return {
            issuer: `dingtalk:${options.corpId}`,
            subject: profile.unionId,
            directoryId: userId ?? undefined,
            // the name the organisation wrote down before the nickname that people choose for themselves
            username: employee?.name ?? profile.nick,
            displayName: employee?.name ?? profile.nick,
            // the organisation's own mailbox; the one of `users/me` may be anybody's and is never proved
            email: employee?.email,
            phone: profile.mobile,
            claims: { corpId: options.corpId, userId },
          }
        },
      },
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})
