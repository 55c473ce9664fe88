import type { ErrorCode } from '../../../errors.ts'
import type { AuditView } from '../../admin/audit.ts'
import type { Page } from '../layout.tsx'

/** What a record of the audit log says beyond the event; what nobody has words for stays as it was written. */
export function detailInWords(
  { text }: Page,
  { event, detail }: Pick<AuditView, 'event' | 'detail'>,
): string {
  const { keys, why, fields, commandLine, refusedBy, decision } = text.admin.detail
  const isRefusal = event === 'app-refused'
  const values: Readonly<Record<string, (value: string) => string>> = {
    by: value =>
      isRefusal ? (of(refusedBy, value) ?? value) : value === 'command line' ? commandLine : value,
    code: value => of<{ title: string }>(text.errors, value as ErrorCode)?.title ?? value,
    fields: value => of(fields, value) ?? value,
    lacking: value => lackingInWords(value, text.admin.detail),
    why: value => of(why, value) ?? value,
  }
  const spoken = (key: string, value: unknown): string => {
    if (Array.isArray(value)) return value.map(each => spoken(key, each)).join(', ')
    if (typeof value !== 'string') return JSON.stringify(value)
    return of(values, key)?.(value) ?? value
  }
  const named = (key: string) => (isRefusal && key === 'by' ? decision : (of(keys, key) ?? key))
  return Object.entries(detail)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${named(key)}: ${spoken(key, value)}`)
    .join(' · ')
}

/** The lists of `allow` that have nothing of the person, or why the app could be told nothing of them. */
function lackingInWords(
  value: string,
  { lists, nobody, causes, noValue }: Page['text']['admin']['detail'],
): string {
  const list = (part: string) => {
    const [, key = '', wanted = ''] = /^(\w+): (.*)$/s.exec(part) ?? []
    const words = of(lists, key)
    return words && `${words} ${wanted === 'none' ? nobody : wanted}`
  }
  const parts = value.split('; ').map(list)
  if (!parts.includes(undefined)) return parts.join('; ')
  const [, missing] = /^no (\w+)$/.exec(value) ?? []
  return of(causes, value) ?? (missing === undefined ? value : noValue(missing))
}

/** Keys and values come out of the database: no property of all objects is meant. */
const of = <T>(words: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined
