import type { Page } from './layout.tsx'

const minute = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
} as const
const second = { ...minute, second: '2-digit' } as const

/** In the server's time zone (`TZ`), and with its name. */
export const momentOf = (at: number, { locale }: Page, parts: object = minute): string =>
  new Intl.DateTimeFormat(locale, { ...parts, timeZoneName: 'short' }).format(at)

export const dayOf = (at: number, { locale }: Page): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at)

/** For programs in UTC, as the log and the commands have it. `at` is ISO 8601. */
export function Moment({ page, at }: { page: Page; at: string }) {
  return <time dateTime={at}>{momentOf(Date.parse(at), page, second)}</time>
}
