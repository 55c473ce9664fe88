import type { OptionsOf, Simulator, World } from 'sso-kit/plugin'
import { addressesOf } from '../addresses.ts'
import type { options as schema } from '../options.ts'
import { jsapiScript } from './jsapi.ts'
import { loginPages } from './login.ts'
import { openApi } from './open-api.ts'
import { allScopes, type Scope, type Scopes } from './scopes.ts'
import { openState, type State } from './state.ts'

export type Options = OptionsOf<typeof schema>

/** Feishu as one custom app of one organisation sees it. */
export interface Feishu {
  options: Options
  world: World
  state: State
  /** What the app was granted. */
  scopes: Scopes
  setting: Setting
}

/** What the administrators of the organisation decide. */
export interface Setting {
  /** 通讯录权限范围, by the ids of the made-up departments; each with everything below it. */
  range: 'all' | readonly string[]
  /** Who is suspended, by the ids of the made-up people. */
  frozen: ReadonlySet<string>
  /** Above it: 99991400. */
  callsPerSecond: number
}

export const usualSetting = (): Setting => ({
  range: 'all',
  frozen: new Set(),
  callsPerSecond: Number.POSITIVE_INFINITY,
})

/** What a host of Feishu does with a request for one of its paths. */
export type HostOfFeishu = (path: string, request: Request) => Promise<Response>

/** Two hosts over the same people, and the script of the client. */
export async function simulate(
  options: Options,
  world: World,
  granted: readonly Scope[] = allScopes,
  setting: Setting = usualSetting(),
): Promise<Simulator> {
  const feishu: Feishu = { options, world, state: openState(world), scopes: new Set(granted), setting }
  const { login, api, jsapi } = addressesOf(options)
  const script = new URL(jsapi)
  const library = jsapiScript(feishu)
  const hosts: [base: URL, host: HostOfFeishu][] = [
    [new URL(login), loginPages(feishu)],
    [new URL(api), openApi(feishu)],
  ]
  // an address that lies below another one is the more exact
  hosts.sort(([a], [b]) => b.pathname.length - a.pathname.length)

  return async request => {
    const url = new URL(request.url)
    if (url.origin === script.origin && url.pathname === script.pathname) return library(request)
    for (const [base, host] of hosts) {
      const prefix = base.pathname.replace(/\/$/, '')
      if (url.origin === base.origin && url.pathname.startsWith(`${prefix}/`))
        return host(url.pathname.slice(prefix.length), request)
    }
    return new Response('not an address of Feishu', { status: 404 })
  }
}
