import type { Path } from '../../diagnostics/diagnostic.ts'
import { isRecord } from '../typed-lists.ts'
import type { Context, Problem } from './context.ts'

/** No list of the language may be longer than this by far; one that is costs the validators the square of its length. */
const suspicious = 1000

/**
 * Lists that have many more entries than they may: each is a problem, and is cut to what may be, so that what else is
 * wrong in a file is found in a time that somebody waits for.
 */
export function cutLongLists({ data, schemaOf }: Pick<Context, 'data' | 'schemaOf'>): Problem[] {
  const problems: Problem[] = []
  const enter = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) {
      const limit = value.length > suspicious ? schemaOf(path)?.maxItems : undefined
      if (limit !== undefined && value.length > limit) {
        problems.push({ path, keyword: 'maxItems', params: { limit } })
        value.length = limit
      }
      for (const [index, below] of value.entries()) enter(below, [...path, index])
    } else if (isRecord(value)) for (const [key, below] of Object.entries(value)) enter(below, [...path, key])
  }
  enter(data, [])
  return problems
}
