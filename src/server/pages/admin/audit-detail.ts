import type { ErrorCode } from '../../../errors.ts'
import type { Page } from '../layout.tsx'

/** What a record of the audit log says beyond the event; what nobody has words for stays as it was written. */
export function detailInWords({ text }: Page, detail: Readonly<Record<string, unknown>>): string {
  const { keys, why, fields, commandLine } = text.admin.detail
  const values: Readonly<Record<string, (value: string) => string>> = {
    by: value => (value === 'command line' ? commandLine : value),
    code: value => of<{ title: string }>(text.errors, value as ErrorCode)?.title ?? value,
    fields: value => of(fields, value) ?? value,
    why: value => of(why, value) ?? value,
  }
  const spoken = (key: string, value: unknown): string => {
    if (Array.isArray(value)) return value.map(each => spoken(key, each)).join(', ')
    if (typeof value !== 'string') return JSON.stringify(value)
    return of(values, key)?.(value) ?? value
  }
  return Object.entries(detail)
    .map(([key, value]) => `${of(keys, key) ?? key}: ${spoken(key, value)}`)
    .join(' · ')
}

/** Keys and values come out of the database: no property of all objects is meant. */
const of = <T>(words: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined
