import type { Path } from '../diagnostics/diagnostic.ts'
import type { Change, Finding } from './finding.ts'
import type { SchemaOf } from './schemas.ts'
import { suggest } from './suggest.ts'
import { isTypedList } from './typed-lists.ts'

/**
 * The finding without its fix where that would touch who may do what. A mistake there is told, with what was probably
 * meant, and corrected by a person: wrong as it is, it gives nobody anything. Where there is no mistake, a fix means the
 * same. `placeOf` leads from a place of the finding to one of the whole.
 */
export function withoutAccess(
  finding: Finding,
  schemaOf: SchemaOf,
  placeOf: (path: Path) => Path = path => path,
): Finding {
  const touches = ({ at, on, text }: Change): boolean => {
    // offsets are of the text that the finding is in; a key that is not one yet is below that
    const path = placeOf(typeof on === 'object' && at.length <= finding.at.length ? finding.at : at)
    return isAccess(on === 'key' ? [...path.slice(0, -1), text] : path, schemaOf)
  }
  return finding.severity === 'error' && finding.fix?.some(touches) ? { ...finding, fix: undefined } : finding
}

/** The schema says so of a place or of what it lies in; or it does not know the type yet, and with it the keys. */
function isAccess(path: Path, schemaOf: SchemaOf): boolean {
  const [list, entry] = path
  const isTyped = isTypedList(list) && entry !== undefined
  if (isTyped && path.length > 2 && path[2] !== 'type' && schemaOf([list, entry, 'allow']) === undefined)
    return true
  // a list of sources says who may sign in, and each of their keys has a word of its own
  let place: Path = []
  return path.some((segment, index) => {
    place = [...place, meant(place, segment, schemaOf)]
    return !(isTyped && index === 0) && schemaOf(place)?.['x-impact'] === 'grant'
  })
}

/** The name of a key, also where it is misspelt. */
function meant(map: Path, key: string | number, schemaOf: SchemaOf): string | number {
  if (typeof key === 'number' || schemaOf([...map, key]) !== undefined) return key
  return suggest(key, Object.keys(schemaOf(map)?.properties ?? {})) ?? key
}
