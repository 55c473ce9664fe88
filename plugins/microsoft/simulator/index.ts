import type { Common, Secret, Simulator, World } from 'sso-kit/plugin'
import { graphApi } from './graph/index.ts'
import { Keys } from './keys.ts'
import { loginPages } from './login.ts'
import { type Setting, usualSetting } from './setting.ts'
import { companyTenantOf } from './tenants.ts'
import { type Consent, type Grant, Tickets } from './tickets.ts'

export interface Options extends Common {
  /** The id of the organisation's tenant, or `organizations`, `common` or `consumers`: whom the app is registered for. */
  tenant: string
  clientId: string
  clientSecret: Secret
  endpoints: { login: string; graph: string }
}

/** What both hosts share. */
export interface Microsoft {
  options: Options
  /** Their addresses, without a slash at the end. */
  login: string
  graph: string
  world: World
  /** The id of the organisation's tenant. */
  company: string
  keys: Keys
  codes: Tickets<Consent>
  accessTokens: Tickets<Grant>
  setting: Setting
}

/** What a host of Microsoft does with a request for one of its paths. */
export type HostOfMicrosoft = (path: string, request: Request) => Response | Promise<Response>

/**
 * Microsoft Entra ID (v2.0) and Graph as seen by one web application that has `xms_edov` among its optional claims and
 * an administrator's consent to read users and groups. The code flow and the app's own credentials; no refresh tokens.
 */
export async function simulate(
  options: Options,
  world: World,
  setting: Setting = usualSetting(),
): Promise<Simulator> {
  const login = options.endpoints.login.replace(/\/$/, '')
  const graph = options.endpoints.graph.replace(/\/$/, '')
  const microsoft: Microsoft = {
    options,
    login,
    graph,
    world,
    company: companyTenantOf(options.tenant, options.allow?.tenants),
    keys: new Keys(login),
    codes: new Tickets(world, { prefix: '1.A', seconds: 600 }),
    accessTokens: new Tickets(world, { prefix: 'EwB', seconds: 3600 }),
    setting,
  }
  const hosts: [base: string, host: HostOfMicrosoft][] = [
    [login, loginPages(microsoft)],
    [graph, graphApi(microsoft)],
  ]

  return async request => {
    const { origin, pathname } = new URL(request.url)
    for (const [base, host] of hosts) {
      const address = origin + pathname
      if (address.startsWith(`${base}/`)) return host(address.slice(base.length), request)
    }
    return new Response('not an address of Microsoft', { status: 404 })
  }
}
