import type { Path } from '../diagnostics/diagnostic.ts'
import type { ParsedLayer } from './document.ts'
import type { Finding } from './finding.ts'
import type { Whole } from './overlay.ts'
import { valueAt } from './shape/context.ts'
import { idOf } from './typed-lists.ts'

/** A key that nobody knows and that several files have: each of them has to be corrected. */
export function withOtherFiles(
  findings: readonly Finding[],
  layers: readonly ParsedLayer[],
  whole: Whole,
): readonly Finding[] {
  const placeIn = placesIn(whole)
  return findings.map(finding => {
    if (finding.rule !== 'schema/unknown-key' || finding.on !== 'key') return finding
    const own = finding.layer ?? whole.locate(finding.at).layer
    const others = layers.flatMap(layer => {
      const at = layer === own ? undefined : placeIn(layer, finding.at)
      return at && layer.parsed.positions.has(at)
        ? [{ at, layer, on: 'key' as const, message: 'here too' }]
        : []
    })
    return others.length === 0 ? finding : { ...finding, related: [...(finding.related ?? []), ...others] }
  })
}

/** Where something of all files stands in one of them: entries of lists by their id. Undefined where it has no such entry. */
function placesIn({ data }: Whole): (layer: ParsedLayer, path: Path) => Path | undefined {
  // a file may have a thousand such keys, and each is in an entry of a long list
  const indices = new WeakMap<readonly unknown[], ReadonlyMap<string, number>>()
  const indexOf = (list: readonly unknown[], id: string): number | undefined => {
    const known = indices.get(list) ?? byId(list)
    indices.set(list, known)
    return known.get(id)
  }
  return (layer, path) => {
    const place: (string | number)[] = []
    for (const [depth, segment] of path.entries()) {
      const id = typeof segment === 'number' ? idOf(valueAt(data, path.slice(0, depth + 1))) : undefined
      const list = id === undefined ? undefined : valueAt(layer.parsed.data, place)
      const own = Array.isArray(list) && id !== undefined ? indexOf(list, id) : undefined
      if (id !== undefined && own === undefined) return undefined
      place.push(own ?? segment)
    }
    return place
  }
}

const byId = (list: readonly unknown[]): ReadonlyMap<string, number> =>
  new Map(
    [...list.entries()].reverse().flatMap(([index, entry]) => {
      const id = idOf(entry)
      return id === undefined ? [] : [[id, index] as const]
    }),
  )
