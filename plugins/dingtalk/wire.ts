import type { Fields } from 'sso-kit/plugin'

/** The internal app, as far as its calls need it. */
export interface App {
  clientId: string
  clientSecret: { reveal(): string }
  endpoints: { api: string; oapi: string }
}

export function postJson(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** Why the old API refused. */
export interface Refusal {
  code: string
  /** For the log: what an administrator of the app has to change. */
  advice: string | undefined
}

/** The code that counts, or null for success. The gateway wraps its own in 88; codes come as numbers or as text. */
export function refusalIn(reply: Fields): Refusal | null {
  const outer = reply.numberOrText('errcode')
  if (outer === '0') return null
  const text = reply.optional('errmsg') ?? ''
  if (outer !== '88') return { code: outer, advice: undefined }
  const code = reply.optional('sub_code') ?? /subcode=(\d+)/.exec(text)?.[1] ?? outer
  return { code, advice: advice.get(code)?.(reply.optional('sub_msg') ?? text) }
}

/** The texts name the permission and the address (…/server-api-error-codes-1); nothing else of them is repeated. */
const advice = new Map<string, (text: string) => string>([
  [
    '60011',
    text =>
      `the app lacks the permission ${/\[([\w., ]{1,100})\]/.exec(text)?.[1] ?? 'for this call'} (权限管理)`,
  ],
  [
    '60020',
    text => `this server’s address ${/ip=([\d.a-f:]{3,45})/.exec(text)?.[1] ?? ''} is not in 服务器出口IP`,
  ],
  ['90018', () => 'more than 20 calls of one kind in a second'],
])

/** Codes after which one new token is worth a try; 60011 because permissions granted later need a new token. */
export const staleToken: ReadonlySet<string> = new Set(['40001', '40014', '42001', '60011'])

/** Busy, and too many calls: of this app, of all customers (…/how-to-process-api-throttling-on-the-dingtalk-server). */
export const retryAfterS: ReadonlyMap<string, number> = new Map([
  ['-1', 1],
  ['90018', 1],
  ['90002', 5],
])
