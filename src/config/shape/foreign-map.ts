import type { Path } from '../../diagnostics/diagnostic.ts'
import { discreetly } from '../../diagnostics/secret-form.ts'
import { isEverybody } from '../everybody.ts'
import type { Schema } from '../schema/schema.ts'
import { entryWord, isRecord } from '../typed-lists.ts'
import { list, quote } from '../words.ts'
import { ifEverybody } from './as-map.ts'
import { namesOfFile } from './conditions.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'
import { corrected } from './corrected.ts'
import { isShown } from './entries.ts'
import { enumOf, exampleValue, scalar } from './example.ts'
import { fits } from './fits.ts'
import { movedEnds } from './moved-place.ts'
import { ownWords } from './own-words.ts'
import { takes } from './rename.ts'
import { isOfType, keyed, toValue } from './value.ts'

/**
 * A map that has none of its own keys, and lacks some or has all of them under other names: `scope: { all: true }`,
 * `- dingtalk: ID` in `admins`, `old` and `new` in `moved`. Whoever wrote it thought of another map, and that is one mistake.
 */
export function foreignMap(
  map: Path,
  unknown: readonly ShapeFinding[],
  required: readonly string[],
  context: Context,
): ShapeFinding | undefined {
  const [given, schema] = [valueAt(context.data, map), context.schemaOf(map) ?? {}]
  const isReference = schema.properties?.credential !== undefined
  if (map.length === 0 || entryWord(map) || isReference || !isRecord(given)) return undefined
  const keys = Object.keys(given).filter(key => context.positions.has([...map, key]))
  const isOwn = ({ rule, at }: ShapeFinding) => rule === 'schema/unknown-key' && at.length === map.length + 1
  const missing = required.length > 0 ? required : meantIn(unknown)
  if (missing.length === 0 || keys.length === 0 || unknown.length !== keys.length || !unknown.every(isOwn))
    return undefined
  const words = enumOf(schema)
  const fixes = unknown.map(({ fix }) => fix)
  const needs = [...words, `a map with ${list(missing)}`].join(' or ')
  const word = wordIn(given, words)
  const meant = word ?? asNamed(map, given, missing, unknown, context)
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at: [...map, keys[0] ?? ''],
    on: 'key',
    message: `${nameOf(map)} must be ${needs}, and has ${list(keys.map(discreetly))}`,
    help: `write ${keyed(map, meant)}${word === undefined ? ifEverybody(map, schema) : ''}`,
    ...(fixes.every(fix => fix !== undefined) && { fix: fixes.flat() }),
    failed: [map],
  }
}

/** The keys that several others are meant to be; none where that is not known of each. */
function meantIn(unknown: readonly ShapeFinding[]): readonly string[] {
  const names = unknown.flatMap(({ label, failed: [path] }) => (label && path ? [String(path.at(-1))] : []))
  const isEach = names.length > 1 && names.length === unknown.length && new Set(names).size === names.length
  return isEach ? names : []
}

/** Entries of one list that are all written so: it is told of the first. */
export function oncePerList(findings: readonly ShapeFinding[]): ShapeFinding[] {
  const firsts = new Map<string, ShapeFinding>()
  const others = new Map<ShapeFinding, ShapeFinding[]>()
  const rest = findings.filter(finding => {
    const [map = [], ...more] = finding.failed
    const isForeign = finding.rule === 'schema/unknown-key' && finding.at.length === map.length + 1
    if (!isForeign || more.length > 0 || typeof map.at(-1) !== 'number') return true
    const list = JSON.stringify(map.slice(0, -1))
    const first = firsts.get(list)
    if (first === undefined) {
      firsts.set(list, finding)
      return true
    }
    others.set(first, [...(others.get(first) ?? []), finding])
    return false
  })
  return rest.map(finding => {
    const same = others.get(finding)
    if (same === undefined) return finding
    const fixes = [finding, ...same].map(({ fix }) => fix)
    return {
      ...finding,
      help: `${finding.help}, and so the other ${same.length === 1 ? 'entry' : 'entries'}`,
      related: same.slice(0, mostShown).map(({ at }) => ({ at, on: 'key', message: 'here too' })),
      fix: fixes.every(fix => fix !== undefined) ? fixes.flat() : undefined,
      failed: [finding, ...same].flatMap(({ failed }) => failed),
    }
  })
}

