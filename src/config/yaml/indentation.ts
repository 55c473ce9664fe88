import type { Finding } from '../finding.ts'
import { count } from '../words.ts'
import { type Followed, follow, type Level, type Unit, unitsOf } from './layout.ts'
import type { Token } from './tokens.ts'

type Told = Pick<Finding, 'message' | 'help' | 'label' | 'related'> & { on: [number, number] }

/**
 * The line that is indented by too much or too little, if that is what is wrong at a line of the parser's: moved to
 * where it fits, it makes the file whole, or at least whole for longer.
 */
export function misindented(text: string, error: number, tokens: readonly Token[]): Told | undefined {
  const units = unitsOf(text, tokens)
  const { misfit, levels } = follow(units)
  const found = units[misfit]
  const between = units.filter(({ line }) => line > error && line < (found?.line ?? 0))
  // the parser has read on: it knows better
  if (found === undefined || found.line < error || between.length > 0) return undefined

  const above = units.findLast(({ line }) => line < found.line)
  // what the lines above belong to, if it is that which went astray
  const holder = levels.at(-1)?.last
  const doubtful = doubtIn(units, stepOf(text))
  const around = units.slice(Math.max(0, misfit - 100), misfit + 100)
  const columns = [...new Set([0, ...around.map(({ column }) => column)])].slice(0, 40)
  const lines = new Set([found, above, holder].flatMap(unit => (unit ? [unit.line] : [])))
  const [best] = [...lines]
    .map(line => units.filter(unit => unit.line === line))
    .flatMap(([first]) => (first ? columns.map(column => ({ first, column })) : []))
    .filter(({ first, column }) => column !== first.column)
    .map(move => ({
      ...move,
      ...follow(moved(units, move.first, move.column)),
      among: isAmong(move, above, found),
    }))
    .filter(move => move.misfit > misfit)
    .sort(
      (a, b) =>
        b.misfit - a.misfit ||
        a.odd - b.odd ||
        knownNear(b) - knownNear(a) ||
        Number(doubtful(b.first)) - Number(doubtful(a.first)) ||
        Number(b.among) - Number(a.among) ||
        (a.column % 2) - (b.column % 2) ||
        distance(a) - distance(b) ||
        b.column - a.column ||
        b.first.line - a.first.line,
    )
  const surplus =
    surplusDash(found, levels.at(-1), units, best?.misfit ?? misfit) ??
    dashAbove(found, levels.at(-1), units, best?.misfit ?? misfit)
  if (surplus) return surplus
  return best ? told(best.first, best.column) : mixed(found, levels.at(-1), units.slice(misfit))
}

interface Move {
  readonly first: Unit
  readonly column: number
}

const distance = ({ first, column }: Move): number => Math.abs(column - first.column)

/** No line slips by three levels: where it is that far from, a key of the same name is another one. */
const knownNear = (move: Move & Pick<Followed, 'known'>): number => (distance(move) > 4 ? 0 : move.known)

/** One column beside the entry above it, as a slip of the hand is: then that is where it belongs. */
const isAmong = ({ first, column }: Move, above: Unit | undefined, found: Unit): boolean =>
  first === found &&
  found.kind === 'item' &&
  above?.kind === 'item' &&
  above.column === column &&
  Math.abs(column - found.column) === 1

