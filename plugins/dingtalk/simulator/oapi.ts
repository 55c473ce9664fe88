import type { World } from 'sso-kit/plugin'
import { bannedReply } from './banned.ts'
import type { HostOfDingTalk, Options } from './index.ts'
import type { State } from './state.ts'
import type { Permission } from './switches.ts'
import { Throttle } from './throttle.ts'

export type Parameters = ReadonlyMap<string, unknown>

/**
 * A method's own answer: what it found – in `result`, or beside `errcode` in the oldest methods – or an error that is
 * not wrapped (§0.2 a).
 */
export type Answer =
  | { result: unknown }
  | { beside: Record<string, unknown> }
  | { errcode: number; errmsg: string }
export type Method = (parameters: Parameters) => Answer | Promise<Answer>

/** Path, the permission point that unlocks it (§4.8), and what it does. */
export type MethodRow = [path: string, permission: Permission, method: Method]

/** oapi.dingtalk.com: always HTTP 200, the truth is in `errcode` (§0.2). */
export function oldApi(
  options: Options,
  world: World,
  state: State,
  rows: readonly MethodRow[],
): HostOfDingTalk {
  const { switches } = state
  const methods = new Map(rows.map(([path, permission, method]) => [path, { permission, method }]))
  const throttle = new Throttle(world)
  let calls = 0

  const reply = (body: Record<string, unknown>): Response =>
    new Response(writeJson({ ...body, request_id: state.random(8) }), {
      headers: { 'content-type': 'application/json' },
    })

  /** What the gateway refuses before a method runs comes wrapped in 88, `sub_code` being a string (§0.2 b). */
  const gate = (code: string, text: string): Response =>
    reply({
      errcode: 88,
      sub_code: code,
      sub_msg: text,
      errmsg: `ding talk error[subcode=${code},submsg=${text}]`,
    })

  /** §3 A: its errors are never wrapped, and there is no `request_id`. */
  function getToken(query: URLSearchParams): Response {
    const [key, secret] = [query.get('appkey'), query.get('appsecret')]
    if (!key || !secret) return Response.json({ errcode: 40035, errmsg: '缺少参数 appkey or appsecret' })
    if (key !== options.clientId || secret !== options.clientSecret.reveal()) {
      return Response.json({ errcode: 40096, errmsg: '不合法的appKey或appSecret' })
    }
    return Response.json({ errcode: 0, errmsg: 'ok', access_token: state.appTokens.ask(), expires_in: 7200 })
  }

  /** What stands before every method; in which order is not documented (texts: §4.9). */
  function refusal(
    path: string,
    permission: Permission,
    token: string | null,
  ): [code: string, text: string] | undefined {
    const { clientId } = options
    if (!token) return ['40000', 'access_token is blank']
    const refused = tokenRefusals[state.appTokens.check(token)]
    if (refused) return refused
    if (switches.unlistedIp !== undefined)
      return ['60020', `访问ip不在白名单之中,request ip=${switches.unlistedIp} appKey(${clientId})`]
    if (switches.withheld.has(permission)) {
      const apply = `https://open-dev.dingtalk.com/appscope/apply?content=${clientId}%23${permission}`
      return ['60011', `应用尚未开通所需的权限：[${permission}]，点击链接申请并开通即可：${apply}`]
    }
    if (throttle.exceeds(switches.callsPerSecond, path))
      return ['90018', '您的企业应用调用钉钉开放平台当前接口触发qps流控']
    return undefined
  }

  return async (path, request) => {
    const banned = bannedReply(switches, state.random)
    if (banned) return banned
    const query = new URL(request.url).searchParams
    if (path === '/gettoken') return getToken(query)
    const found = methods.get(path)
    if (!found) return reply({ errcode: 22, errmsg: `不合法ApiName：${path}` })

    const { form, json } = await readBody(request)
    const refused = refusal(path, found.permission, query.get('access_token') ?? form.get('access_token'))
    if (refused) return gate(...refused)
    calls += 1
    if (switches.busyEvery > 0 && calls % switches.busyEvery === 0)
      return reply({ errcode: -1, errmsg: '系统繁忙' })

    const answer = await found.method(new Map<string, unknown>([...query, ...form, ...Object.entries(json)]))
    if ('errcode' in answer) return reply(answer)
    return reply({ errcode: 0, errmsg: 'ok', ...('result' in answer ? answer : answer.beside) })
  }
}

/** A person's token is no token here (§1.5b). */
const tokenRefusals: Record<'valid' | 'expired' | 'unknown', [code: string, text: string] | undefined> = {
  valid: undefined,
  expired: ['42001', 'access_token已过期'],
  unknown: ['40014', '不合法的access_token'],
}

/** Both JSON and forms are read; a token in a JSON body is not (§0.2). */
async function readBody(request: Request): Promise<{ form: URLSearchParams; json: object }> {
  const type = request.headers.get('content-type') ?? ''
  if (type.includes('form-urlencoded')) return { form: new URLSearchParams(await request.text()), json: {} }
  const json: unknown = await request.json().catch(() => undefined)
  return { form: new URLSearchParams(), json: typeof json === 'object' && json !== null ? json : {} }
}

/** Numbers above 2^53 go out with all their digits, as DingTalk sends them (§0.2, 64-bit trap). */
function writeJson(body: unknown): string {
  const marked = JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'bigint' ? `bigint ${value}` : value,
  )
  return marked.replace(/"bigint (\d+)"/g, '$1')
}
