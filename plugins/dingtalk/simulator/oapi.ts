import type { World } from 'sso-kit/plugin'
import { directoryMethods } from './directory.ts'
import type { HostOfDingTalk, Options } from './index.ts'
import type { State } from './state.ts'

export type Parameters = ReadonlyMap<string, unknown>

/** A method's own answer: what it found, or an error that is not wrapped (§0.2 a). */
export type Answer = { result: unknown } | { errcode: number; errmsg: string }
export type Method = (parameters: Parameters) => Answer

/** oapi.dingtalk.com: always HTTP 200, the truth is in `errcode` (§0.2). */
export function oldApi(options: Options, world: World, state: State): HostOfDingTalk {
  const methods = directoryMethods(options, world, state)

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

  return async (path, request) => {
    const query = new URL(request.url).searchParams
    if (path === '/gettoken') return getToken(query)
    const method = methods.get(path)
    if (!method) return reply({ errcode: 22, errmsg: `不合法ApiName：${path}` })

    const { form, json } = await readBody(request)
    const token = query.get('access_token') ?? form.get('access_token')
    if (!token) return gate('40000', 'access_token is blank')
    const refusal = tokenRefusals[state.appTokens.check(token)]
    if (refusal) return gate(...refusal)

    const answer = method(new Map<string, unknown>([...query, ...form, ...Object.entries(json)]))
    return reply('errcode' in answer ? answer : { errcode: 0, errmsg: 'ok', result: answer.result })
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