/** By how many spaces one level is mostly deeper than the one above it, or undefined where nothing is indented by spaces. */
export function stepOf(text: string): number | undefined {
  const columns = text
    .split('\n')
    .filter(line => /^ *[^\s#]/.test(line))
    .map(line => line.search(/[^ ]/))
  const steps = columns.map((column, index) => column - (columns[index - 1] ?? 0)).filter(step => step > 0)
  const times = new Map<number, number>()
  for (const step of steps) times.set(step, (times.get(step) ?? 0) + 1)
  return [...times].sort(([a, often], [b, more]) => more - often || a - b)[0]?.[0]
}

/** Lines that look wrong beside their neighbours: out of the column that both of them share, or by another step than the rest. */
function doubtIn(units: readonly Unit[], step: number | undefined): (unit: Unit) => boolean {
  return unit => {
    const index = units.indexOf(unit)
    const [before, after] = [units[index - 1], units.find(({ line }) => line > unit.line)]
    if (before && after && !unit.open && before.column === after.column && before.column !== unit.column)
      return true
    const parent = units
      .slice(0, index)
      .findLast(({ column, open, kind }) => column < unit.column && (open || kind === 'item'))
    return unit.column - (parent?.column ?? 0) !== step && parent !== undefined
  }
}

const moved = (units: readonly Unit[], { line, column: from }: Unit, to: number): Unit[] =>
  units.map(unit => (unit.line === line ? { ...unit, column: unit.column + to - from } : unit))

// no key is named: the line may be a part of a secret
const told = ({ at, length, column }: Unit, to: number): Told => ({
  on: [at, at + length],
  message: `this line is indented by ${count(column, 'space')}, where ${to} would fit`,
  label: column > to ? 'too far to the right' : 'too far to the left',
  help: to === 0 ? 'remove the spaces before it' : `write ${count(to, 'space')} before it`,
})

/**
 * `- name: Mail` in the column of the keys of its entry: without the dash it is one of them, and goes on at least as well as it would
 * anywhere else. What the entry has already begins another one.
 */
function surplusDash(
  found: Unit,
  level: Level | undefined,
  units: readonly Unit[],
  best: number,
): Told | undefined {
  const index = units.indexOf(found)
  const key = units[index + 1]
  if (found.kind !== 'item' || level?.kind !== 'key' || level.column !== found.column) return undefined
  if (key === undefined || key.line !== found.line || key.kind !== 'key') return undefined
  const isThere = units
    .slice(units.indexOf(level.first), index)
    .some(({ kind, column, name }) => kind === 'key' && column === level.column && name === key.name)
  const without = [...units.slice(0, index), { ...key, column: found.column }, ...units.slice(index + 2)]
  // one unit less
  if (isThere || follow(without).misfit + 1 < best) return undefined
  return { ...amongKeys, on: [found.at, found.at + found.length] }
}

/** `- groups: [a]` above `users: [b]`, in the column of its dash, where a map belongs and no list. */
function dashAbove(
  found: Unit,
  level: Level | undefined,
  units: readonly Unit[],
  best: number,
): Told | undefined {
  const dash = level?.last
  if (dash?.kind !== 'item' || dash !== level?.first || found.kind !== 'key') return undefined
  const types = [level.schema?.type].flat()
  if (found.column !== dash.column || !types.includes('object') || types.includes('array')) return undefined
  const index = units.indexOf(dash)
  const without = units
    .toSpliced(index, 1)
    .map(unit => (unit.line === dash.line ? { ...unit, column: dash.column } : unit))
  // one unit less
  if (follow(without).misfit + 1 < best) return undefined
  return { ...amongKeys, on: [dash.at, dash.at + dash.length] }
}

const amongKeys = {
  message: 'an entry of a list ("- ") stands among the keys of a map',
  help: 'remove the "- "',
}

const beginEntry = 'begin the entry with "- ", such as - id: NAME'

/** `a:` and `- b` in one column: the kind that is there more often is taken for the right one. */
function mixed(found: Unit, level: Level | undefined, rest: readonly Unit[]): Told | undefined {
  if (level?.column !== found.column || level.kind === found.kind) return undefined
  const next = rest.slice(1).find(({ column }) => column <= found.column)
  const isList =
    found.kind === 'item' && (next === undefined || next.kind === 'item' || next.column < found.column)
  const wrong = isList ? level.last : found
  return {
    on: [wrong.at, wrong.at + wrong.length],
    ...(isList
      ? { message: 'a key stands where the lines below are entries of a list', help: beginEntry }
      : found.kind === 'item'
        ? amongKeys
        : { message: 'a key stands among the entries of a list', help: beginEntry }),
    related: isList ? [{ at: [], on: [found.at, found.at + 1], message: 'an entry' }] : [],
  }
}
