import { argumentForm } from '../diagnostics/secret-form.ts'
import type { Reference } from './config.ts'
import { isPlaceName } from './place-name.ts'
import { isReference } from './secrets.ts'
import { flow } from './written.ts'

/** What stands in the place of a secret that a sandbox file has written out. */
export const redacted = '‹redacted›'

/** A value of the configuration as it may be printed: references as in the file, nothing that is a secret itself. */
export const printable = (value: unknown): unknown => each(value, written)

/** … with every reference as text: `{ env: GITHUB_CLIENT_SECRET }`. */
export const legible = (value: unknown): unknown => each(value, reference => asText(written(reference)))

type Written = Readonly<Record<string, unknown>> | string

const asText = (reference: Written): string => (typeof reference === 'string' ? reference : flow(reference))

function written(reference: Reference): Written {
  if ('literal' in reference) return redacted
  // a program may be given a token
  if ('exec' in reference)
    return {
      exec: reference.exec.map((word, index, words) =>
        argumentForm(words, index) === undefined ? word : redacted,
      ),
    }
  // what is no name of a place is the secret itself, perhaps, written one level too deep
  return mapped(reference, (kind, name) => (isPlaceName(kind, name) ? name : redacted))
}

const mapped = <T>(map: Readonly<Record<string, T>>, change: (key: string, value: T) => T) =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(key, value)]))

function each(value: unknown, change: (reference: Reference) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(below => each(below, change))
  if (Object.keys(value).length === 1 && isReference(value)) return change(value)
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, each(below, change)]))
}
