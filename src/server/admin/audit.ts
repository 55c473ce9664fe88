import { usernameKey } from '../../accounts/username.ts'
import type { AuditPlace, AuditRecord } from '../../storage/audit.ts'
import { type AuditEvent, auditEvents } from '../../storage/tables.ts'
import type { Site } from '../site.ts'

const usualAPage = 50

/** A line of the audit log. */
export interface AuditView {
  id: string
  /** ISO 8601, UTC. */
  at: string
  event: AuditEvent
  /** Null: it happened to no account in particular. `username`: as it is now; null: it is gone. */
  account: { id: string; username: string | null } | null
  source: string | null
  address: string | null
  detail: Record<string, unknown>
}

export interface AuditPage {
  records: AuditView[]
  /** What to give as `after` for the page behind this one; null: this is the last. */
  next: string | null
}

/** As it is typed; what cannot be understood asks for nothing, and so does an account that is not there. */
type Zone = 'UTC' | 'server'

export interface AuditQuestion {
  /** Username or id. */
  account?: string | undefined
  event?: string | undefined
  /** Days or moments of ISO 8601, in `zone` where they do not say otherwise. The whole of a day belongs to it. */
  since?: string | undefined
  until?: string | undefined
  /** Default: UTC. */
  zone?: Zone
  after?: string | undefined
}

export async function auditPage(site: Site, question: AuditQuestion, most = usualAPage): Promise<AuditPage> {
  const { accounts, audit } = site.storage
  const { account: named, event: wished } = question
  const account =
    named === undefined
      ? undefined
      : ((await accounts.find(named)) ?? (await accounts.findByUsername(usernameKey(named))))
  const event = auditEvents.find(known => known === wished)
  if ((named !== undefined && !account) || (wished !== undefined && !event))
    return { records: [], next: null }
  const rows = await audit.page({
    accountId: account?.id,
    event,
    since: moment(question.since, question.zone),
    until: moment(question.until, question.zone, 'T24:00'),
    after: placeIn(question.after),
    most: most + 1,
  })
  const shown = rows.slice(0, most)
  const last = shown.at(-1)
  return {
    records: await Promise.all(shown.map(each => viewOf(site, each))),
    next: rows.length > shown.length && last ? `${last.at}.${last.id}` : null,
  }
}

/** What of it cannot be understood, for who would not see that it asked for nothing. */
export function misunderstood({ event, since, until, after }: AuditQuestion): string | undefined {
  if (event !== undefined && !auditEvents.some(known => known === event))
    return `"event" is one of ${auditEvents.join(', ')}`
  for (const [name, text] of Object.entries({ since, until }))
    if (text !== undefined && moment(text) === undefined)
      return `"${name}" is a day such as 2026-11-27, or a moment such as 2026-11-27T08:00Z or …T16:00+08:00`
  return after !== undefined && !placeIn(after) ? '"after" is what "next" of a page was' : undefined
}

async function viewOf(
  { storage }: Site,
  { accountId, at, detail, ...rest }: AuditRecord,
): Promise<AuditView> {
  const account = accountId === null ? undefined : await storage.accounts.find(accountId)
  return {
    ...rest,
    at: new Date(at).toISOString(),
    account: accountId === null ? null : { id: accountId, username: account?.username ?? null },
    detail: JSON.parse(detail) as Record<string, unknown>,
  }
}

/** A day is its beginning or its end. `server`: in the time zone of the pages. */
function moment(text: string | undefined, zone: Zone = 'UTC', ofDay: 'T00:00' | 'T24:00' = 'T00:00') {
  const [, day, time, offset] =
    /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text ?? '') ?? []
  if (day === undefined) return undefined
  const at = Date.parse(`${day}${time ?? ofDay}${offset ?? (zone === 'UTC' ? 'Z' : '')}`)
  return Number.isNaN(at) ? undefined : at
}

function placeIn(text: string | undefined): AuditPlace | undefined {
  const [, at, id] = /^(\d{1,16})\.([0-9a-z]{1,64})$/.exec(text ?? '') ?? []
  return at === undefined || id === undefined ? undefined : { at: Number(at), id }
}
