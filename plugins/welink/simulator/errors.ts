import type { Setting } from './setting.ts'

export type Code = keyof typeof messages

/** What WeLink found, or the number of what is wrong. `message` is `ok` unless it says otherwise. */
export type Answer = Record<string, unknown> | Code

/** Numbers and meanings from §1, §1.2, §2.2 and §3.3; the sentences are ours, nobody may test them (§1.1). */
const messages = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'no such path',
  500: 'system error',
  501: 'third-party interface has no permission',
  1000: 'access_token is invalid',
  10007: 'client_id or client_secret is wrong',
  41403: 'the client_id failed too often and is locked',
  41500: 'failed to get the user information',
  41501: 'the code is invalid',
  41502: 'failed to get the token',
  41503: 'the code has expired',
  41504: 'the code has been used',
  41579: 'client_id is empty',
  41580: 'client_secret is empty',
  47000: 'no permission',
  47001: 'failed to get the current login user',
  47002: 'the department code is empty',
  47003: 'a parameter is empty',
  47004: 'a parameter is wrong',
  47005: 'a parameter has a value that is not allowed',
  47006: 'the tenant does not exist or is not opened',
  47007: 'illegal user or expired record',
  47008: 'a parameter failed validation',
  47009: 'submit failed',
  47012: 'no data',
  47013: 'over the limit of a query',
  47101: 'the token is malformed',
  47102: 'no permission for this data',
  47103: 'the token has expired',
  48503: 'calls are too frequent, try again later',
  411000: 'the body is not JSON',
  60001: 'success',
  60002: 'code is longer than 2000 characters',
  60003: 'code is empty',
  60004: 'client_id is longer than 255 characters',
  60005: 'client_secret is longer than 255 characters',
  60006: 'state is longer than 255 characters',
  60007: 'code has expired',
  60008: 'code is invalid',
  60009: 'the account is locked, try again in 15 minutes',
  60010: 'client_id or client_secret is rejected',
  60011: 'the system is busy',
  60012: 'the service is temporarily unavailable',
  60013: 'grant_type is wrong',
  60019: 'redirect_uri is invalid',
  60020: 'redirect_uri is empty',
}

export const messageOf = (code: Code): string => messages[code]

/** §1.1: errors stand beside `code` and `message` in a 200, but for the OAuth2 family (400) and perhaps the gateway. */
export function reply(answer: Answer, { numbersAs, gatewayStatus }: Setting): Response {
  const write = (code: number) => (numbersAs === 'string' ? String(code) : code)
  if (typeof answer !== 'number') {
    const { code = 0, ...fields } = answer
    return Response.json({ code: write(Number(code)), message: 'ok', ...fields })
  }
  return Response.json(
    { code: write(answer), message: messageOf(answer) },
    { status: status(answer, gatewayStatus) },
  )
}

function status(code: Code, gatewayStatus: boolean): number {
  if (code > 60_000 && code < 70_000) return 400
  return gatewayStatus && code < 1000 ? code : 200
}
