import type { AppConfig } from '../../config/config.ts'
import { aListServer } from './alist/server.ts'
import { relyingParty } from './relying-party.ts'
import type { AppsHost, SimulatedApp } from './simulated.ts'

/**
 * An AList that people sign in to from here, with users of its own; with `adminToken`, whoever may not open it is disabled
 * there. Its sign-in is at the addresses that AList and OpenList have for it.
 */
export function aListApp(config: AppConfig, address: string, secret: string, host: AppsHost): SimulatedApp {
  const { options } = config
  const token = host.random(24).toString('base64url')
  const server = aListServer({ token, random: host.random })
  const party = relyingParty({
    name: config.name,
    address,
    login: '/api/auth/sso',
    callback: '/api/auth/sso_get_token',
    issuer: host.publicUrl,
    clientId: String(options.clientId),
    secret,
    scopes: ['openid', 'profile'],
    random: host.random,
    send: host.send,
    admit({ preferred_username: ssoId }) {
      const own = server.signIn(String(ssoId))
      return () => {
        const { code, message } = server.judge(own)
        return code === 200 ? undefined : message
      }
    },
  })
  const adminToken = options.adminToken === undefined ? {} : { adminToken: { literal: token } }
  return {
    config: { ...config, options: { ...options, ...adminToken, url: address } },
    handle: async request =>
      (await server.handle(request, new URL(request.url).pathname.slice(new URL(address).pathname.length))) ??
      party.handle(request),
  }
}
