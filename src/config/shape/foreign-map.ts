import type { Path } from '../../diagnostics/diagnostic.ts'
import { discreetly } from '../../diagnostics/secret-form.ts'
import { isEverybody } from '../everybody.ts'
import { root } from '../schema/schema.ts'
import { entryWord, isRecord } from '../typed-lists.ts'
import { list } from '../words.ts'
import { ifEverybody } from './as-map.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'
import { enumOf } from './example.ts'
import { keyed } from './value.ts'
import { withOwnKeys } from './with-own-keys.ts'

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
  const renamed = meantIn(unknown)
  const isEach = unknown.length > 1 && new Set(renamed).size === unknown.length
  const missing = required.length > 0 || isEach ? [...new Set([...required, ...renamed])] : []
  if (missing.length === 0 || keys.length === 0 || unknown.length !== keys.length || !unknown.every(isOwn))
    return undefined
  // a key of the top level, or of a map below it, is there by a slip of another kind
  const isElsewhere = (key: string) => Object.hasOwn(root.properties ?? {}, key)
  const [below] = keys.length === 1 ? Object.values(given) : []
  if (keys.some(isElsewhere) || (typeof below === 'object' && below !== null)) return undefined
  const words = enumOf(schema)
  const fixes = unknown.map(({ fix }) => fix)
  const needs = [...words, `a map with ${list(missing)}`].join(' or ')
  const word = wordIn(given, words)
  const meant = word ?? withOwnKeys(map, given, missing, unknown, context)
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at: [...map, keys[0] ?? ''],
    on: 'key',
    message: `${nameOf(map)} must be ${needs}, and has ${list(keys.map(discreetly))}`,
    help: `write ${keyed(map, meant)}${word === undefined ? ifEverybody(map, schema) : ''}`,
    ...(fixes.every(fix => fix !== undefined) && isEach && { fix: fixes.flat() }),
    failed: [map],
  }
}

/** What those that are nearly another key, or called otherwise here, are meant to be. */
const meantIn = (unknown: readonly ShapeFinding[]): readonly string[] =>
  unknown.flatMap(({ label, failed: [path] }) => (label && path ? [String(path.at(-1))] : []))

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
