import type { Path } from '../../diagnostics/diagnostic.ts'
import { isConditions } from './conditions.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { corrected } from './corrected.ts'
import { inBrackets, isShown } from './entries.ts'
import { enumOf, scalar } from './example.ts'
import { isOfType, partsOf, type Value } from './value.ts'
import { yesOrNo } from './yes-no.ts'

/** `keep 1100d` below `audit:` is `{ keep: 1100d }`: each of its lines is a key of that map without its colon. */
export function pairsIn(value: Value): string | undefined {
  const { path, schema, context } = value
  const source = context.positions.source(path)
  if (source === undefined || typeof value.value !== 'string' || !isShown(value)) return undefined
  const keys = Object.keys(schema.properties ?? {})
  const lines = source.split('\n')
  // of one line, conditions say it in more words
  if (lines.length === 1 && isConditions(schema)) return undefined
  const pairs = lines.map(line => pairIn(line.trim(), path, keys, context))
  return pairs.every(pair => pair !== undefined) ? `{ ${pairs.join(', ')} }` : undefined
}

/** `{ groups developers }`: a key and its value are one key without a value. What may be a secret is not repeated. */
export function colonLost(
  at: Path,
  keys: readonly string[],
  context: Context,
): Pick<ShapeFinding, 'at' | 'message' | 'on' | 'help' | 'failed'> | undefined {
  const [map, word] = [at.slice(0, -1), String(at.at(-1))]
  const key = keyBefore(word, keys)
  if (key === undefined || valueAt(context.data, at) !== null) return undefined
  const { offset } = context.positions.key(at).start
  const pair = pairIn(word, map, keys, context)
  return {
    // what follows the key is a part of the path
    at: context.hidden([...map, key]) ? map : at,
    message: 'there is no ":" after this key',
    on: [offset, offset + key.length],
    help: pair === undefined ? 'write ":" after it' : `write ${pair}`,
    failed: [[...map, key]],
  }
}

/** The key that a word begins with, before a blank. */
export function keyBefore(word: string, keys: readonly string[]): string | undefined {
  const key = /^[A-Za-z][\w-]*(?=\s+\S)/.exec(word)?.[0]
  return key !== undefined && keys.includes(key) ? key : undefined
}

/** One line, as the key and the value that it says; `…` for what cannot be that value. */
export function pairIn(
  line: string,
  map: Path,
  keys: readonly string[],
  context: Context,
): string | undefined {
  const key = keys.toSorted((a, b) => b.length - a.length).find(key => line.startsWith(key))
  if (key === undefined || context.hidden([...map, key])) return undefined
  const rest = line.slice(key.length)
  const text = rest.replace(/^\s*[:=：＝]?\s*/, '')
  const isApart = /^[\s:=：＝]/.test(rest)
  const written = asValue(text, [...map, key], context)
  return text === '' || (written === undefined && !isApart) ? undefined : `${key}: ${written ?? '…'}`
}

/** A text as the value of that key, where it can be one. */
function asValue(text: string, path: Path, context: Context): string | undefined {
  const schema = context.schemaOf(path) ?? {}
  if (schema.type === 'boolean') return yesOrNo(text)?.toString()
  if (schema.type === 'integer') return /^[0-9]+$/.exec(text)?.[0]
  if (schema.type === 'array') {
    const items = context.schemaOf([...path, 0])
    const inner = text.replace(/^\[|\]$/g, '')
    return items?.type === 'string' ? `[${partsOf(inner, items).map(inBrackets).join(', ')}]` : undefined
  }
  if (!isOfType(schema, 'string')) return undefined
  const words = enumOf(schema)
  if (words.length > 0) return words.includes(text) ? text : undefined
  if (schema.pattern === undefined) return inBrackets(text)
  return scalar(new RegExp(schema.pattern, 'u').test(text) ? text : corrected(text, schema))
}
