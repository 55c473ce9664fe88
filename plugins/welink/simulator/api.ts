import type { World } from 'sso-kit/plugin'
import { accountMethods } from './accounts.ts'
import { AddressBook } from './address-book.ts'
import { readObject } from './call.ts'
import { departmentMethods } from './departments.ts'
import { type Answer, type Code, reply } from './errors.ts'
import type { HostOfWeLink, Options } from './index.ts'
import { tokenRequest } from './oauth2.ts'
import { accountOf, findPerson } from './people.ts'
import type { Setting } from './setting.ts'
import type { State, Tickets } from './state.ts'
import { ticketRequest } from './tickets.ts'
import { userMethods } from './users.ts'

/** open.welink.huaweicloud.com/api: paths begin below `/api`, which belongs to the address (§0.1). */
export function serverApi(options: Options, world: World, state: State, setting: Setting): HostOfWeLink {
  const book = new AddressBook(world, setting)
  const methods = new Map([
    ...accountMethods(options, world, state, setting, book),
    ...userMethods(world, setting, book),
    ...departmentMethods(world, setting, book),
  ])
  const admit = limit(world, setting)

  /** §3.1: the token says who it is. The app's own stands for nobody. */
  async function useridOfToken(request: Request): Promise<Answer> {
    const token = request.headers.get(header) ?? ''
    if (typeof state.appTokens.read(token) === 'object') return 47001
    const holder = presented(state.userTokens, token)
    if (typeof holder === 'number') return holder
    const person = findPerson(world, holder.person)
    return person ? { ...accountOf(person, world, options.tenantId) } : 41500
  }

  /** These bring their own proof; everything else is for the app's token. */
  const open = new Map<string, (request: Request) => Promise<Answer>>([
    ['POST /auth/v2/tickets', ticketRequest(options, world, state, setting)],
    ['POST /oauth2/v1/token', tokenRequest(options, state)],
    ['GET /auth/v1/userid', useridOfToken],
  ])

  async function answer(path: string, request: Request): Promise<Answer | 'page'> {
    if (!admit()) return 48503
    const failing = setting.failing.get(path)
    if (failing !== undefined) return failing
    const route = `${request.method} ${path}`
    const ownProof = open.get(route)
    if (ownProof) return ownProof(request)
    const method = methods.get(route)
    if (!method) return 404

    const token = presented(state.appTokens, request.headers.get(header) ?? '')
    if (typeof token === 'number') return token
    if (!token.permissions.has(method.permission)) return 501
    const body = (await readObject(request)) ?? {}
    return method.answer({ query: new URL(request.url).searchParams, body })
  }

  return async (path, request) => {
    const found = await answer(path, request)
    return found === 'page' ? gatewayPage() : reply(found, setting)
  }
}

/** §0.2: bare, without `Bearer`. */
const header = 'x-wlk-authorization'

const gatewayPage = (): Response =>
  new Response('<html><h1>502 Bad Gateway</h1></html>', {
    status: 502,
    headers: { 'content-type': 'text/html' },
  })

/** Which error goes with which fault is an inference from their meanings (§1.2). */
function presented<T extends object>(tokens: Tickets<T>, token: string): T | Code {
  if (token === '') return 1000
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(token)) return 47101
  const found = tokens.read(token)
  if (typeof found === 'object') return found
  return found === 'expired' ? 47103 : 1000
}

/** §1.1: so many calls in any second. */
function limit(world: World, setting: Setting): () => boolean {
  let recent: number[] = []
  return () => {
    const now = world.now()
    recent = recent.filter(time => time > now - 1000)
    const free = recent.length < setting.callsPerSecond
    if (free) recent.push(now)
    return free
  }
}
