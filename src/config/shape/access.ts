import type { Path } from '../../diagnostics/diagnostic.ts'
import type { SchemaOf } from '../schemas.ts'

/** What a change of a value would mean, in the words of `x-impact`; where it says nothing itself, that of what it is in. */
export function impactOf(path: Path, schemaOf: SchemaOf): string | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const impact = schemaOf(path.slice(0, length))?.['x-impact']
    if (impact !== undefined) return impact
  }
  return undefined
}

/** A map that says for whom something is: without one of its keys it might be for more people than was meant. */
export const isCondition = (map: Path, schemaOf: SchemaOf): boolean =>
  map.some(step => step === 'allow' || step === 'when') ||
  Object.hasOwn(schemaOf(map)?.properties ?? {}, 'when')
