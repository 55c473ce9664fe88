import type { OptionsOf, World } from 'sso-kit/plugin'
import type { options as schema } from '../options.ts'
import { newApi } from './api.ts'
import { jsapiScript } from './jsapi.ts'
import { loginPages } from './login.ts'
import { oldApi } from './oapi.ts'
import { openState } from './state.ts'

export type Options = OptionsOf<typeof schema>

/** What a host of DingTalk does with a request for one of its paths. */
export type HostOfDingTalk = (path: string, request: Request) => Promise<Response>

/** DingTalk as seen by one internal app of one organisation: three hosts over the same people, and the script of its client. */
export function simulate(options: Options, world: World): (request: Request) => Promise<Response> {
  const state = openState(world)
  const { login, api, oapi, jsapi } = options.endpoints
  const script = new URL(jsapi)
  const library = jsapiScript(options, world, state)
  const hosts: [base: URL, host: HostOfDingTalk][] = [
    [new URL(login), loginPages(options, world, state)],
    [new URL(api), newApi(options, world, state)],
    [new URL(oapi), oldApi(options, world, state)],
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
    return new Response('not an address of DingTalk', { status: 404 })
  }
}
