import type { Host } from 'sso-kit/plugin'

const minuteMs = 60_000
/** Whoever sends frames that are none sends many. */
const mostAMinute = 10

/** Tells the log of what was refused; a line that comes after others were left out says how many these were. */
export function refusing({
  source,
  log,
  now,
}: Pick<Host, 'source' | 'log' | 'now'>): (cause: string) => void {
  let since = Number.NEGATIVE_INFINITY
  let told = 0
  let untold = 0
  return cause => {
    if (now() - since >= minuteMs) {
      since = now()
      told = 0
    }
    if (told === mostAMinute) {
      untold += 1
      return
    }
    log.warn({ source, cause, ...(untold > 0 && { untold }) }, 'an event of the connection was refused')
    told += 1
    untold = 0
  }
}
