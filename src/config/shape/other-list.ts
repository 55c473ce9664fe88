import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Layer } from '../document.ts'
import { isUnder } from '../parts.ts'
import { entriesIn, idOf, isRecord } from '../typed-lists.ts'
import { quote } from '../words.ts'
import type { Context, ShapeFinding } from './context.ts'

/** Those whose entries a later file may change, by their ids. */
const lists = ['sources', 'apps', 'grants', 'organizations'] as const

/**
 * Entries of a later file in a list that has none of their ids, where another list of the files under it has all of
 * them: the name of the list is wrong there, or that of the next one is missing above them.
 */
export function withoutOtherLists(
  findings: readonly ShapeFinding[],
  context: Context,
): readonly ShapeFinding[] {
  if (context.alone !== undefined) return findings
  const lacking = new Map<Layer, Map<string, Path[]>>()
  for (const { rule, at } of findings) {
    const [list, index, key, ...more] = at
    if (rule !== 'schema/missing-key' || typeof index !== 'number' || more.length > 0) continue
    if (key !== undefined && key !== 'id') continue
    const { layer } = context.locate(at)
    const ofLayer = lacking.get(layer) ?? new Map<string, Path[]>()
    ofLayer.set(String(list), [...(ofLayer.get(String(list)) ?? []), [String(list), index]])
    lacking.set(layer, ofLayer)
  }
  const told = [...lacking].flatMap(([layer, ofLayer]) =>
    [...ofLayer].flatMap(([list, entries]) => misplaced(list, entries, layer, context)),
  )
  if (told.length === 0) return findings
  const failed = told.flatMap(finding => finding.failed)
  return [...findings.filter(({ at }) => !isUnder(at, failed)), ...told]
}

function misplaced(list: string, entries: readonly Path[], layer: Layer, context: Context): ShapeFinding[] {
  const own = layer.parsed?.data
  const known = listsById(layer, context)
  const places = new Map(entries.map(entry => [context.locate(entry).at[1], entry]))
  const homes = entriesIn(own, list).map((entry, index) => {
    const [home, another] = places.has(index) ? (known.get(idOf(entry) ?? '') ?? []) : []
    return another === undefined ? home : undefined
  })
  return homes.flatMap((home, first) => {
    if (home === undefined || homes[first - 1] === home) return []
    const end = homes.findIndex((other, index) => index > first && other !== home)
    const run = homes.slice(first, end === -1 ? homes.length : end).map((_, index) => first + index)
    const isFree = end === -1 && !(isRecord(own) && Object.hasOwn(own, home))
    const at = places.get(first) ?? []
    const isOne = run.length === 1
    return [
      {
        rule: 'schema/missing-key',
        severity: 'error',
        ...(isFree && first === 0 ? { at: [list], on: 'key', layer } : { at, on: 'first' }),
        message: `${isOne ? 'this is an entry' : `these are ${run.length} entries`} of ${quote(home)}, by ${isOne ? 'its id' : 'their ids'}, and not of ${quote(list)}`,
        help: !isFree
          ? `move ${isOne ? 'it' : 'them'} under ${quote(home)}`
          : first === 0
            ? `write ${home}: in place of ${list}:`
            : `write ${home}: above this line`,
        failed: run.map(index => places.get(index) ?? []),
      },
    ]
  })
}

/** The lists of the files under this one that have an entry of an id. */
function listsById(layer: Layer, { data, locate }: Context): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const list of lists)
    for (const [index, entry] of entriesIn(data, list).entries()) {
      const id = idOf(entry)
      if (id !== undefined && locate([list, index]).layer !== layer)
        found.set(id, [...(found.get(id) ?? []), list])
    }
  return found
}
