import { definePlugin, type Host, isToken, SsoError } from 'sso-kit/plugin'
import { weLink } from './api.ts'
import { callsOf } from './calls.ts'
import { check } from './check.ts'
import { meaning } from './codes.ts'
import { consoleSteps } from './console.ts'
import { directoryOf } from './directory.ts'
import { fields } from './directory-options.ts'
import { receiverOf } from './events.ts'
import { identityOf } from './identity.ts'
import { inAppPage, userAgent } from './in-app.ts'
import { options } from './options.ts'
import { apiOfAnotherCloud, tenantIdCase } from './rules.ts'

export default definePlugin({
  summary: 'Huawei Cloud WeLink: the people of one tenant',
  options,
  allow: {
    departments:
      'Codes, names or paths of departments; people of one of them, or of a department below it, may sign in. Names, and what lies below, need the permission to read departments.',
  },
  // no quota is published; integrators go by few calls at once
  directory: { fields, pace: { perSecond: 5, atOnce: 3 } },
  // the key follows from the client secret
  events: { properties: {} },
  inApp: true,
  rules: [tenantIdCase, apiOfAnotherCloud],
  console: consoleSteps,
  redirectMatch: 'plain',
  starter: {
    id: 'welink',
    name: { zh: 'WeLink', en: 'WeLink' },
    keys: {
      clientId: '00000000000000000000000',
      clientSecret: { env: 'WELINK_CLIENT_SECRET' },
      tenantId: '00000000000000000000000000000000',
    },
    zh: {
      clientId: '轻应用的 client_id',
      clientSecret: '轻应用的 client_secret',
      tenantId: '租户的标识',
    },
  },

  open(options, host) {
    const { clientId, tenantId, passClientId, endpoints } = options
    const calls = callsOf(host, options)
    const api = weLink(host, calls, options)
    const identity = identityOf(host, tenantId, api)
    return {
      directory: {
        ...directoryOf(host, calls, options),
        ...(options.events && { receive: receiverOf(host, options) }),
      },

      check: () => check(options, host),
      redirect: {
        // No PKCE and no nonce: WeLink has neither. The state, and a code that works once, stand in for them.
        start(tx) {
          const url = new URL(`${endpoints.login.replace(/\/$/, '')}/sso/oauth2/authorize`)
          url.search = new URLSearchParams({
            client_id: clientId,
            response_type: 'code',
            redirect_uri: tx.redirectUri,
            scope: 'backendlogin',
            state: tx.state,
          }).toString()
          return { url }
        },

        async finish(callback, tx) {
          const code = returnedCode(new URL(callback.url).searchParams, host)
          return identity(await api.memberOfToken(await api.userToken(code, tx)))
        },
      },

      inApp: {
        userAgent,
        page: () => inAppPage(endpoints.jsapi, passClientId ? clientId : undefined),
        exchange: async code => identity(await api.memberOfCode(wellFormed(code, host))),
      },
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})

/** WeLink reports what went wrong in `code` too: a number of its tables, with a `message`. */
function returnedCode(returned: URLSearchParams, host: Host): string {
  const code = returned.get('code') ?? ''
  if (!/^(?:600|415)\d\d$/.test(code)) return wellFormed(code, host)
  throw new SsoError('source_refused', {
    source: host.source,
    step: 'return',
    vendorCode: code,
    cause: `sso/oauth2/authorize: ${meaning(code)}`,
  })
}

/** 2,000 characters are the most that WeLink takes (60002). */
function wellFormed(code: string, host: Host): string {
  if (isToken(code) && code.length <= 2000) return code
  throw new SsoError('request_invalid', {
    source: host.source,
    step: 'return',
    cause: 'no code, or none of WeLink',
  })
}
