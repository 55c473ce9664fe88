import type { AppConfig } from '../../config/config.ts'
import { hmac, sameSecret } from '../../hash.ts'
import type { Asked } from './asked.ts'
import type { Keys } from './pass.ts'
import { isPlainPath, plainHost } from './plain.ts'
import { hostsOf, type Reach } from './site.ts'

/** Between two redirects of one browser. */
export const ticketLifeMs = 60_000

/** The one path of every site that is ours: the site itself never sees it. */
export const ticketPath = '/.sso-kit/ticket'

/** So that the address of the sign-in page, which has this one in it, stays within what `returnTo` may have. */
const longestWish = 1500

/** A page of a site that somebody wants, and the browser that does. */
export interface Wish {
  readonly host: string
  /** Path and query. */
  readonly target: string
  /** SHA-256 of the cookie that this browser has for that host. */
  readonly browserHash: string
}

/** The query of our start address for it. A page whose address is too long is opened without its query, or from the first page on. */
export function wishQuery(
  { host, path, query }: Asked,
  { scheme }: Reach,
  browserHash: string,
): URLSearchParams {
  const ascii = query.replace(/[^\x21-\x7e]/g, byte => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
  const address = [path + ascii, path, '/']
    .map(target => `${scheme}://${host}${target}`)
    .find(each => encodeURIComponent(each).length <= longestWish)
  return new URLSearchParams({ to: address ?? `${scheme}://${host}/`, browser: browserHash })
}

/** The wish of such a query: a page of this very app, or nothing. */
export function wishOf(
  query: URLSearchParams,
  app: Pick<AppConfig, 'options'>,
  reach: Reach,
): Wish | undefined {
  const [to, browserHash] = [only(query, 'to'), only(query, 'browser')]
  if (to === undefined || browserHash === undefined || !/^[0-9a-f]{64}$/.test(browserHash)) return undefined
  const [, wrote = '', path = '', search = ''] =
    /^https?:\/\/([^/?#]+)(\/[^?#]*)(\?[\x21-\x7e]*)?$/.exec(to) ?? []
  const host = plainHost(wrote, reach.defaultPort)
  if (host === undefined || !hostsOf(app, reach).includes(host) || !isPlainPath(path)) return undefined
  return { host, target: path + search, browserHash }
}

export const ticketAddress = (host: string, ticket: string, { scheme }: Reach): string =>
  `${scheme}://${host}${ticketPath}?${new URLSearchParams({ ticket })}`

/** The ticket of a request for {@link ticketPath}. */
export function ticketOf({ query }: Asked): string | undefined {
  const ticket = only(new URLSearchParams(query), 'ticket')
  return ticket !== undefined && /^[\w-]{43}$/.test(ticket) ? ticket : undefined
}

function only(query: URLSearchParams, name: string): string | undefined {
  const [value, second] = query.getAll(name)
  return second === undefined ? value : undefined
}

/** Whoever holds a pass has opened the app before: a new pass for the old one is no other visit. */
export const renewalOf = (sessionId: string, app: string, [key]: Keys): string =>
  hmac(key, `renewal\n${app}\n${sessionId}`)

export const isRenewal = (shown: string, sessionId: string, app: string, keys: Keys): boolean =>
  keys.some(key => sameSecret(renewalOf(sessionId, app, [key]), shown))
