import { isMap } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { secretForm } from '../../diagnostics/secret-form.ts'
import { suggest } from '../suggest.ts'
import { isRecord } from '../typed-lists.ts'
import { quote } from '../words.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'
import { betweenCommas, entries, inBrackets, isShown, withoutBrackets } from './entries.ts'
import { keyBefore, pairIn } from './pairs-in-text.ts'
import { namesIn } from './rename.ts'
import { isOfType, keyed, toValue, type Value } from './value.ts'

/** A finding, and the words that it tells of, which were read as keys. */
export interface Cut {
  readonly words: readonly string[]
  readonly finding: ShapeFinding
}

/**
 * `{ groups: developers, finance }` and `{ title: Example, Ltd. }`: between braces a comma begins the next key. What was
 * to be the rest of a list or of a text is a key without a value each.
 */
export function cutByComma(map: Path, unknown: readonly string[], context: Context): Cut[] {
  const given = valueAt(context.data, map)
  const node = context.positions.node(map)
  if (!isRecord(given) || !isMap(node) || node.flow !== true) return []
  const empty = new Set(unknown.filter(key => given[key] === null))
  if (empty.size === 0) return []
  // the data has the defaults, too
  const free = namesIn(context.schemaOf(map)).filter(name => !context.positions.has([...map, name]))
  const isWord = (key: string) =>
    empty.has(key) && suggest(key, free) === undefined && keyBefore(key, free) === undefined
  // keys of digits come first in the data
  const place = (key: string) => context.positions.key([...map, key]).start.offset
  const keys = Object.keys(given)
    .filter(key => context.positions.has([...map, key]))
    .sort((a, b) => place(a) - place(b))
  const others = new Set(unknown)
  return keys.flatMap((key, index): Cut[] => {
    if (others.has(key)) return []
    const behind = keys.slice(index + 1)
    const end = behind.findIndex(word => !isWord(word))
    const words = end === -1 ? behind : behind.slice(0, end)
    const value = toValue({ path: [...map, key], keyword: 'type', params: {} }, context)
    const finding = words.length > 0 && !context.hidden(value.path) ? told(value, words) : undefined
    return finding ? [{ words, finding }] : []
  })
}

function told(value: Value, words: readonly string[]): ShapeFinding | undefined {
  const { path, schema, context } = value
  const map = path.slice(0, -1)
  const isPlain = words.every(
    word => secretForm(word) === undefined && !context.hidden([...map, word.replace(/[)\]]$/, '')]),
  )
  if (value.value === null) return isPlain ? commaForColon(value, words) : undefined
  const isList = isOfType(schema, 'array') && (isShown(value) || isOfTexts(value.value))
  const text = isList || !isPlain ? undefined : whole(value, words)
  if (!isList && text === undefined) return undefined
  // `(a, b)`
  const joined = [String(value.value), ...words].join(', ')
  const isText = typeof value.value === 'string' && isShown(value) && isPlain
  const inside = isText ? (withoutBrackets(joined) ?? joined) : undefined
  const items = context.schemaOf([...path, 0])
  const listed =
    inside === undefined
      ? [...entries(value, items), ...words.map(word => (isPlain ? inBrackets(word) : '…'))]
      : betweenCommas(inside, items)
  const all = text ?? `[${listed.join(', ')}]`
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at: path,
    message: `${nameOf(path)} ends at the ",", which begins the next key between braces`,
    label: isList ? 'a list needs brackets' : 'a text with a comma needs quotes',
    help: `write ${keyed(path, all)}`,
    failed: [path, ...words.map(word => [...map, word])],
  }
}

/** `{ idle, 30m }` */
function commaForColon({ path, context }: Value, words: readonly string[]): ShapeFinding | undefined {
  const [word = '', more] = words
  const [map, key] = [path.slice(0, -1), String(path.at(-1))]
  const pair = more === undefined ? pairIn(`${key} ${word}`, map, [key], context) : undefined
  const end = context.positions.key(path).end.offset
  if (pair === undefined || pair.endsWith('…')) return undefined
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at: path,
    on: [end, end + 1],
    message: '"," stands where ":" belongs',
    help: `write ${pair}`,
    failed: [path, [...map, word]],
  }
}

/** `Example, Ltd.`, where such a text may be. */
function whole(value: Value, words: readonly string[]): string | undefined {
  const { schema, value: first } = value
  if (typeof first !== 'string' || !isShown(value) || !isOfType(schema, 'string')) return undefined
  const text = [first, ...words].join(', ')
  const isFit = schema.enum === undefined && new RegExp(schema.pattern ?? '', 'u').test(text)
  return isFit && !text.includes('"') ? quote(text) : undefined
}

const isOfTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every(entry => typeof entry === 'string' || typeof entry === 'number')
