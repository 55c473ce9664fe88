import { type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { Path } from '../diagnostics/diagnostic.ts'
import { changedTwice } from './changed-twice.ts'
import { type Clash, differentKinds, differentTypes, differentVersions, isReference } from './conflict.ts'
import type { Parsed, ParsedLayer } from './document.ts'
import { emptiedList, emptyFiles } from './empty-overlay.ts'
import type { Finding, Locate, Written } from './finding.ts'
import { lostMoves } from './lost-moves.ts'
import { wrongOrder } from './overlay-order.ts'
import type { Positions } from './positions.ts'
import { seenFrom } from './relative.ts'
import type { SchemaOf } from './schemas.ts'
import { idOf, isRecord } from './typed-lists.ts'
import { widenedNot } from './widened-not.ts'

/** What the files of a configuration say together. */
export interface Whole extends Parsed {
  readonly locate: Locate
  /** Where something of one file stands in the whole. */
  readonly placeOf: (layer: ParsedLayer, path: Path) => Path
  /** Where the files contradict each other. */
  readonly findings: readonly Finding[]
}

/**
 * Each file laid over those before it: maps merge, lists whose entries have an `id` merge by it, and of everything
 * else, references too, the last one counts.
 */
export function overlay([first, ...others]: readonly [ParsedLayer, ...ParsedLayer[]]): Whole {
  if (others.length === 0)
    return {
      ...first.parsed,
      locate: at => ({ layer: first, at }),
      placeOf: itself,
      findings: [],
    }

  const layers = [first, ...others]
  const findings = [...differentVersions(layers), ...emptyFiles(others), ...wrongOrder(layers)]
  const whole = merged(
    layers.map(layer => ({ layer, at: [], data: seenFrom(first.folder, layer) })),
    findings,
  )
  const locate = (path: Path) => locateIn(whole, path)
  const placeOf = (layer: ParsedLayer, path: Path) => placeIn(whole, layer, path)
  return {
    document: { contents: nodeOf(whole) },
    positions: positionsBy(locate),
    data: whole.data,
    failed: [
      ...findings.flatMap(({ layer, failed }) => (failed ? [placeOf(layer, failed)] : [])),
      ...layers.flatMap(layer => layer.parsed.failed.map(path => placeOf(layer, path))),
    ],
    locate,
    placeOf,
    findings,
  }
}

/** Of a file that is the only one. */
const itself: Whole['placeOf'] = (_, path) => path

/** What the schemas say about the places of one file; the same function where it is the only one, so that what was found out is known. */
export const schemaIn = (layer: ParsedLayer, { placeOf }: Whole, schemaOf: SchemaOf): SchemaOf =>
  placeOf === itself ? schemaOf : path => schemaOf(placeOf(layer, path))

/** A value of the whole, with the file that wrote it. A map or list of several files is said to be the first one's. */
interface Part extends Written {
  readonly layer: ParsedLayer
  readonly data: unknown
  /** What is in it, where that comes from several files. Absent: all of it is in `layer`. */
  readonly below?: ReadonlyMap<string | number, Part>
  /** For a list: where the entries of a file have come to stand. Absent: where they were. */
  readonly moved?: ReadonlyMap<ParsedLayer, readonly number[]>
}

function merged(files: readonly Part[], findings: Clash[]): Part {
  const merge = (first: Part, second: Part): Part => {
    if (isReference(first.data)) {
      findings.push(...differentKinds(first, second))
      return second
    }
    if (isRecord(first.data) && isRecord(second.data)) {
      findings.push(...differentTypes(second, child(first, 'type'), child(second, 'type')))
      findings.push(...widenedNot(first, second))
      return mergeMaps(first, second, merge)
    }
    if (areMergedById(first.data, second.data)) {
      findings.push(...changedTwice(first, second))
      return mergeLists(first, second, merge)
    }
    // a map by the ids, where the list belongs: what is laid over it would hide that
    if (isMapOfEntries(first.data) && isKeyed(second.data)) return first
    // `admins` has no ids, and is as much to lose
    if (isKeyed(first.data) || isSection(first)) findings.push(...emptiedList(first, second))
    findings.push(...lostMoves(first, second))
    return second
  }
  // a file without a value, such as one of nothing but comments, changes nothing
  const saying = files.filter(({ data }) => data !== null && data !== undefined)
  return (saying.length > 0 ? saying : files).reduce(merge)
}

type Merge = (first: Part, second: Part) => Part

function mergeMaps(first: Part, second: Part, merge: Merge): Part {
  const below = new Map(Object.keys(first.data as object).map(key => [key, child(first, key)]))
  for (const key of Object.keys(second.data as object)) {
    const [before, own] = [below.get(key), child(second, key)]
    below.set(key, before ? merge(before, own) : own)
  }
  return mapOf(first, below)
}

const mapOf = ({ layer, at }: Written & Pick<Part, 'layer'>, below: ReadonlyMap<string, Part>): Part => ({
  layer,
  at,
  below,
  data: Object.fromEntries([...below].map(([key, { data }]) => [key, data])),
})

function mergeLists(first: Part, second: Part, merge: Merge): Part {
  const entries = (first.data as unknown[]).map((_, index) => child(first, index))
  const open = new Map<string | undefined, number>()
  for (const [index, { data }] of entries.entries()) if (!open.has(idOf(data))) open.set(idOf(data), index)
  open.delete(undefined)
  const moved = (second.data as unknown[]).map((entry, index) => {
    const own = child(second, index)
    const at = open.get(idOf(entry))
    const before = at === undefined ? undefined : entries[at]
    if (at === undefined || before === undefined) return entries.push(own) - 1
    // an id that one file has twice stays there twice: that is a mistake to be told
    open.delete(idOf(entry))
    entries[at] = withIdOf(before, merge(before, own))
    return at
  })
  return {
    layer: first.layer,
    at: first.at,
    below: new Map(entries.entries()),
    moved: new Map(first.moved).set(second.layer, moved),
    data: entries.map(({ data }) => data),
  }
}

/** The file that comes later only says which entry it means. */
const withIdOf = (before: Part, { below, ...part }: Part): Part =>
  below ? { ...part, below: new Map(below).set('id', child(before, 'id')) } : part

const isKeyed = (data: unknown): boolean =>
  isListOfMaps(data) && (data as unknown[]).some(entry => idOf(entry) !== undefined)

/** Lists by id, also where the ids of one of them are misspelt: as a list in place of the other it would hide what is wrong. */
const areMergedById = (first: unknown, second: unknown): boolean =>
  (isKeyed(first) && isListOfMaps(second)) || (isListOfMaps(first) && isKeyed(second))

/** A sign without an entry behind it is a mistake of its own. */
const isListOfMaps = (data: unknown): boolean =>
  Array.isArray(data) && data.some(isRecord) && data.every(entry => isRecord(entry) || entry === null)

const isSection = ({ data, at }: Part): boolean => at.length === 1 && isListOfMaps(data)

const isMapOfEntries = (data: unknown): boolean => {
  const entries = isRecord(data) ? Object.values(data) : []
  return entries.length > 0 && entries.every(isRecord)
}

function child({ layer, at, data, below }: Part, segment: string | number): Part {
  const value = (data as Readonly<Record<string | number, unknown>>)[segment]
  return below?.get(segment) ?? { layer, at: [...at, segment], data: value }
}

function locateIn(whole: Part, path: Path): Written & Pick<Part, 'layer'> {
  let part = whole
  for (const [depth, segment] of path.entries()) {
    const next = part.below?.get(segment)
    if (next === undefined) return { layer: part.layer, at: [...part.at, ...path.slice(depth)] }
    part = next
  }
  return part
}

function placeIn(whole: Part, layer: ParsedLayer, path: Path): Path {
  // most stand where they stood, and every key of a file asks
  let moved: (string | number)[] | undefined
  let part: Part | undefined = whole
  for (let depth = 0; depth < path.length && part !== undefined; depth += 1) {
    const segment = path[depth] as string | number
    const here: string | number =
      typeof segment === 'number' ? (part.moved?.get(layer)?.[segment] ?? segment) : segment
    if (here !== segment) {
      moved ??= [...path]
      moved[depth] = here
    }
    part = part.below?.get(here)
  }
  return moved ?? path
}

export function positionsBy(locate: (path: Path) => Written & Pick<Part, 'layer'>): Positions {
  const ask =
    <T>(question: (positions: Positions, at: Path) => T) =>
    (path: Path): T => {
      const { layer, at } = locate(path)
      return question(layer.parsed.positions, at)
    }
  return {
    key: ask((positions, at) => positions.key(at)),
    value: ask((positions, at) => positions.value(at)),
    first: ask((positions, at) => positions.first(at)),
    has: ask((positions, at) => positions.has(at)),
    where: ask((positions, at) => positions.where(at)),
    source: ask((positions, at) => positions.source(at)),
    node: ask((positions, at) => positions.node(at)),
  }
}

/** The nodes of all files as one tree. */
function nodeOf({ layer, at, data, below }: Part): Node | null {
  if (below === undefined) return layer.parsed.positions.node(at) ?? null
  if (Array.isArray(data)) {
    const list = new YAMLSeq()
    list.items = [...below.values()].map(nodeOf)
    return list
  }
  const map = new YAMLMap()
  map.items = [...below].map(([key, part]) => new Pair(new Scalar(key), nodeOf(part)))
  return map
}