/** Of a list of a thousand entries. */
const mostShown = 4

/** `{ all: true }`, `{ mode: all }` and `{ everyone }`, where a word may stand in the place of the map. */
function wordIn(given: Readonly<Record<string, unknown>>, [word]: readonly string[]): string | undefined {
  const [[key, value] = ['', false], ...more] = Object.entries(given)
  if (word === undefined || more.length > 0) return undefined
  const isSaid = (text: unknown) => typeof text === 'string' && (text === word || isEverybody(text))
  return (isSaid(key) && value !== false) || isSaid(value) ? word : undefined
}

/** The map with its own keys: each with what stands under another name, or, of one pair, the key itself as the first value. */
function asNamed(
  map: Path,
  given: Readonly<Record<string, unknown>>,
  missing: readonly string[],
  unknown: readonly ShapeFinding[],
  context: Context,
): string {
  const [first = '', second, ...further] = missing
  const [[key, value] = ['', undefined], ...more] = Object.entries(given)
  const isPair = more.length === 0 && second !== undefined && further.length === 0
  const keys = isPair ? new Map() : keysFor(missing, unknown)
  if (map[0] === 'moved') {
    const [from, to] = isPair
      ? movedEnds(key, value, context)
      : movedEnds(given[keys.get('from') ?? ''], given[keys.get('to') ?? ''], context)
    if (from !== undefined && to !== undefined) return `{ from: ${from}, to: ${to} }`
  }
  if (isPair && namesOfFile(first, context.data).includes(key)) {
    const text = textOf([...map, key], context.schemaOf([...map, second]), context)
    return `{ ${first}: ${key}, ${second}: ${text} }`
  }
  const pairs = missing.map(name => {
    const at = [...map, name]
    const [schema, other] = [context.schemaOf(at) ?? {}, keys.get(name)]
    return `${name}: ${other === undefined ? exampleValue(at, schema, context) : textOf([...map, other], schema, context)}`
  })
  return `{ ${[...pairs, ...condition(Object.keys(given), missing, context.schemaOf(map), context)].join(', ')} }`
}

/** Without one it would be for everybody. */
function condition(
  keys: readonly string[],
  missing: readonly string[],
  schema: Schema | undefined,
  { data }: Context,
): string[] {
  if (schema?.properties?.when === undefined || missing.includes('when')) return []
  const groups = namesOfFile('group', data)
  return [`when: { group: ${keys.find(key => groups.includes(key)) ?? '…'} }`]
}

/** Under which key each that is missing stands: by its name, or since nothing else is left. */
function keysFor(missing: readonly string[], unknown: readonly ShapeFinding[]): ReadonlyMap<string, string> {
  const nameOf = ({ failed }: ShapeFinding) =>
    failed.map(path => String(path.at(-1))).find(name => missing.includes(name))
  const named = new Map(
    unknown.flatMap(finding => {
      const name = nameOf(finding)
      return name === undefined ? [] : [[name, String(finding.at.at(-1))] as const]
    }),
  )
  const rest = unknown.filter(finding => nameOf(finding) === undefined)
  const open = missing.filter(name => !named.has(name))
  if (rest.length === open.length)
    for (const [index, name] of open.entries()) named.set(name, String(rest[index]?.at.at(-1)))
  return named
}

/** What somebody wrote, where it can stand there and may be shown. */
function textOf(at: Path, schema: Schema = {}, context: Context): string {
  const given = toValue({ path: at, keyword: 'type', params: {} }, context)
  if (typeof given.value === 'object')
    return (
      (takes(schema, given.value) ? ownWords(given) : undefined) ??
      (isOfType(schema, 'array') ? '[…]' : '{ … }')
    )
  if (schema['x-secret'] === true) return exampleValue(at, schema, context)
  const text = isShown(given)
    ? scalar(fits(given.value, schema) ? given.value : corrected(given.value, schema))
    : undefined
  return text === undefined
    ? isOfType(schema, 'array')
      ? '[…]'
      : '…'
    : /[,[\]{}]/.test(text) && !text.startsWith('"')
      ? quote(text)
      : text
}
