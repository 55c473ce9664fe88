import { type Fields, fields, type Host, requestJson, type Step } from 'sso-kit/plugin'
import { text } from './text.ts'

export interface Answer {
  /** The code of the refusal, or null for success. */
  error: string | null
  reply: Fields
  /** The same reply, for what nobody is kept out by. */
  body: Readonly<Record<string, unknown>>
}

/** Sends one request and finds out whether the answer is a yes. The status alone does not tell. */
export async function send(
  host: Host,
  step: Step,
  url: string,
  init: RequestInit,
  success = '0',
): Promise<Answer> {
  const call = { source: host.source, step }
  const { status, body } = await requestJson(host.fetch, call, url, init)
  const reply = fields(body, call)
  const record = body as Readonly<Record<string, unknown>>
  // the gateway's own errors have a status, and not always a code
  if (status >= 400) {
    const code = text(record.code)
    return { error: code === undefined || code === success ? String(status) : code, reply, body: record }
  }
  const code = reply.numberOrText('code')
  return { error: code === success ? null : code, reply, body: record }
}
