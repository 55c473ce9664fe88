import type { World } from 'sso-kit/plugin'
import type { Feishu, HostOfFeishu } from './index.ts'
import { findPerson } from './people.ts'

/** accounts.feishu.cn: the page where people agree (authentication-management/access-token/obtain-oauth-code). */
export function loginPages({ options, world, state, scopes }: Feishu): HostOfFeishu {
  /** What the page says to a wrong request, or undefined. Only 20027 and `redirect_uri unmatch` have a document. */
  function problem(query: URLSearchParams): string | undefined {
    if (query.get('client_id') !== options.clientId) return '应用不存在 (client_id)'
    if (query.get('response_type') !== 'code') return '参数错误 (response_type)'
    if (!isWebAddress(query.get('redirect_uri') ?? '')) return '2000 redirect_uri unmatch'
    const asked = scopesIn(query)
    if (asked.length > 50) return '参数错误 (scope)'
    const denied = asked.find(scope => !scopes.has(scope))
    if (denied !== undefined) return `20027 当前应用未申请相关权限 (${denied})`
    if (!['plain', 'S256'].includes(methodIn(query))) return '参数错误 (code_challenge_method)'
    return undefined
  }

  function authorize(url: URL): Response {
    const query = url.searchParams
    const text = problem(query)
    if (text !== undefined) return world.errorPage({ vendor, status: 400, text })
    if (query.has('refuse')) return back(query, { error: 'access_denied' })
    const person = query.get('person')
    if (person === null) return choice(world, url)
    if (!findPerson(world, person)) return world.errorPage({ vendor, status: 404, text: '用户不存在' })
    const value = query.get('code_challenge')
    const code = state.webCodes.issue({
      person,
      redirectUri: query.get('redirect_uri') ?? '',
      scopes: scopesIn(query),
      ...(value !== null && { challenge: { value, method: methodIn(query) } }),
    })
    return back(query, { code })
  }

  return async (path, request) =>
    request.method === 'GET' && path === '/open-apis/authen/v1/authorize'
      ? authorize(new URL(request.url))
      : world.errorPage({ vendor, status: 404, text: '页面不存在' })
}

const vendor = '飞书 Feishu'

const scopesIn = (query: URLSearchParams): string[] => (query.get('scope') ?? '').split(' ').filter(Boolean)
const methodIn = (query: URLSearchParams): string => query.get('code_challenge_method') ?? 'plain'

/** The state comes back if there was one; a fragment stays behind the parameters. */
function back(query: URLSearchParams, answer: Record<string, string>): Response {
  const target = new URL(query.get('redirect_uri') ?? '')
  for (const [name, value] of Object.entries(answer)) target.searchParams.append(name, value)
  const state = query.get('state')
  if (state !== null) target.searchParams.append('state', state)
  return new Response(null, { status: 302, headers: { location: target.href } })
}

function choice(world: World, url: URL): Response {
  const withParameter = (name: string, value: string): URL => {
    const changed = new URL(url)
    changed.searchParams.set(name, value)
    return changed
  }
  return world.signInPage({
    vendor,
    colour: '#3370ff',
    choose: ({ id }) => withParameter('person', id),
    refuse: withParameter('refuse', '1'),
  })
}

const isWebAddress = (value: string): boolean => /^https?:\/\//.test(value) && URL.canParse(value)
