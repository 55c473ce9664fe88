import { present } from './people.ts'
import type { State } from './state.ts'

/** Somebody who has left, as it was noted at the time (§4.6). */
export interface Departure {
  userId: string
  name: string
  mobile: string
  /** Milliseconds since 1970. */
  at: number
  leaveReason: 'oapi' | 'cancel' | 'leave' | 'unknown' | 'delete'
}

const mostPerPage = 50
const longestMs = 365 * 24 * 60 * 60_000

/**
 * `GET /v1.0/contact/empLeaveRecords` (§4.6): who left between two times, the first first. The token of the next page
 * means something here only; undefined for a query that makes no sense.
 */
export function leaveRecords({ departures }: State, query: URLSearchParams): object | undefined {
  const [from, to] = [time(query.get('startTime')), time(query.get('endTime'))]
  const most = Number(query.get('maxResults'))
  const start = positionOf(query.get('nextToken') || '0')
  if (!Number.isInteger(most) || most < 1 || most > mostPerPage || start === undefined) return undefined
  if (!(to >= from && to - from <= longestMs)) return undefined
  const found = departures.filter(({ at }) => at >= from && at < to)
  const end = start + most
  return {
    ...(end < found.length && { nextToken: tokenFor(end) }),
    records: found.slice(start, end).map(({ at, mobile, ...who }) =>
      present({
        ...who,
        stateCode: mobile && '86',
        mobile,
        leaveTime: new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      }),
    ),
  }
}

/** NaN for anything that is no ISO time. */
const time = (text: string | null): number =>
  /^\d{4}-\d\d-\d\dT/.test(text ?? '') ? Date.parse(text ?? '') : Number.NaN

const tokenFor = (position: number): string => `L${(position * 97).toString(16).toUpperCase()}`

function positionOf(token: string): number | undefined {
  if (token === '0') return 0
  const position = /^L[0-9A-F]{1,8}$/.test(token) ? Number.parseInt(token.slice(1), 16) / 97 : Number.NaN
  return Number.isInteger(position) ? position : undefined
}
