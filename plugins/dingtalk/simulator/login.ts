import type { World } from 'sso-kit/plugin'
import type { HostOfDingTalk, Options } from './index.ts'
import { findEmployee, findPerson } from './people.ts'
import type { State } from './state.ts'

type Check = [name: string, accepts: (value: string) => boolean]

/** login.dingtalk.com: the page people see. */
export function loginPages(options: Options, world: World, state: State): HostOfDingTalk {
  // §1.1: these it insists on …
  const required: Check[] = [
    ['redirect_uri', isWebAddress],
    ['response_type', value => value === 'code'],
    ['client_id', value => value === options.clientId],
    ['scope', value => value === 'openid' || value === 'openid corpid'],
    ['prompt', value => value !== ''],
  ]
  // … these it takes, and a `nonce` it was seen to refuse (§1.1, "not OIDC"); `person` and `refuse` are the page's own
  const free = ['state', 'org_type', 'corpId', 'person', 'refuse']
  const bound: Check[] = [
    ['exclusiveLogin', value => value === 'true' || value === 'false'],
    ['exclusiveCorpId', value => value === options.corpId],
  ]
  const known = new Set([...required, ...bound].map(([name]) => name).concat(free))

  function problem(query: URLSearchParams): string | undefined {
    const judged = [...required, ...bound.filter(([name]) => query.has(name))]
    const wrong = judged.find(([name, accepts]) => !accepts(query.get(name) ?? ''))
    if (wrong) return `参数错误：${wrong[0]}`
    const unknown = [...query.keys()].find(name => !known.has(name))
    return unknown === undefined ? undefined : `不支持的参数：${unknown}`
  }

  /** §1.2: back to the app; the state is echoed only if there was one. */
  function back(query: URLSearchParams, answer: Record<string, string>): Response {
    const target = new URL(query.get('redirect_uri') ?? '')
    const echoed = query.get('state')
    for (const [name, value] of Object.entries(answer)) target.searchParams.append(name, value)
    if (echoed !== null) target.searchParams.append('state', echoed)
    return new Response(null, { status: 302, headers: { location: target.href } })
  }

  function authorize(url: URL): Response {
    const query = url.searchParams
    // what the page looks like for a wrong request is not documented (§1.2): a page, and no redirect
    const text = problem(query)
    if (text !== undefined) return world.errorPage({ vendor, status: 400, text })
    const isExclusive = query.get('exclusiveLogin') === 'true'
    // §7: without the organisation the page asks for its code, eight characters that people type
    if (isExclusive && !query.has('exclusiveCorpId'))
      return world.errorPage({ vendor, status: 200, text: '请输入组织代码' })
    if (query.has('refuse')) return back(query, { error: 'access_denied' })

    const id = query.get('person')
    if (id === null) {
      return world.signInPage({
        vendor,
        colour: '#0a6cff',
        choose: person => withParameter(url, 'person', person.id),
        refuse: withParameter(url, 'refuse', '1'),
      })
    }
    // anybody with a DingTalk account comes through: membership is for the app to find out (§1.1)
    if (!findPerson(world, id)) return world.errorPage({ vendor, status: 404, text: `没有这个人：${id}` })
    // §7: the organisation's own login page knows the accounts that it gave out
    if (isExclusive && !findEmployee(world, id))
      return world.errorPage({ vendor, status: 403, text: '该账号不属于此组织' })
    const code = state.webCodes.issue({ person: id, corpid: query.get('scope') === 'openid corpid' })
    return back(query, { code, authCode: code })
  }

  const pages = new Map<string, (url: URL) => Response>([['GET /oauth2/auth', authorize]])
  return async (path, request) =>
    pages.get(`${request.method} ${path}`)?.(new URL(request.url)) ??
    world.errorPage({ vendor, status: 404, text: '页面不存在' })
}

const vendor = '钉钉 DingTalk'

function withParameter(url: URL, name: string, value: string): URL {
  const changed = new URL(url)
  changed.searchParams.set(name, value)
  return changed
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value) && !value.includes('#')
}
