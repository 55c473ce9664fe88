import { definePlugin, type Host, isToken, SsoError } from 'sso-kit/plugin'
import { addressesOf } from './addresses.ts'
import { feishu } from './api.ts'
import { check } from './check.ts'
import { consoleSteps } from './console.ts'
import { directoryOf } from './directory.ts'
import { departmentIds, fields } from './directory-options.ts'
import { identityOf } from './identity.ts'
import { inAppPage, userAgent } from './in-app.ts'
import { options } from './options.ts'
import { apiOfAnotherCloud, departmentPath } from './rules.ts'

export default definePlugin({
  summary: 'Feishu (飞书) or Lark: the people of one organisation',
  options,
  allow: {
    departments:
      'Names, od-… ids or paths (/研发部/平台组) of departments; people of one of them, or of a department below it, may sign in. Needs the permissions to read the directory.',
  },
  // 1,000 calls a minute and 50 a second, of each API
  directory: { fields, scope: departmentIds, pace: { perSecond: 10, atOnce: 3 } },
  inApp: true,
  rules: [apiOfAnotherCloud, departmentPath],
  console: consoleSteps,
  starter: {
    id: 'feishu',
    name: { zh: '飞书', en: 'Feishu' },
    keys: {
      clientId: 'cli_0000000000000000',
      clientSecret: { env: 'FEISHU_CLIENT_SECRET' },
      tenantKey: '0000000000000000',
    },
    zh: {
      clientId: 'App ID',
      clientSecret: 'App Secret',
      tenantKey: 'tenant_key，企业的标识',
    },
  },

  open(options, host) {
    const addresses = addressesOf(options)
    const api = feishu(host, options, addresses)
    const identity = identityOf(host, options, api)
    return {
      directory: directoryOf(host, api, options),

      check: () => check(options, host, addresses.api),
      redirect: {
        // No scope: who somebody is needs none, and one that the app lacks would stop people at the page (20027).
        start(tx) {
          const url = new URL(`${addresses.login}/open-apis/authen/v1/authorize`)
          url.search = new URLSearchParams({
            client_id: options.clientId,
            response_type: 'code',
            redirect_uri: tx.redirectUri,
            state: tx.state,
            code_challenge: tx.codeChallenge,
            code_challenge_method: 'S256',
          }).toString()
          return { url }
        },

        async finish(callback, tx) {
          const code = wellFormed(new URL(callback.url).searchParams.get('code') ?? '', host)
          return identity(await api.profile(await api.userToken(code, tx)))
        },
      },

      inApp: {
        userAgent,
        page: () => inAppPage(addresses.jsapi, options.clientId),
        exchange: async code => identity(await api.profile(await api.userToken(wellFormed(code, host)))),
      },
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})

function wellFormed(code: string, { source }: Host): string {
  if (isToken(code)) return code
  throw new SsoError('request_invalid', { source, step: 'return', cause: 'no code, or none of Feishu' })
}
