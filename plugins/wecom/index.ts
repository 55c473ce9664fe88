import { definePlugin, type Host, isToken, SsoError } from 'sso-kit/plugin'
import { weCom } from './api.ts'
import { check } from './check.ts'
import { consoleSteps } from './console.ts'
import { directoryOf } from './directory.ts'
import { departmentIds, fields } from './directory-options.ts'
import { identityOf } from './identity.ts'
import { userAgent } from './in-app.ts'
import { options } from './options.ts'
import { pages } from './pages.ts'
import { apiOfAnotherServer, corpIdForm } from './rules.ts'

export default definePlugin({
  summary: 'WeCom (企业微信, once WeWork): the people of one organisation',
  options,
  allow: {
    departments:
      'Ids, names or paths (/示例科技/研发部, from the organisation down) of departments; people of one of them, or of a department below it, may sign in. Only those in the range of the app (可见范围) are known.',
  },
  // more than a few at once are refused (45033)
  directory: { fields, scope: departmentIds, pace: { perSecond: 10, atOnce: 3 } },
  inApp: true,
  rules: [apiOfAnotherServer, corpIdForm],
  console: consoleSteps,
  redirectMatch: 'host',
  starter: {
    id: 'wecom',
    name: { zh: '企业微信', en: 'WeCom' },
    keys: {
      corpId: 'ww0000000000000000',
      agentId: 1000002,
      clientSecret: { env: 'WECOM_CLIENT_SECRET' },
    },
    zh: {
      corpId: '企业 ID',
      agentId: '应用的 AgentId',
      clientSecret: '应用的 Secret',
    },
  },

  open(given, host) {
    const bare = (address: string) => address.replace(/\/$/, '')
    const { login, connect, api } = given.endpoints
    const options = { ...given, endpoints: { login: bare(login), connect: bare(connect), api: bare(api) } }
    const calls = weCom(host, options)
    const identity = identityOf(host, options.corpId, calls)
    return {
      directory: directoryOf(host, calls, options),

      check: () => check(options, host),
      redirect: {
        // No PKCE and no nonce: WeCom has neither. The state, and a code that works once, stand in for them.
        start: tx => ({ url: pages.login(options, tx) }),
        async finish(callback) {
          return identity(wellFormed(new URL(callback.url).searchParams.get('code') ?? '', host))
        },
      },
      // the client gives a code by no script
      inApp: { userAgent, start: tx => ({ url: pages.connect(options, tx) }) },
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})

/** 512 bytes are the most that WeCom gives (path/91022). */
function wellFormed(code: string, { source }: Host): string {
  if (isToken(code) && code.length <= 512) return code
  throw new SsoError('request_invalid', { source, step: 'return', cause: 'no code, or none of WeCom' })
}
