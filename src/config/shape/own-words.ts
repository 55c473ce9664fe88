import type { Path } from '../../diagnostics/diagnostic.ts'
import { secretForm } from '../../diagnostics/secret-form.ts'
import { letters } from '../suggest.ts'
import { isRecord } from '../typed-lists.ts'
import { quote } from '../words.ts'
import { flow } from '../written.ts'
import type { Context } from './context.ts'
import { toValue, type Value } from './value.ts'

/** No help repeats more than somebody reads. */
const most = 120

/** A map or a list as its author wrote it, on one line; undefined where it is long, or has something that no message may repeat. */
export function ownWords({
  path,
  value,
  context,
}: Pick<Value, 'path' | 'value' | 'context'>): string | undefined {
  if (!isTold(value, path, context)) return undefined
  const text = flow(value)
  return text.length <= most ? text : undefined
}

/** `[{ idle: 30m }, { lifetime: 8h }]` as the one map that it should be: `{ idle: 30m, lifetime: 8h }`. */
export function inOneMap({
  path,
  value,
  context,
}: Pick<Value, 'path' | 'value' | 'context'>): string | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > 20 || !value.every(isRecord))
    return undefined
  const keys = value.flatMap(entry => Object.keys(entry))
  const maps = value.map((entry, index) => ownWords({ path: [...path, index], value: entry, context }))
  return new Set(keys).size === keys.length && maps.every(map => map !== undefined && map !== '{}')
    ? `{ ${maps.map(map => map?.slice(2, -2)).join(', ')} }`
    : undefined
}

function isTold(value: unknown, path: Path, context: Context): boolean {
  if (context.hidden(path)) return false
  if (Array.isArray(value)) return value.every((entry, index) => isTold(entry, [...path, index], context))
  if (isRecord(value))
    return Object.entries(value).every(
      ([key, below]) => secretForm(key) === undefined && isTold(below, [...path, key], context),
    )
  const { shown } = toValue({ path, keyword: 'type', params: {} }, context)
  return typeof value === 'string' ? shown === quote(value) : value !== null
}

/** What a text says of a key: `groups [a, b]`, `group == "a"`, and with `isNot` `group != "a"`. */
export interface Said {
  readonly key: string
  readonly entries: readonly string[]
  readonly isNot: boolean
}

/** The key and its values where a text begins with a key; of what is more than that, the key alone. */
export function saidIn(text: string, keys: readonly string[]): Said | undefined {
  const statement = /^([\p{L}_-]+)\s*(!=|not in\b|===?|[:=：＝]|in\b|(?=[\s[{"'（(]|$))\s*(.*)$/su
  const [, word = '', sign = '', rest = ''] = statement.exec(text.trim()) ?? []
  const plain = letters(word)
  const key = keys.find(
    name => [letters(name), `${letters(name)}s`].includes(plain) || letters(name) === `${plain}s`,
  )
  if (key === undefined) return undefined
  const inner = rest.replace(/^[[{(（]\s*|\s*[\]})）]$/g, '')
  const entries = inner.split(/\s*[,，、]\s*/).map(entry => entry.replace(/^(["'])(.*)\1$/, '$2'))
  const isMore = entries.some(
    entry => entry === '' || /[&|=<>!(){}[\]"']|^(?:and|or|not)\b|\s(?:and|or|not)\s/.test(entry),
  )
  return { key, entries: isMore ? [] : entries, isNot: /^(?:!|not)/.test(sign) }
}
