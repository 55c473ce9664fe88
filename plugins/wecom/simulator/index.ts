import type { OptionsOf, Simulator, World } from 'sso-kit/plugin'
import type { options as schema } from '../options.ts'
import { api } from './api.ts'
import { pages } from './pages.ts'
import { openState, type State } from './state.ts'

export type Options = OptionsOf<typeof schema>

/** What the administrators of the organisation decide, and how old the app is. A test may change it at any time. */
export interface Setting {
  /** An app from before 20 June 2022: `user/get` and `user/list` tell it e-mail and phone. */
  hasPersonalData?: boolean
  /** 可见范围: department ids, each with everything below it. Default: the whole organisation. */
  range?: readonly string[]
  /** Who is disabled, by the ids of the made-up people. */
  disabled?: ReadonlySet<string>
  /** Above it: 45009. */
  callsPerMinute?: number
}

/** WeCom as one app of one organisation sees it. */
export interface WeCom {
  options: Options
  world: World
  state: State
  setting: Setting
}

/** What a host of WeCom does with a request for one of its paths. */
export type HostOfWeCom = (path: string, request: Request) => Promise<Response>

/** Three hosts over the same people. */
export async function simulate(options: Options, world: World, setting: Setting = {}): Promise<Simulator> {
  const wecom: WeCom = { options, world, state: openState(world), setting }
  const { login, connect } = pages(wecom)
  const hosts: [base: URL, host: HostOfWeCom][] = [
    [new URL(options.endpoints.login), login],
    [new URL(options.endpoints.connect), connect],
    [new URL(options.endpoints.api), api(wecom)],
  ]
  // an address that lies below another one is the more exact
  hosts.sort(([a], [b]) => b.pathname.length - a.pathname.length)

  return async request => {
    const url = new URL(request.url)
    for (const [base, host] of hosts) {
      const prefix = base.pathname.replace(/\/$/, '')
      if (url.origin === base.origin && url.pathname.startsWith(`${prefix}/`))
        return host(url.pathname.slice(prefix.length), request)
    }
    return new Response('not an address of WeCom', { status: 404 })
  }
}
