import type { Path } from '../diagnostics/diagnostic.ts'
import { resolve, type Schema } from './schema/schema.ts'
import type { Context, ShapeFinding } from './shape/context.ts'
import { namesIn } from './shape/rename.ts'
import { entriesIn, isRecord, isTypedList, type TypedList, typedLists } from './typed-lists.ts'
import { loadType, namesOf, type Types } from './types.ts'
import { plainText, quote } from './words.ts'

/** Entries: of more of them in one file something else is wrong. */
const most = 20

/**
 * `type: github` above the keys of another type: what is unknown there and what is missing is one mistake. Only then are
 * the other types loaded.
 */
export async function withOtherTypes(
  found: readonly ShapeFinding[],
  context: Context,
): Promise<readonly ShapeFinding[]> {
  const groups = new Map<string, ShapeFinding[]>()
  for (const finding of found) {
    const entry = finding.at.slice(0, 2).join(' ')
    const group = groups.get(entry)
    if (group) group.push(finding)
    else groups.set(entry, [finding])
  }
  // what is told in the place of a finding: nothing for all but the first of an entry
  const instead = new Map<ShapeFinding, readonly ShapeFinding[]>()
  for (const group of [...groups.values()].filter(isTorn).slice(0, most)) {
    const told = await ofOtherType(group, context)
    if (told) for (const [index, finding] of group.entries()) instead.set(finding, index === 0 ? [told] : [])
  }
  return found.flatMap(finding => instead.get(finding) ?? [finding])
}

/** It lacks keys of its type and has another, or it has several that are others'. */
function isTorn(group: readonly ShapeFinding[]): boolean {
  const unknown = group.filter(
    ({ rule, at }) =>
      rule === 'schema/unknown-key' && (at.length === 3 || (at.length === 4 && at[2] === 'allow')),
  )
  const lacks = group.some(({ rule, at }) => rule === 'schema/missing-key' && at.length === 2)
  return unknown.length > (lacks ? 0 : 1)
}

async function ofOtherType(
  [first]: readonly ShapeFinding[],
  { data, types, positions }: Context,
): Promise<ShapeFinding | undefined> {
  const [list, index] = first?.at ?? []
  if (!isTypedList(list) || typeof index !== 'number') return undefined
  const entry = entriesIn(data, list)[index] ?? {}
  const type = plainText(entry.type)
  if (!types[list].has(type)) return undefined
  // the data has the defaults, too
  const written = (map: unknown, at: Path) =>
    isRecord(map) ? Object.keys(map).filter(key => positions.has([...at, key])) : []
  const at = [list, index]
  const keys = { own: written(entry, at), allow: written(entry.allow, [...at, 'allow']) }
  const others = namesOf(list, types).filter(name => name !== type)
  const fitting = await Promise.all(
    others.map(async name => ((await fits(name, list, keys, types)) ? [name] : [])),
  )
  const [meant, ...more] = fitting.flat()
  if (meant === undefined || more.length > 0) return undefined
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at: [list, index, 'type'],
    message: `the keys of this ${typedLists[list]} are not those of type ${quote(type)}`,
    label: `did you mean ${quote(meant)}?`,
    help: `write type: ${meant}, which has all of them, or the keys of ${type}`,
    failed: [[list, index]],
  }
}

interface Keys {
  readonly own: readonly string[]
  readonly allow: readonly string[]
}

async function fits(name: string, list: TypedList, { own, allow }: Keys, types: Types): Promise<boolean> {
  const found = await loadType(list, name, types)
  if (found === undefined) return false
  const schema = resolve(found.schema)
  const has = (map: Schema | undefined, keys: readonly string[]) =>
    keys.every(key => namesIn(map).includes(key))
  const limits = schema?.properties?.allow
  return (
    has(schema, own) &&
    has(limits && resolve(limits), allow) &&
    (schema?.required ?? []).every(key => own.includes(key))
  )
}
