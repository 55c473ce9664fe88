import type { Path } from '../../diagnostics/diagnostic.ts'
import { suggest } from '../suggest.ts'
import { list, quote } from '../words.ts'
import type { ShapeFinding } from './context.ts'

export function unknownType(source: Path, type: string, types: readonly string[]): ShapeFinding {
  const meant = suggest(type, types)
  return {
    rule: 'schema/unknown-type',
    severity: 'error',
    at: [...source, 'type'],
    message: `unknown source type ${quote(type)}`,
    label: meant === undefined ? undefined : `did you mean ${quote(meant)}?`,
    help: meant === undefined ? `the types of this version are ${list(types)}` : `write type: ${meant}`,
    failed: [[...source, 'type']],
  }
}
