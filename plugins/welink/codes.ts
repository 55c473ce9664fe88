/** WeLink's codes. They come as text or as a number, inside a 200 or beside another status. */

/** After these one new token is worth a try. */
export const deadToken: ReadonlySet<string> = new Set(['1000', '401', '47101', '47103'])

/** The app may not ask this. 501 can be a token that is older than the permission, the others cannot. */
export const olderThanPermission = '501'
export const notPermitted: ReadonlySet<string> = new Set([olderThanPermission, '403', '47000', '47102'])

/** There is nobody, or no department, of that id. */
export const nothingThere: ReadonlySet<string> = new Set(['47012', '47111'])

/**
 * Refusals of an app token that asking again does not mend. Enough of them lock the client id, which is 41403.
 */
export const hopeless: ReadonlySet<string> = new Set(['10007', '41403', '41579', '41580', '411000', '411007'])

/**
 * What passes by itself, and the least seconds before another try: no quota is published, 48503 and the gateway's
 * statuses are what integrators saw.
 */
export const retryAfterS: ReadonlyMap<string, number> = new Map([
  ['429', 5],
  ['500', 1],
  ['502', 1],
  ['503', 5],
  ['504', 1],
  ['41500', 1],
  ['41502', 1],
  ['47009', 1],
  ['48503', 5],
])

/** For the log: what an administrator would have to look up. */
const meanings: Readonly<Record<string, string>> = {
  '1000': 'the token is invalid',
  '10007': 'client_id or client_secret is wrong',
  '411007': 'client_id or client_secret is wrong',
  '41403': 'the client id is locked after too many failures',
  '41501': 'the code is malformed',
  '41503': 'the code has expired',
  '41504': 'the code was used before',
  '41579': 'client_id is empty',
  '41580': 'client_secret is empty',
  '47006': 'the tenant does not exist or is not opened',
  '47101': 'the token is malformed',
  '47103': 'the token has expired',
  '48503': 'too many calls',
  '60003': 'the code is empty',
  '60007': 'the code has expired',
  '60008': 'the code is invalid',
  '60009': 'the account is locked for 15 minutes',
  '60010': 'client_id or client_secret is wrong',
  '60011': 'the server is busy',
  '60012': 'the server is temporarily unavailable',
  '60013': 'the grant type is wrong',
  '60019': 'the redirect URL is not the one in the console (应用管理后台地址)',
}

export function meaning(code: string, permission?: string): string {
  if (permission !== undefined && notPermitted.has(code)) return `the app lacks the permission ${permission}`
  return meanings[code] ?? 'see the error codes of WeLink'
}
