import type { Host, Probe, Words } from './plugin.ts'
import { type Fields, fields, requestJson } from './reply.ts'

/** What a token endpoint is asked with: a code that nobody was given, so that nothing comes of it. */
export const deadCode = 'sso-kit-check'

/**
 * The error of a token endpoint that is asked with {@link deadCode} (RFC 6749 §5.2): a vendor that looks at the client
 * first tells wrong credentials from a wrong code. Another reply is its status; of the vendor's words nothing is taken.
 */
export async function refusalOfCode(
  host: Pick<Host, 'source' | 'fetch'>,
  url: string,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const form = { grant_type: 'authorization_code', code: deadCode, ...parameters }
  const { status, body } = await requestJson(host.fetch, { source: host.source, step: 'exchange' }, url, {
    method: 'POST',
    headers: { accept: 'application/json', ...headers },
    body: new URLSearchParams(form),
  })
  return codeIn(Object(body).error) ?? String(status)
}

/** A code of a vendor, to be shown; undefined for what could be a sentence. */
export const codeIn = (value: unknown): string | undefined =>
  /^[\w.-]{1,64}$/.test(String(value ?? '')) ? String(value) : undefined

export const credentials: Words = { zh: '凭证', en: 'credentials' }

/** What a code says of client id and secret; one that is not listed says nothing of them. */
export function judgedCredentials(
  code: string,
  { good, bad, mend }: { good: readonly string[]; bad: readonly string[]; mend: Words },
): Probe {
  if (good.includes(code)) return { name: credentials, state: 'good' }
  if (bad.includes(code)) return { name: credentials, state: 'bad', found: code, mend }
  return { name: credentials, state: busy.test(code) ? 'busy' : 'unknown', found: code }
}

/** RFC 9110 §15.6, RFC 6585 §4, and the names that OAuth 2.0 has for the same (RFC 6749 §4.1.2.1, RFC 8628 §3.5). */
const busy = /^(?:429|5\d\d|temporarily_unavailable|server_error|slow_down)$/

/** Why a call of the connectivity test was refused. */
export interface Refusal {
  readonly code: string
  /** Our words for it. */
  readonly advice?: string | undefined
  /** It passes by itself: nothing is to be mended. */
  readonly isBusy?: boolean
}

export function refusedProbe(name: Words, { code, advice, isBusy = false }: Refusal, mend: Words): Probe {
  const found = advice === undefined ? code : `${code}: ${advice}`
  return isBusy ? { name, state: 'busy', found } : { name, state: 'bad', found, mend }
}

/** An answer of a vendor that puts its errors into the reply, `0` being none. */
export interface Enveloped extends Refusal {
  readonly reply: Fields
  readonly body: unknown
}

/** Sends one request of the connectivity test to such a vendor; `field` holds the code, `judged` says what it means. */
export async function enveloped(
  host: Pick<Host, 'source' | 'fetch'>,
  url: string,
  init: RequestInit,
  field: string,
  judged: (code: string, reply: Fields, body: unknown) => Omit<Refusal, 'code'>,
): Promise<Enveloped> {
  const call = { source: host.source, step: 'exchange' } as const
  const { body } = await requestJson(host.fetch, call, url, init)
  const reply = fields(body, call)
  const code = reply.numberOrText(field)
  return { code, ...judged(code, reply, body), reply, body }
}

/** Where no place of a console is known to mend a code. */
export const inManual: Words = {
  zh: '按此错误码查阅该类型的手册',
  en: 'look the code up in the manual of the type',
}
