import { type Host, SsoError } from 'sso-kit/plugin'
import type { Answer } from './calls.ts'
import { nothingThere, notPermitted, olderThanPermission } from './codes.ts'

/** More pages than any list has. */
const mostPages = 2000

/** A row of a list, or why there are no more of them. */
export type Row = { row: unknown } | { fault: string }

/**
 * All rows of a list of the current generation. `hasMore` says nothing: it was seen to be always 1, and to be the
 * other way round. A page that is not full is the last one.
 */
export async function* rowsOf(
  host: Host,
  {
    what,
    size,
    ask,
    refused,
  }: {
    /** For the log: `the people of department 12`. */
    what: string
    /** What is asked for; the server may give less, and says so in `pageSize`. */
    size: number
    ask(page: number): Promise<Answer>
    /** What was refused for the whole app. */
    refused(answer: Answer): Error
  },
): AsyncIterable<Row> {
  let first: string | undefined
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await ask(page)
    if (answer.error !== null && nothingThere.has(answer.error)) return
    if (answer.error !== null && notPermitted.has(answer.error) && answer.error !== olderThanPermission) {
      yield { fault: `${what} cannot be read (${answer.error})` }
      return
    }
    if (answer.error !== null) throw refused(answer)
    const rows: unknown = answer.body.data
    if (!Array.isArray(rows)) {
      const cause = `${what}: "data" is not a list`
      throw new SsoError('source_reply_invalid', { source: host.source, step: 'profile', cause })
    }
    const begins = JSON.stringify(rows[0])
    if (rows.length > 0 && begins === first) {
      yield { fault: `${what}: page ${page} is the first one again` }
      return
    }
    first ??= begins
    for (const row of rows) yield { row }
    const given = Number(answer.body.pageSize)
    if (rows.length < (given > 0 ? Math.min(given, size) : size)) return
  }
  yield { fault: `${what} have no end` }
}
