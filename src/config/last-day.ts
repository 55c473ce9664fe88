/** Until when an exception counts. */
export interface LastDay {
  /** As written. */
  readonly until: string | undefined
  /** Where there is none: a day that may be meant as one, and whether the words around it say so. */
  readonly unread: 'end' | 'some' | undefined
}

/** `(until 2027-01-31)` at the end of a text, in brackets of either width; by hand, for a pattern tries every bracket and blank. */
function ending(text: string): { before: string; until: string } | undefined {
  const kept = text.trimEnd()
  if (!')）'.includes(kept.at(-1) ?? ' ')) return undefined
  const from = Math.max(kept.lastIndexOf('('), kept.lastIndexOf('（'))
  const inside = kept.slice(from + 1, -1).trim()
  if (from === -1 || !/^until\s/i.test(inside) || /[)）]/.test(inside)) return undefined
  return { before: kept.slice(0, from).trimEnd(), until: inside.slice('until'.length).trim() }
}

const day = '\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}'
const someDay = new RegExp(day)
const endDay = new RegExp(
  `(?:\\b(?:until|till|through|before|expires?|ends?)|截至|截止|有效期|直到|至|到)[^\\d]{0,8}${day}|${day}日? {0,3}(?:之?前|为?止|到期|截止)`,
  'i',
)

export function lastDayOf(text: string): LastDay {
  const until = ending(text)?.until
  if (until !== undefined) return { until, unread: undefined }
  return { until, unread: endDay.test(text) ? 'end' : someDay.test(text) ? 'some' : undefined }
}

export const withoutLastDay = (text: string): string => ending(text)?.before ?? text.trimEnd()

interface Ending {
  readonly message: string
  readonly help: string
}

/** What is wrong with the last day, if anything. */
export function endOf({ until, unread }: LastDay, now: number | undefined): Ending | undefined {
  if (unread === 'end')
    return {
      message: 'there is a last day here that is not read',
      help: 'write it at the end of the comment, as (until 2027-01-31)',
    }
  if (until === undefined) return undefined
  if (!isDay(until))
    return {
      message: 'the last day of this exception cannot be read',
      help: 'write a day that exists, as (until 2027-01-31)',
    }
  // the whole last day counts, anywhere: it ends where it ends last
  if (now === undefined || new Date(now - 12 * 3_600_000).toISOString().slice(0, 10) <= until)
    return undefined
  return {
    message: `this exception ended on ${until}`,
    help: 'correct what it is about, or decide anew and give a later day',
  }
}

const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
