import { createHash } from 'node:crypto'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { discreetly } from '../../diagnostics/secret-form.ts'
import { isReference } from '../secrets.ts'
import { compare } from './compare.ts'
import {
  type Difference,
  type Identity,
  type Op,
  type Place,
  pathOf,
  type Side,
  type Sides,
} from './difference.ts'
import { type Finding, findingsIn } from './findings.ts'
import { judge } from './judge.ts'
import { following, movesBetween } from './moves.ts'
import { type Showing, showing } from './shown.ts'
import { type Bits, type Class, isAtLeast, type Level, levels } from './verdict.ts'

/** A change as it is told: nothing in it is a secret. */
export interface Change {
  /** `source/allow-organizations`: what changed, whoever's it is. */
  readonly id: string
  readonly class: Class
  readonly level: Level
  readonly op: Op
  /** `sources[github].allow.organizations` */
  readonly path: string
  /** Its two halves: `sources[github]`, or the section of the settings, and `allow.organizations`. */
  readonly part: string
  readonly key: string
  readonly identity: Identity
  /** The value; of a list whose entries are told the entries that went, and that came. Null: there is none. */
  readonly before: unknown
  readonly after: unknown
  /** True where the value is kept somewhere else: `before` and `after` say where. */
  readonly secret: boolean
  readonly bits?: Bits
  readonly explain: readonly string[]
  /** Null where the part is not in that file. */
  readonly baseRange: Place | null
  readonly headRange: Place | null
  readonly fingerprint: string
}

export interface ToldFinding extends Finding {
  readonly fingerprint: string
}

export interface Report {
  /** The heaviest first, and in the order of the file. */
  readonly changes: readonly Change[]
  readonly findings: readonly ToldFinding[]
  /** Null: there is nothing, or nothing but what is cosmetic. */
  readonly highest: Exclude<Level, 'none'> | null
}

/** What the change of a configuration means for people. Pure: the same two sides make the same report on every machine. */
export function report({ base, head }: Pick<Sides, 'base' | 'head'>): Report {
  const moves = movesBetween(base.config, head.config)
  const sides = { base: following(base, moves), head, moves }
  const judged = compare(sides).map(difference => [difference, judge(difference, sides)] as const)
  const show = showing()
  const all = judged.map(([difference, found]) => told(difference, sides, found, show))
  // what no value shows is known by now
  const changes = byLevel(all.map(one => ({ ...one, explain: one.explain.map(show.text) })))
  const findings = byLevel(
    findingsIn(judged, sides).map(one => ({ ...one, explain: one.explain.map(show.text) })),
  ).map(one => ({
    ...one,
    fingerprint: fingerprint(one.id, one.path, one.explain),
  }))
  const highest = levels.find(
    level => level !== 'none' && [...changes, ...findings].some(one => one.level === level),
  )
  return { changes, findings, highest: highest === undefined || highest === 'none' ? null : highest }
}

const byLevel = <T extends { readonly level: Level }>(all: readonly T[]): T[] =>
  levels.flatMap(level => all.filter(one => one.level === level))

function told(
  difference: Difference,
  { base, head }: Sides,
  found: Pick<Change, 'class' | 'level' | 'explain' | 'bits'>,
  show: Showing,
): Change {
  const { op, identity, at, entries } = difference
  const keys = difference.keys.map(discreetly)
  const shown = (value: unknown, side: Side, path: Path | undefined) =>
    show.value(value, { keys: difference.keys, at: path, schemaOf: side.origin?.schemaOf })
  const [before, after] = [shown(difference.before, base, at.base), shown(difference.after, head, at.head)]
  const gone = op === 'remove' ? shown(entries, base, at.base) : null
  const come = op === 'add' ? shown(entries, head, at.head) : null
  const values = entries ? { before: gone, after: come } : { before, after }
  const id = `${identity.kind}/${keys.length === 0 ? words[op] : keys.map(kebab).join('-')}`
  const who = { kind: identity.kind, id: String(show.value(identity.id)) }
  const path = pathOf(who, keys)
  return {
    id,
    class: found.class,
    level: found.level,
    op,
    path,
    part: identity.kind === 'settings' ? (keys[0] ?? '') : pathOf(who),
    key: identity.kind === 'settings' ? keys.slice(1).join('.') : pathOf({ kind: 'settings', id: '' }, keys),
    identity: who,
    ...values,
    secret: isReference(difference.before) || isReference(difference.after),
    ...(found.bits && { bits: found.bits }),
    explain: found.explain,
    baseRange: placeIn(base, at.base),
    headRange: placeIn(head, at.head),
    fingerprint: fingerprint(id, path, op, values.before, values.after),
  }
}

const words: Readonly<Record<Op, string>> = {
  add: 'added',
  remove: 'removed',
  change: 'changed',
  move: 'renamed',
}

const kebab = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()

/** Where something is written, or the nearest above it: what follows from a default is written at the top of the file, or nowhere. */
function placeIn(side: Side, path: Path | undefined): Place | null {
  const { origin } = side
  if (origin === undefined || path === undefined || path.length === 0) return null
  const [list, , ...keys] = path
  const atTheTop = list === 'sources' && keys[0] === 'autoRegister' ? [keys] : []
  for (const one of [path, ...atTheTop]) {
    const { layer, at } = origin.locate(one)
    if (layer.positions?.has(at))
      return { file: layer.file, ...layer.positions[typeof one.at(-1) === 'number' ? 'first' : 'key'](at) }
  }
  return placeIn(side, path.slice(0, -1))
}

/** Short, and the same wherever the lines of the file have come to stand. */
const fingerprint = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)

/** Those from a level on: what a gate is tripped by. */
export const reaching = ({ changes, findings }: Report, level: Level): number =>
  [...changes, ...findings].filter(one => isAtLeast(one.level, level)).length
