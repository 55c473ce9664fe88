import type { Path } from '../../diagnostics/diagnostic.ts'
import type { SchemaError, Validate } from '../schema/validate.ts'
import { type Problem, valueAt } from './context.ts'

/** The errors of a validator, each at its place in the file; `base` is where the checked value stands. */
export function problemsOf(validate: Validate, data: unknown, base: Path): Problem[] {
  if (validate(data)) return []
  return (validate.errors ?? []).filter(isTelling).map(error => toProblem(error, data, base))
}

// what only wraps another error
const wrappers = new Set(['if', 'allOf', 'anyOf', 'oneOf'])
const isTelling = (error: SchemaError) => !wrappers.has(error.keyword) && !('propertyName' in error)

function toProblem({ instancePath, keyword, params }: SchemaError, data: unknown, base: Path): Problem {
  const segments = instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  let here = data
  const path = segments.map(segment => {
    const key = Array.isArray(here) ? Number(segment) : segment
    here = valueAt(here, [key])
    return key
  })
  return { path: [...base, ...path], keyword, params }
}
