import { soundsBeyondRandom } from '../diagnostics/secret-form.ts'
import { areHeaders, isPerhapsSecretOption } from '../diagnostics/secret-key.ts'
import type { Reference } from './config.ts'
import { isPlainWord } from './exec-word.ts'
import { isPlaceName } from './place-name.ts'
import type { Schema } from './schema/schema.ts'
import { asReference } from './secrets.ts'
import { idOf } from './typed-lists.ts'
import { flow } from './written.ts'

/** What stands in the place of a secret that a sandbox file has written out. */
export const redacted = '‹redacted›'

/** A value of the configuration as it may be printed: references as in the file, nothing that is a secret itself. */
export const printable = (value: unknown): unknown => each(value, written)

/** … with every reference as text: `{ env: GITHUB_CLIENT_SECRET }`. */
export const legible = (value: unknown): unknown => each(value, reference => asText(written(reference)))

/** Options as they may be printed: in a map that somebody else describes any text may be a secret, if it sounds like one. */
export const discreetOptions = (
  options: Readonly<Record<string, unknown>>,
  keys: Schema['properties'] = {},
): Readonly<Record<string, unknown>> =>
  mapped(options, (key, value) => (keys[key]?.['x-free'] === true ? withoutSecrets(value) : value))

/** A text behind what may be the key of a secret, or in the place of a program that prints one. */
export const mayBeSecret = (key: string, value: unknown): boolean =>
  typeof value === 'string' && (isPerhapsSecretOption(key) || key === 'exec')

function withoutSecrets(value: unknown, isHeader = false): unknown {
  if (typeof value === 'string') return isHeader || soundsBeyondRandom(value) ? redacted : value
  if (typeof value !== 'object' || value === null || asReference(value)) return value
  return Array.isArray(value)
    ? value.map(below => withoutSecrets(below, isHeader))
    : mapped(value as Readonly<Record<string, unknown>>, (key, below) =>
        mayBeSecret(key, below) ? redacted : withoutSecrets(below, isHeader || areHeaders(key)),
      )
}

type Written = Readonly<Record<string, unknown>> | string

const asText = (reference: Written): string => (typeof reference === 'string' ? reference : flow(reference))

function written(reference: Reference): Written {
  if ('literal' in reference) return redacted
  // a program may be given a token
  if ('exec' in reference)
    return {
      exec: reference.exec.map((word, index, words) => (isPlainWord(words, index) ? word : redacted)),
    }
  // what is no name of a place is the secret itself, perhaps, written one level too deep
  return mapped(reference, (kind, name) => (isPlaceName(kind, name) ? name : redacted))
}

/** Where a reference has a name that is not shown, such as `sources[github].clientSecret`. */
export function coveredNames(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value))
    return value.flatMap((below, index) => coveredNames(below, `${at}[${idOf(below) ?? index}]`))
  const reference = asReference(value)
  if (reference) return isCovered(reference) ? [at] : []
  return Object.entries(value).flatMap(([key, below]) =>
    coveredNames(below, at === '' ? key : `${at}.${key}`),
  )
}

const isCovered = (reference: Reference): boolean =>
  !('literal' in reference || 'exec' in reference) &&
  Object.entries(reference).some(([kind, name]) => !isPlaceName(kind, name))

const mapped = <T>(map: Readonly<Record<string, T>>, change: (key: string, value: T) => T) =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(key, value)]))

function each(value: unknown, change: (reference: Reference) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(below => each(below, change))
  const reference = asReference(value)
  if (reference) return change(reference)
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, each(below, change)]))
}
