import { type Host, type KeptToken, type Reading, requestJson, SsoError } from 'sso-kit/plugin'

/** More pages than any organisation has. */
const mostPages = 10_000
/** Of a user no more than is read of it: the record has telephones and addresses of all kinds. */
const mask =
  'id,primaryEmail,name(fullName,givenName,familyName),orgUnitPath,recoveryPhone,suspended,archived,customSchemas'

/** The users of the Directory API (developers.google.com/workspace/admin/directory/reference/rest/v1/users). */
export interface Users {
  /** Page after page, all domains of the organisation; who was deleted is not among them. */
  list(reading: Reading): AsyncIterable<unknown[]>
  /** Null for somebody who is not there, by Google's own word. */
  get(id: string, reading: Reading): Promise<unknown>
}

export function usersOf(host: Host, address: string, token: KeptToken): Users {
  const call = { source: host.source, step: 'profile' as const }
  const path = '/admin/directory/v1/users'

  async function once(url: string): Promise<unknown> {
    const used = await token.get()
    const headers = { authorization: `Bearer ${used}`, accept: 'application/json' }
    const { status, headers: told, body } = await requestJson(host.fetch, call, url, { headers })
    if (status === 200) return body
    if (status === 401) token.drop(used)
    const reason = reasonIn(body)
    if (status === 404 && reason === 'notFound') return null
    throw new SsoError('source_refused', {
      ...call,
      vendorCode: `${status} ${reason}`.trim(),
      cause: `${path}${advice.has(reason) ? `: ${advice.get(reason)}` : ''}`,
      retryAfterS: pauseAfter(status, reason, told.get('retry-after')),
    })
  }

  /** A token that Google takes for none any more is renewed once. */
  const ask = (reading: Reading, tail: string, query: Record<string, string>): Promise<unknown> =>
    reading.call(async () => {
      const url = `${address}${path}${tail}?${new URLSearchParams(query)}`
      return once(url).catch(error => {
        if (!(error instanceof SsoError) || !error.vendorCode?.startsWith('401')) throw error
        return once(url)
      })
    })

  return {
    async *list(reading) {
      const query = {
        customer: 'my_customer',
        maxResults: '500',
        orderBy: 'email',
        projection: 'full',
        fields: `kind,nextPageToken,users(${mask})`,
      }
      const seen = new Set<string>()
      for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
        // a page that leads back to one before would have no end
        if (seen.has(pageToken) || seen.size === mostPages)
          throw new SsoError('source_reply_invalid', { ...call, cause: 'the pages of users have no end' })
        seen.add(pageToken)
        const body = Object(await ask(reading, '', pageToken === '' ? query : { ...query, pageToken }))
        const { users = [], kind, nextPageToken } = body as Record<string, unknown>
        // an empty list is left out of it
        if (kind !== 'admin#directory#users' || !Array.isArray(users))
          throw new SsoError('source_reply_invalid', { ...call, cause: 'this is no list of users' })
        yield users
        pageToken = typeof nextPageToken === 'string' && nextPageToken !== '' ? nextPageToken : undefined
      }
    },

    get: (id, reading) => ask(reading, `/${encodeURIComponent(id)}`, { projection: 'full', fields: mask }),
  }
}

/** `error.errors[0].reason`; newer parts of Google have no such list, and a status in capitals. */
function reasonIn(body: unknown): string {
  const error: unknown = Object(Object(body).error)
  const [first]: unknown[] = Array.isArray(Object(error).errors) ? Object(error).errors : []
  const reason: unknown = Object(first).reason ?? Object(error).status
  return typeof reason === 'string' && /^\w{1,100}$/.test(reason) ? reason : ''
}

const advice = new Map([
  ['forbidden', 'directoryAdmin may not read users: the role of an administrator is missing'],
  ['accessNotConfigured', 'the Admin SDK API is not enabled in the project of the service account'],
  ['SERVICE_DISABLED', 'the Admin SDK API is not enabled in the project of the service account'],
])

/** Google says 403 where others say 429 (…/directory/v1/limits). Undefined: no try would help. */
function pauseAfter(status: number, reason: string, told: string | null): number | undefined {
  const isBusy = status === 429 || status >= 500 || busy.has(reason)
  if (!isBusy) return undefined
  const seconds = Number(told ?? Number.NaN)
  return told !== null && seconds >= 0 ? Math.min(seconds, 3600) : (busy.get(reason) ?? 5)
}

const busy = new Map([
  ['userRateLimitExceeded', 5],
  ['rateLimitExceeded', 5],
  ['quotaExceeded', 60],
])
