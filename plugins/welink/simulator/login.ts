import type { World } from 'sso-kit/plugin'
import { type Code, messageOf } from './errors.ts'
import type { HostOfWeLink, Options } from './index.ts'
import { findPerson } from './people.ts'
import type { Setting } from './setting.ts'
import type { State } from './state.ts'

/** login.welink.huaweicloud.com: the page where people scan or type their password (§3.1). */
export function loginPages(options: Options, world: World, state: State, setting: Setting): HostOfWeLink {
  const errorPage = (status: number, text: string) => world.errorPage({ vendor, status, text })

  /** §3.3: numbers that come back under the name `code`. */
  const refusals: [code: Code, applies: (query: URLSearchParams) => boolean][] = [
    [60004, query => longer(query, 'client_id')],
    [60006, query => longer(query, 'state')],
    [60010, query => query.get('client_id') !== options.clientId],
    [60019, query => !isRegistered(query.get('redirect_uri') ?? '')],
    [60009, query => setting.lockedOut.has(query.get('person') ?? '')],
  ]

  function isRegistered(redirectUri: string): boolean {
    if (setting.backendAddress !== undefined) return redirectUri === setting.backendAddress
    return !redirectUri.includes('?')
  }

  function authorize(url: URL): Response {
    const query = url.searchParams
    const redirectUri = query.get('redirect_uri') ?? ''
    // §3.1: the address has to be encoded, 404 otherwise
    if (/[?&]redirect_uri=[^&]*[:/]/.test(url.search)) return errorPage(404, '页面不存在')
    // no number is documented for these, or there is no address to send one to: a page, and no redirect
    if (!isWebAddress(redirectUri)) return errorPage(400, messageOf(redirectUri === '' ? 60020 : 60019))
    if (query.get('response_type') !== 'code') return errorPage(400, 'response_type is wrong')
    if (query.get('scope') !== 'backendlogin') return errorPage(400, 'scope is wrong')

    // whether an error brings the state along is not said (§3.3): it does, as RFC 6749 §4.1.2.1 wants
    const back = (answer: Record<string, string>) => departure(redirectUri, query.get('state'), answer)
    const [refusal] = refusals.find(([, applies]) => applies(query)) ?? []
    if (refusal !== undefined) return back({ code: String(refusal), message: messageOf(refusal) })

    const id = query.get('person')
    if (id === null) return choice(url)
    // anybody with a WeLink account comes through, ordinary members too (§3.1, inference)
    if (!findPerson(world, id)) return errorPage(404, `没有这个人：${id}`)
    return back({ code: state.browserCodes.issue({ person: id, redirectUri }) })
  }

  /** There is no way to say no: what WeLink would send back then is not known. */
  function choice(url: URL): Response {
    return world.signInPage({
      vendor,
      colour: '#c7000b',
      choose(person) {
        const chosen = new URL(url)
        chosen.searchParams.set('person', person.id)
        return chosen
      },
    })
  }

  return async (path, request) =>
    request.method === 'GET' && path === '/sso/oauth2/authorize'
      ? authorize(new URL(request.url))
      : errorPage(404, '页面不存在')
}

const vendor = '华为云 WeLink'

const longer = (query: URLSearchParams, name: string): boolean => (query.get(name) ?? '').length > 255

function departure(redirectUri: string, state: string | null, answer: Record<string, string>): Response {
  const target = new URL(redirectUri)
  for (const [name, value] of Object.entries(answer)) target.searchParams.append(name, value)
  if (state !== null) target.searchParams.append('state', state)
  return new Response(null, { status: 302, headers: { location: target.href } })
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value) && !value.includes('#')
}
