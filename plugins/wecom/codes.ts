import { type Fields, SsoError, type Step } from 'sso-kit/plugin'

interface Call {
  source: string
  step: Step
}

/** The error inside a 200, or undefined for success; of its text only an address of ours is ever repeated. */
export function refusalIn(reply: Fields, call: Call, path: string): SsoError | undefined {
  const code = reply.numberOrText('errcode')
  if (code === '0') return undefined
  const advice = adviceFor(code, reply.optional('errmsg') ?? '')
  const cause = advice === undefined ? path : `${path}: ${advice}`
  return new SsoError('source_refused', {
    ...call,
    vendorCode: code,
    cause,
    retryAfterS: retryAfterS.get(code),
  })
}

/** Busy, too many calls in a minute, too many at once (path/90313, path/90312). */
export const retryAfterS: ReadonlyMap<string, number> = new Map([
  ['-1', 2],
  ['45009', 60],
  ['45033', 2],
])

/** In our words, what an administrator has to mend. */
export const adviceFor = (code: string, text: string): string | undefined => adviceOf.get(code)?.(text)

/** The token is over, or WeCom ended it early (path/91039): a new one is worth a try. */
export const deadToken: ReadonlySet<string> = new Set(['40014', '42001'])

/** No such member, or one that the app may not see: WeCom has the same codes for both (path/90313). */
export const unseenMember: ReadonlySet<string> = new Set(['40003', '60011', '60111'])

/** The same for a department. */
export const unseenDepartment: ReadonlySet<string> = new Set(['60003', '60011'])

const adviceOf = new Map<string, (text: string) => string>([
  ['40001', () => 'clientSecret is not that of the app, or the app is disabled'],
  ['40013', () => 'there is no organisation with this corpId'],
  ['40091', () => 'clientSecret belongs to another organisation'],
  ['45009', () => 'too many calls'],
  ['45033', () => 'too many calls at once'],
  ['50001', () => 'the domain of this server is not the trusted one of the app (可信域名)'],
  ['50003', () => 'the app is disabled'],
  [
    '60020',
    text =>
      `this server’s address ${/from ip: ?([\d.a-f:]{3,45})/.exec(text)?.[1] ?? ''} is not in 企业可信IP`,
  ],
])
