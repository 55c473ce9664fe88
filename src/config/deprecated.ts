import type { Path } from '../diagnostics/diagnostic.ts'
import type { ParsedLayer } from './document.ts'
import type { Finding, Spot, Written } from './finding.ts'
import { overlay, positionsBy, type Whole } from './overlay.ts'
import type { Added } from './plugins/read.ts'
import type { Deprecated } from './schema/schema.ts'
import type { SchemaOf } from './schemas.ts'
import { renamed } from './shape/rename.ts'
import { isRecord } from './typed-lists.ts'
import { quote } from './words.ts'

/**
 * The whole with every old name of a key read as the new one, so that nothing behind this knows the old ones; places in
 * the files stay what they are. The same whole where no file has one. Only plugins of the file have old names: the
 * language itself has none (test/config/deprecated.test.ts), and without such plugins nothing is looked for.
 */
export function renewed(
  layers: readonly [ParsedLayer, ...ParsedLayer[]],
  whole: Whole,
  schemaOf: SchemaOf,
  { types }: Added,
): { whole: Whole; findings: readonly Finding[] } {
  if (types.size === 0) return { whole, findings: [] }
  const moves = layers.map(layer => movesIn(layer, path => schemaOf(whole.placeOf(layer, path))))
  if (moves.every(found => found.length === 0)) return { whole, findings: [] }

  const renewals = layers.map((layer, index) => renewal(layer, moves[index] ?? []))
  const [first, ...others] = renewals.map(({ layer }) => layer)
  if (first === undefined) return { whole, findings: [] }
  const inner = overlay([first, ...others])
  const renewalOf = (layer: unknown) => renewals.find(one => one.layer === layer || one.from === layer)
  const written = ({ layer, at }: Written): Written => {
    const renewal = renewalOf(layer)
    return renewal ? { layer: renewal.from, at: renewal.back(at) } : { layer, at }
  }
  const asWritten = <S extends Spot>(spot: S): S =>
    spot.layer ? { ...spot, ...written({ layer: spot.layer, at: spot.at }) } : spot
  return {
    findings: layers.flatMap((layer, index) => (moves[index] ?? []).map(told(layer))),
    whole: {
      ...inner,
      findings: inner.findings.map(finding => ({
        ...asWritten(finding),
        related: (finding.related ?? []).map(asWritten),
      })),
      locate: path => written(inner.locate(path)),
      placeOf: (layer, path) => {
        const renewal = renewalOf(layer)
        return renewal ? inner.placeOf(renewal.layer, renewal.forth(path)) : path
      },
    },
  }
}

/** An old name in a file. */
interface Move extends Deprecated {
  readonly map: Path
  readonly key: string
  /** The new one is there too. */
  readonly both: boolean
}

function movesIn({ parsed: { data } }: ParsedLayer, schemaOf: SchemaOf): Move[] {
  const found: Move[] = []
  const enter = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) for (const [index, entry] of value.entries()) enter(entry, [...path, index])
    if (!isRecord(value)) return
    const { properties = {} } = schemaOf(path) ?? {}
    for (const [key, below] of Object.entries(value)) {
      const deprecated = Object.hasOwn(properties, key) ? properties[key]?.['x-deprecated'] : undefined
      if (deprecated)
        found.push({ map: path, key, ...deprecated, both: Object.hasOwn(value, deprecated.use) })
      enter(below, [...path, key])
    }
  }
  enter(data, [])
  return found
}

const told =
  (layer: ParsedLayer) =>
  ({ map, key, use, since, both }: Move): Finding => {
    const at = [...map, key]
    const found = { rule: 'schema/deprecated-key', at, layer, on: 'key' } as const
    if (both)
      return {
        ...found,
        severity: 'error',
        message: `${quote(key)} is the old name of ${quote(use)}, and both are there`,
        help: `remove ${quote(key)}: since version ${since} it is called ${quote(use)}`,
        related: [{ at: [...map, use], layer, on: 'key', message: 'the new one' }],
      }
    return {
      ...found,
      severity: 'warning',
      message: `${quote(key)} is called ${quote(use)} since version ${since}`,
      label: `now ${quote(use)}`,
      help: `rename it to ${quote(use)}`,
      command: 'sso-kit migrate --write',
      fix: renamed(at, use).map(change => ({ ...change, layer })),
    }
  }

interface Renewal {
  readonly from: ParsedLayer
  /** As if the new names had been written. */
  readonly layer: ParsedLayer
  readonly forth: (path: Path) => Path
  readonly back: (path: Path) => Path
}

function renewal(from: ParsedLayer, moves: readonly Move[]): Renewal {
  const id = (map: Path, key: string | number) => JSON.stringify([...map, key])
  const newNames = new Map(moves.map(({ map, key, use }) => [id(map, key), use]))
  const forth = (path: Path): Path =>
    path.map((segment, depth) => newNames.get(id(path.slice(0, depth), segment)) ?? segment)
  const oldNames = new Map(
    moves.flatMap(({ map, key, use, both }) => (both ? [] : [[id(forth(map), use), key] as const])),
  )
  const back = (path: Path): Path =>
    path.map((segment, depth) => oldNames.get(id(path.slice(0, depth), segment)) ?? segment)

  const renew = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((entry, index) => renew(entry, [...path, index]))
    if (!isRecord(value)) return value
    const entries = Object.entries(value).flatMap(([key, below]) => {
      const use = newNames.get(id(path, key))
      if (use !== undefined && Object.hasOwn(value, use)) return []
      return [[use ?? key, renew(below, [...path, key])] as const]
    })
    return Object.fromEntries(entries)
  }
  const { parsed } = from
  return {
    from,
    forth,
    back,
    layer: {
      ...from,
      parsed: {
        ...parsed,
        data: renew(parsed.data, []),
        positions: positionsBy(path => ({ layer: from, at: back(path) })),
        failed: parsed.failed.map(forth),
      },
    },
  }
}
