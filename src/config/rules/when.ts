import type { Path } from '../../diagnostics/diagnostic.ts'
import type { OneOrMore, When } from '../draft.ts'

type Told = 'source' | 'department' | 'domain' | 'title'

/** Every value that a condition compares one key with, however deep it lies, with its place. */
export function valuesIn(when: When, at: Path, key: Told): { at: Path; value: string }[] {
  const { all = [], any = [], not } = when
  return [
    ...spread(when[key], [...at, key]),
    ...all.flatMap((below, index) => valuesIn(below, [...at, 'all', index], key)),
    ...any.flatMap((below, index) => valuesIn(below, [...at, 'any', index], key)),
    ...(not ? valuesIn(not, [...at, 'not'], key) : []),
  ]
}

/** The values of a key, each with its place. */
export function spread(value: OneOrMore | undefined, at: Path): { at: Path; value: string }[] {
  if (value === undefined) return []
  return typeof value === 'string'
    ? [{ at, value }]
    : value.map((each, index) => ({ at: [...at, index], value: each }))
}

/** What is found out about a condition: every level of it asks again, for every source. */
export function oncePerCondition<T>(find: (when: When) => T): (when: When) => T {
  const known = new WeakMap<When, T>()
  return when => {
    const found = known.get(when) ?? find(when)
    known.set(when, found)
    return found
  }
}
