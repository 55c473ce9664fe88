import type { Common, OptionsOf, Simulator, World } from 'sso-kit/plugin'
import type { options as schema } from '../options.ts'
import { newApi } from './api.ts'
import { callbackMethods } from './callback-methods.ts'
import { consolePages } from './console.ts'
import { departmentMethods } from './department-methods.ts'
import { jsapiScript } from './jsapi.ts'
import { listMethods } from './list-methods.ts'
import { loginPages } from './login.ts'
import { oldApi } from './oapi.ts'
import { type Announcing, Subscriptions } from './pusher.ts'
import { openState } from './state.ts'
import { Streams } from './streams.ts'
import type { Switches } from './switches.ts'
import { userMethods } from './user-methods.ts'

export type Options = OptionsOf<typeof schema> & Pick<Common, 'events'>

/** What a host of DingTalk does with a request for one of its paths. */
export type HostOfDingTalk = (path: string, request: Request) => Promise<Response>

export interface DingTalk extends Simulator {
  readonly console: string
  readonly pusher: Announcing
  /** HTTP push, and what is registered for it by its API. */
  readonly subscriptions: Subscriptions
  /** Stream mode. */
  readonly streams: Streams
  readonly socket: NonNullable<Simulator['socket']>
  readonly switches: Switches
}

/** DingTalk as seen by one internal app of one organisation: three hosts over the same people, and the script of its client. */
export function simulate(options: Options, world: World): DingTalk {
  const state = openState(world)
  const keys = keysIn(options)
  const subscriptions = new Subscriptions(options, keys, world, state)
  const streams = new Streams(options, world, state)
  // an app gets its events in one way or the other (§6.8)
  const pusher = keys.mode === 'stream' ? streams : subscriptions
  const { login, api, oapi, jsapi } = options.endpoints
  const script = new URL(jsapi)
  const library = jsapiScript(options, world, state)
  const rows = [
    ...userMethods(options, world, state),
    ...departmentMethods(world, state),
    ...listMethods(options, world, state),
    ...callbackMethods(options, subscriptions),
  ]
  const console = `${login.replace(/\/$/, '')}/console/contacts`
  const hosts: [base: URL, host: HostOfDingTalk][] = [
    [new URL(console), consolePages(world, state, pusher)],
    [new URL(login), loginPages(options, world, state)],
    [new URL(api), newApi(options, world, state, streams)],
    [new URL(oapi), oldApi(options, world, state, rows)],
  ]
  // an address that lies below another one is the more exact
  hosts.sort(([a], [b]) => b.pathname.length - a.pathname.length)

  const handle = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    if (url.origin === script.origin && url.pathname === script.pathname) return library(request)
    for (const [base, host] of hosts) {
      const prefix = base.pathname.replace(/\/$/, '')
      if (url.origin === base.origin && `${url.pathname}/`.startsWith(`${prefix}/`)) {
        return host(url.pathname.slice(prefix.length), request)
      }
    }
    return new Response('not an address of DingTalk', { status: 404 })
  }
  return Object.assign(handle, {
    console,
    pusher,
    subscriptions,
    streams,
    socket: (request: Request) => streams.socket(request),
    switches: state.switches,
  })
}

/** The keys of the file, where it has them. */
function keysIn({ events }: Options): Record<string, string> {
  if (typeof events !== 'object') return {}
  return Object.fromEntries(
    Object.entries(events).map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()]),
  )
}
