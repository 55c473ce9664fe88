import { type Fields, fields, type Host, requestJson, SsoError, type Step } from 'sso-kit/plugin'
import { appTokenOf } from './app-token.ts'
import { type App, postJson, type Refusal, refusalIn, retryAfterS, staleToken } from './wire.ts'

export interface Calls {
  /** New API: real statuses; an error is `{ code, message }`. */
  api(step: Step, path: string, init: RequestInit): Promise<Fields>
  /** Old API: always 200; an error is in `errcode`, or behind `errcode` 88 in `sub_code`. A stale token is renewed once. */
  oapi(step: Step, path: string, body?: object): Promise<Answer>
  oapiOnce(step: Step, path: string, body?: object): Promise<Answer>
}

export interface Answer {
  refusal: Refusal | null
  reply: Fields
  /** The same as it came, for its lists of numbers and objects. */
  result: unknown
  refused(): SsoError
}

/** The two wire styles (open.dingtalk.com/document/development), with the app's own token. */
export function callsOf(host: Host, app: App): Calls {
  const appToken = appTokenOf(host, app)

  async function api(step: Step, path: string, init: RequestInit): Promise<Fields> {
    const call = { source: host.source, step }
    const { status, body } = await requestJson(host.fetch, call, app.endpoints.api + path, init)
    const reply = fields(body, call)
    const code = reply.optional('code')
    if (status >= 400 || code !== undefined)
      throw new SsoError('source_refused', { ...call, vendorCode: code ?? String(status), cause: path })
    return reply
  }

  async function oapi(step: Step, path: string, body?: object): Promise<Answer> {
    const answer = await oapiOnce(step, path, body)
    const isStale = answer.refusal !== null && staleToken.has(answer.refusal.code)
    return isStale ? oapiOnce(step, path, body) : answer
  }

  async function oapiOnce(step: Step, path: string, body?: object): Promise<Answer> {
    const call = { source: host.source, step }
    const used = await appToken.get()
    const url = `${app.endpoints.oapi}${path}?access_token=${encodeURIComponent(used)}`
    const { body: received } = await requestJson(host.fetch, call, url, body && postJson(body)).catch(banned)
    // a whole address that is shut out gets an answer of another kind (…/call-frequency-limit)
    if (Object(received).errcode === undefined && Object(received).punish !== undefined) banned()
    const reply = fields(received, call)
    const refusal = refusalIn(reply)
    if (refusal && staleToken.has(refusal.code)) appToken.drop(used)
    return {
      refusal,
      reply,
      result: Object(received).result ?? received,
      refused: () => refused(call, path, refusal),
    }
  }

  /** A page in place of JSON, or no answer we know: five minutes' silence is what lifts a ban. */
  function banned(error?: unknown): never {
    if (error !== undefined && !(error instanceof SsoError && error.code === 'source_reply_invalid'))
      throw error
    const cause = 'no answer of the API: this address may be shut out for 5 minutes'
    throw new SsoError('source_reply_invalid', {
      source: host.source,
      step: 'profile',
      cause,
      retryAfterS: 300,
    })
  }

  return { api, oapi, oapiOnce }
}

function refused(call: { source: string; step: Step }, path: string, refusal: Refusal | null): SsoError {
  const cause = refusal?.advice === undefined ? path : `${path}: ${refusal.advice}`
  const code = refusal?.code
  return new SsoError('source_refused', {
    ...call,
    vendorCode: code,
    cause,
    ...(code !== undefined && { retryAfterS: retryAfterS.get(code) }),
  })
}
