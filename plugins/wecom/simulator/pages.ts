import { userAgent } from '../in-app.ts'
import type { WeCom } from './index.ts'
import { findPerson } from './people.ts'

type Check = [name: string, accepts: (value: string) => boolean, text: string]

/**
 * The two pages that send people back with a code: login.work.weixin.qq.com for browsers (path/98152), and
 * open.weixin.qq.com inside the client (path/91022), where nobody is asked: `?person=` says whose client it is (default:
 * lisi), and elsewhere the choice stands for it.
 */
export function pages(wecom: WeCom) {
  const { options, world, state } = wecom
  const isOurs: Check[] = [
    ['appid', value => value === options.corpId, '-31027 appid 参数错误'],
    ['agentid', value => value === String(options.agentId), '-31028 agentid 参数错误'],
    ['redirect_uri', isWebAddress, 'redirect_uri 参数错误'],
  ]
  const login: Check[] = [
    ['login_type', value => value === 'CorpApp', '-31040 login_type 参数错误'],
    ...isOurs,
  ]
  const connect: Check[] = [
    ...isOurs,
    ['response_type', value => value === 'code', 'response_type 参数错误'],
    ['scope', value => value === 'snsapi_base', 'scope 参数错误'],
    // letters and digits, at most 128; the other page says nothing of the kind
    ['state', value => /^[0-9A-Za-z]{0,128}$/.test(value), 'state 参数错误'],
  ]

  function answer(url: URL, checks: Check[], isOpen: boolean, owner: string | null): Response {
    const query = url.searchParams
    const wrong = checks.find(([name, accepts]) => !accepts(query.get(name) ?? ''))
    if (wrong) return world.errorPage({ vendor, status: 400, text: wrong[2] })
    const id = query.get('person') ?? owner
    if (id === null) return choice(url)
    const person = findPerson(world, id)
    if (!person) return world.errorPage({ vendor, status: 404, text: '用户不存在' })
    // who is not in the range of the app cannot scan (path/98152); inside, any WeChat user passes (path/91023)
    if (!isOpen && !person.member) return world.errorPage({ vendor, status: 403, text: '无权限' })
    const target = new URL(query.get('redirect_uri') ?? '')
    target.searchParams.append('code', state.codes.issue(id))
    target.searchParams.append('state', query.get('state') ?? '')
    return new Response(null, { status: 302, headers: { location: target.href } })
  }

  const choice = (url: URL): Response =>
    world.signInPage({
      vendor,
      colour: '#2f7bf5',
      choose: ({ id }) => {
        const chosen = new URL(url)
        chosen.searchParams.set('person', id)
        return chosen
      },
    })

  const host = (path: string, checks: Check[], isOpen: boolean) => async (asked: string, request: Request) =>
    request.method === 'GET' && asked === path
      ? answer(new URL(request.url), checks, isOpen, isOpen ? ownerOf(request) : null)
      : world.errorPage({ vendor, status: 404, text: '页面不存在' })

  return {
    login: host('/wwlogin/sso/login', login, false),
    connect: host('/connect/oauth2/authorize', connect, true),
  }
}

const ownerOf = ({ headers }: Request): string | null =>
  userAgent.test(headers.get('user-agent') ?? '') ? 'lisi' : null

const vendor = '企业微信 WeCom'
const isWebAddress = (value: string): boolean => /^https?:\/\//.test(value) && URL.canParse(value)
