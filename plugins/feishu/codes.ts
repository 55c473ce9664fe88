import { SsoError, type Step } from 'sso-kit/plugin'

interface Call {
  source: string
  step: Step
}

/**
 * What an answer with a code means. "You may not use this app" is an answer about the person; everything else is one
 * about the app, which its administrator has to mend.
 */
export function refused(
  call: Call,
  path: string,
  code: string,
  body: unknown,
  headers = new Headers(),
): SsoError {
  const person = aboutPerson.get(code)
  if (person !== undefined) return new SsoError('not_member', { ...call, vendorCode: code, cause: person })
  const advice = adviceFor(code, body)
  const cause = advice === undefined ? path : `${path}: ${advice}`
  return new SsoError('source_refused', {
    ...call,
    vendorCode: code,
    cause,
    ...(busy.has(code) && { retryAfterS: pauseIn(headers) }),
  })
}

/** In our words, what an administrator has to mend. */
export const adviceFor = (code: string, body: unknown): string | undefined =>
  code === lackingScope ? `the app lacks ${scopesIn(body)} (权限管理)` : adviceOf.get(code)

/** For the whole app, unlike the others. */
export const lackingScope = '99991672'

/** What the app may not read: a permission is missing, or the person or department is outside of its range. */
export const notReadable: ReadonlySet<string> = new Set([lackingScope, '41050', '40004', '40014'])

/** The same, of one person or department. */
export const outOfRange: ReadonlySet<string> = new Set(['41050', '41012', '40004', '40014', '40015'])

/** Too many calls, and an error of Feishu's own. */
export const busy: ReadonlySet<string> = new Set(['99991400', '40003'])

/** …/api-call-guide/frequency-control: when the limit is lifted, in seconds. */
function pauseIn(headers: Headers): number {
  const told = headers.get('x-ogw-ratelimit-reset')
  const seconds = Number(told ?? Number.NaN)
  return told !== null && seconds >= 0 ? Math.min(seconds, 3600) : 2
}

/** Tables of authen/v2/oauth/token and authen/v1/user_info. */
const aboutPerson = new Map([
  ['20008', 'there is no such person'],
  ['20009', 'the app is not installed in the organisation of the person'],
  ['20010', 'the person is not in the range of the app (可用范围)'],
  ['20021', 'the person has resigned'],
  ['20022', 'the person is suspended'],
  ['20023', 'the person is not registered'],
  ['20066', 'the status of the person is invalid'],
])

const adviceOf = new Map([
  ['10014', 'the app is not enabled'],
  ['20002', 'clientSecret is not that of the app'],
  ['20048', 'there is no app with this clientId in this region'],
  ['20069', 'the app is not enabled'],
  ['41050', 'the person is outside of the app’s contact range (通讯录权限范围)'],
  ['40004', 'the department is outside of the app’s contact range (通讯录权限范围)'],
  ['99991400', 'too many calls'],
  ['99991543', 'clientId or clientSecret is wrong'],
])

/** Names of permissions, and nothing else of what Feishu wrote (…/faq/trouble-shooting/how-to-fix-the-99991672-error). */
function scopesIn(body: unknown): string {
  const violations: unknown = Object(Object(body).error).permission_violations
  const names = (Array.isArray(violations) ? violations : []).map(one => String(Object(one).subject))
  return names.filter(name => /^[\w:.-]{1,100}$/.test(name)).join(', ') || 'a permission'
}
