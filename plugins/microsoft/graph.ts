import {
  type Fields,
  fields,
  type Host,
  type KeptToken,
  type Reading,
  requestJson,
  SsoError,
} from 'sso-kit/plugin'

/** More pages of one list than any tenant has. */
const mostPages = 10_000

/** Graph as the app itself sees it, for a read of the directory: paced, and tried again where Graph is busy. */
export interface Graph {
  /** Everything behind a list, page after page; null for one that is not there. */
  list(path: string, reading: Reading): AsyncIterable<unknown[] | null>
  /** Null for what is not there, by Graph's own word. */
  get(path: string, reading: Reading): Promise<unknown>
  post(path: string, body: object, reading: Reading): Promise<unknown>
}

export function graphOf(host: Host, address: string, token: KeptToken): Graph {
  const call = { source: host.source, step: 'profile' as const }
  const base = `${address}/v1.0`

  async function once(url: string, init: RequestInit): Promise<unknown> {
    const used = await token.get()
    const headers = {
      ...init.headers,
      authorization: `Bearer ${used}`,
      // sign-ins come first (learn.microsoft.com/graph/throttling)
      'x-ms-throttle-priority': 'Low',
    }
    const { status, headers: told, body } = await requestJson(host.fetch, call, url, { ...init, headers })
    if (status === 200) return body
    if (status === 401) token.drop(used)
    const code = codeIn(body)
    if (status === 404 && code === 'Request_ResourceNotFound') return null
    const path = new URL(url).pathname
    throw new SsoError('source_refused', {
      ...call,
      vendorCode: `${status} ${code}`.trim(),
      cause: status === 403 ? `${path}: ${lacking(path)}` : path,
      retryAfterS: pauseAfter(status, told.get('retry-after'), host.now()),
    })
  }

  /** A token that Graph takes for none any more is renewed once. */
  async function ask(reading: Reading, url: string, init: RequestInit = {}): Promise<unknown> {
    return reading.call(async () =>
      once(url, init).catch(error => {
        if (!(error instanceof SsoError) || !error.vendorCode?.startsWith('401')) throw error
        return once(url, init)
      }),
    )
  }

  /** The token of the app goes with the address: to Graph, and to nobody else. */
  function nextOf(page: Fields): string | undefined {
    const next = page.optional('@odata.nextLink')
    if (next === undefined) return undefined
    const isOurs = URL.canParse(next) && new URL(next).href.startsWith(`${new URL(base).href}/`)
    if (isOurs) return next
    throw new SsoError('source_reply_invalid', { ...call, cause: 'the next page is at another address' })
  }

  return {
    async *list(path, reading) {
      const seen = new Set<string>()
      for (let url: string | undefined = base + path; url !== undefined; ) {
        // a page that leads back to one before would have no end
        if (seen.has(url) || seen.size === mostPages)
          throw new SsoError('source_reply_invalid', { ...call, cause: `the pages of ${path} have no end` })
        seen.add(url)
        const body = await ask(reading, url)
        if (body === null) {
          yield null
          return
        }
        const value: unknown = Object(body).value
        if (!Array.isArray(value))
          throw new SsoError('source_reply_invalid', { ...call, cause: '"value" is not a list' })
        yield value
        url = nextOf(fields(body, call))
      }
    },
    get: async (path, reading) => ask(reading, base + path),
    async post(path, body, reading) {
      const headers = { 'content-type': 'application/json' }
      const found = await ask(reading, base + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      if (found !== null) return found
      throw new SsoError('source_refused', { ...call, vendorCode: '404', cause: path })
    },
  }
}

/** learn.microsoft.com/graph/api/user-list, …/group-list-transitivemembers, …/directoryobject-checkmembergroups */
function lacking(path: string): string {
  const permission = /\/users(?:\/[^/]+)?$/.test(path) ? 'User.Read.All' : 'GroupMember.Read.All'
  return `the app needs the application permission ${permission}, with an administrator's consent`
}

function codeIn(body: unknown): string {
  const code: unknown = Object(Object(body).error).code
  return typeof code === 'string' && /^[\w.]{1,100}$/.test(code) ? code : ''
}

/** learn.microsoft.com/graph/throttling: 429 says how long; not every part of Graph does. Undefined: no try would help. */
function pauseAfter(status: number, told: string | null, now: number): number | undefined {
  if (status !== 429 && status < 500) return undefined
  const seconds = Number(told ?? Number.NaN)
  const until = Date.parse(told ?? '')
  if (told !== null && seconds >= 0) return Math.min(seconds, 3600)
  return Number.isNaN(until) ? 10 : Math.min(Math.max(0, Math.ceil((until - now) / 1000)), 3600)
}
