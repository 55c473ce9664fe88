import type { Path } from '../diagnostics/diagnostic.ts'
import type { Change, Finding } from './finding.ts'
import type { SchemaOf } from './schemas.ts'
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
    // offsets are of the text that the finding is in
    const path = placeOf(typeof on === 'object' ? finding.at : at)
    return isAccess(on === 'key' ? [...path.slice(0, -1), text] : path, schemaOf)
  }
  return finding.severity === 'error' && finding.fix?.some(touches) ? { ...finding, fix: undefined } : finding
}

/** The schema says so of a place or of what it lies in; or nobody knows yet, since the key or type above it is wrong. */
const isAccess = (path: Path, schemaOf: SchemaOf): boolean =>
  path.some((_, index) => {
    const schema = schemaOf(path.slice(0, index + 1))
    // a list of sources says who may sign in, and each of their keys has a word of its own
    const isList = index === 0 && path.length > 1 && isTypedList(path[0])
    return schema === undefined || (schema['x-impact'] === 'grant' && !isList)
  })
