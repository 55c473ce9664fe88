import type { Common, OptionsOf, World } from 'sso-kit/plugin'
import type { options as schema } from '../options.ts'
import { restApi } from './api.ts'
import { loginPages } from './login.ts'
import { Tokens } from './tokens.ts'

export type Options = OptionsOf<typeof schema> & Common

/** What a host of GitHub does with a request for one of its paths; undefined where it has no such path. */
export type HostOfGitHub = (path: string, request: Request) => Promise<Response | undefined>

/** GitHub as seen by one OAuth app: the sign-in pages and the part of the REST API that tells who somebody is. */
export function simulate(options: Options, world: World): (request: Request) => Promise<Response> {
  const tokens = new Tokens(world)
  const { login, api } = options.endpoints
  const hosts: [base: URL, host: HostOfGitHub][] = [
    [new URL(login), loginPages(options, world, tokens)],
    [new URL(api), restApi(options, world, tokens)],
  ]
  // an address that lies below another one is the more exact (GitHub Enterprise Server: /api/v3)
  hosts.sort(([a], [b]) => b.pathname.length - a.pathname.length)

  return async request => {
    const url = new URL(request.url)
    for (const [base, host] of hosts) {
      const prefix = base.pathname.replace(/\/$/, '')
      if (url.origin !== base.origin || !url.pathname.startsWith(`${prefix}/`)) continue
      const reply = await host(url.pathname.slice(prefix.length), request)
      if (reply) return reply
    }
    return world.errorPage({
      vendor: 'GitHub',
      status: 404,
      text: 'This is not the web page you are looking for.',
    })
  }
}
