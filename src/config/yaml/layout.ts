import { linesOf } from '../../diagnostics/lines.ts'
import { child, resolve, root, type Schema } from '../schema/schema.ts'
import { definition, hostEntry } from './host-keys.ts'
import type { Token } from './tokens.ts'

/** A key, or the "-" of an entry, at the beginning of a line. */
export interface Unit {
  readonly kind: 'key' | 'item'
  /** Of a key. */
  readonly name: string
  readonly at: number
  readonly length: number
  readonly line: number
  /** Spaces before it; for a key behind "- ", that counts too. */
  readonly column: number
  /** Nothing follows in its line: what is below belongs to it. */
  readonly open: boolean
}

/** Keys and entries outside of brackets, in the order of the file. */
export function unitsOf(text: string, tokens: readonly Token[]): Unit[] {
  const lines = linesOf(text)
  const lineOf = (token: Token | undefined) => token && lines.position(token.start).line
  return tokens.flatMap((token, index): Unit[] => {
    if (token.inside !== undefined) return []
    const isKey = tokens[index + 1]?.kind === 'map-value-ind' && /^plain$|quoted/.test(token.kind)
    if (!isKey && token.kind !== 'seq-item-ind') return []
    // a key that is indented too far goes on with the value above it
    const lineBreak = token.text.lastIndexOf('\n')
    if (!token.first && lineBreak === -1) return []
    const folded = token.text.slice(lineBreak + 1).trimStart()
    const at = token.start + token.text.length - folded.length
    const { line, column } = lines.position(at)
    // an entry below a value that it seems to go on with
    const dash = /^-[ \t]+/.exec(folded)?.[0] ?? ''
    let behind = index + (isKey ? 2 : 1)
    while (/^(anchor|tag)$/.test(tokens[behind]?.kind ?? '')) behind += 1
    const unit = {
      kind: isKey ? ('key' as const) : ('item' as const),
      name: folded.slice(dash.length).replace(/^["']|["']$/g, ''),
      at: at + dash.length,
      length: folded.length - dash.length,
      line,
      column: column - 1 + dash.length,
      open: lineOf(tokens[behind]) !== line,
    }
    const entry = {
      ...unit,
      kind: 'item' as const,
      name: '-',
      at,
      length: 1,
      column: column - 1,
      open: false,
    }
    return dash === '' ? [unit] : [entry, unit]
  })
}

/** A list or a map on the way down to a line. */
export interface Level {
  readonly kind: Unit['kind']
  readonly column: number
  readonly first: Unit
  /** What may be in it, where the schema knows. */
  readonly schema: Schema | undefined
  /** Of a map. */
  readonly keys: Set<string>
  last: Unit
}

export interface Followed {
  /** The first unit that belongs to nothing above it, or the number of units. */
  readonly misfit: number
  /** The levels at that place. */
  readonly levels: readonly Level[]
  /** How many keys have nothing in them, or stand where the schema does not know them, or where they are already. */
  readonly odd: number
  /** How many keys stand where the schema knows them. */
  readonly known: number
}

/** What may be below the last unit of the innermost level. */
function schemaIn(levels: readonly Level[]): Schema | undefined {
  const [top, list] = levels
  const level = levels.at(-1)
  if (level === undefined) return resolve(root)
  if (level === list && level.kind === 'item' && top?.kind === 'key') {
    const entry = hostEntry(top.last.name)
    if (entry) return entry
  }
  const { schema, last } = level
  // wherever a type has this key, it is a condition
  if (schema === undefined) return last.name === 'when' ? definition('when') : undefined
  return child(schema, last.kind === 'item' ? 0 : last.name)
}

/** Goes down the file as a reader of YAML does. */
export function follow(units: readonly Unit[]): Followed {
  const levels: Level[] = []
  let odd = 0
  let known = 0
  const enter = (unit: Unit) =>
    levels.push({
      kind: unit.kind,
      column: unit.column,
      first: unit,
      schema: schemaIn(levels),
      keys: new Set(),
      last: unit,
    })
  const note = ({ kind, name }: Unit) => {
    const level = levels.at(-1)
    if (kind !== 'key' || level === undefined) return
    const { properties, additionalProperties } = level.schema ?? {}
    const isKnown = properties !== undefined && Object.hasOwn(properties, name)
    const isStrange = !isKnown && properties !== undefined && additionalProperties === false
    if (isStrange || level.keys.has(name)) odd += 1
    else if (isKnown) known += 1
    level.keys.add(name)
  }
  for (const [index, unit] of units.entries()) {
    const above = units[index - 1]
    while ((levels.at(-1)?.column ?? -1) > unit.column) levels.pop()
    let level = levels.at(-1)
    // a list may begin in the column of its key; the next key ends it
    const list = level?.column === unit.column && level.kind === 'item' && unit.kind === 'key'
    if (list && levels.at(-2)?.column === unit.column) {
      levels.pop()
      level = levels.at(-1)
    }
    const isChild = above !== undefined && level?.last === above && (above.open || above.line === unit.line)
    const deeper = level === undefined ? index === 0 : unit.column > level.column
    const beside = isChild && unit.kind === 'item' && level?.kind === 'key' && level.column === unit.column
    if (deeper && (isChild || index === 0)) enter(unit)
    else if (beside) enter(unit)
    else if (!deeper && level?.column === unit.column && level.kind === unit.kind) {
      if (isChild && unit.kind === 'key') odd += 1
      level.last = unit
    } else return { misfit: index, levels, odd, known }
    note(unit)
  }
  return { misfit: units.length, levels, odd, known }
}
