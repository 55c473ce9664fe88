import type { Secret, World } from 'sso-kit/plugin'
import { serverApi } from './api.ts'
import { jsapiScript } from './jsapi.ts'
import { loginPages } from './login.ts'
import { type Setting, usualSetting } from './setting.ts'
import { openState } from './state.ts'

export interface Options {
  clientId: string
  clientSecret: Secret
  tenantId: string
  endpoints: { login: string; api: string; jsapi: string }
}

/** What a host of WeLink does with a request for one of its paths. */
export type HostOfWeLink = (path: string, request: Request) => Promise<Response>

/**
 * WeLink as seen by one self-built light app of one tenant. `login` is a host, `api` goes as far as `/api`, `jsapi` is the script itself.
 * A test may keep the setting and change it between two requests.
 */
export async function simulate(
  options: Options,
  world: World,
  setting: Setting = usualSetting(),
): Promise<(request: Request) => Promise<Response>> {
  const state = openState(world, setting)
  const script = new URL(options.endpoints.jsapi)
  const library = jsapiScript(world, state)
  const hosts: [base: URL, host: HostOfWeLink][] = [
    [new URL(options.endpoints.login), loginPages(options, world, state, setting)],
    [new URL(options.endpoints.api), serverApi(options, world, state, setting)],
  ]
  // an address that lies below another one is the more exact
  hosts.sort(([a], [b]) => b.pathname.length - a.pathname.length)

  return async request => {
    const url = new URL(request.url)
    if (url.origin === script.origin && url.pathname === script.pathname) return library(request)
    for (const [base, host] of hosts) {
      const prefix = base.pathname.replace(/\/$/, '')
      if (url.origin === base.origin && url.pathname.startsWith(`${prefix}/`)) {
        return host(url.pathname.slice(prefix.length), request)
      }
    }
    return new Response('not an address of WeLink', { status: 404 })
  }
}
