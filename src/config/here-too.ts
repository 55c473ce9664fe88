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
  if (layers.length < 2) return findings
  return findings.map(finding => {
    if (finding.rule !== 'schema/unknown-key' || finding.on !== 'key') return finding
    const own = finding.layer ?? whole.locate(finding.at).layer
    const others = layers.flatMap(layer => {
      const at = layer === own ? undefined : placeIn(layer, finding.at, whole)
      return at && layer.parsed.positions.has(at)
        ? [{ at, layer, on: 'key' as const, message: 'here too' }]
        : []
    })
    return others.length === 0 ? finding : { ...finding, related: [...(finding.related ?? []), ...others] }
  })
}

/** Where something of all files stands in one of them: entries of lists by their id. Undefined where it has no such entry. */
function placeIn(layer: ParsedLayer, path: Path, { data }: Whole): Path | undefined {
  const place: (string | number)[] = []
  for (const [depth, segment] of path.entries()) {
    const id = idOf(valueAt(data, path.slice(0, depth + 1)))
    if (typeof segment !== 'number' || id === undefined) {
      place.push(segment)
      continue
    }
    const list = valueAt(layer.parsed.data, place)
    const index = Array.isArray(list) ? list.findIndex(entry => idOf(entry) === id) : -1
    if (index === -1) return undefined
    place.push(index)
  }
  return place
}
