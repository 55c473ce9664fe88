import type { Path } from '../../diagnostics/diagnostic.ts'
import type { DraftSource } from '../draft.ts'
import { isUnder } from '../parts.ts'
import { valueAt } from '../shape/context.ts'
import { isRecord } from '../typed-lists.ts'

/** The lists of an `allow` without the entries that are wrong, and where each of the others stands in the file. */
export interface SoundEntries {
  readonly allow: Readonly<Record<string, readonly string[]>>
  readonly indices: Readonly<Record<string, readonly number[]>>
}

/** Undefined where nothing in `allow` is wrong, or more than entries of its lists. */
export function soundEntries(
  { path, failed: keys }: DraftSource,
  data: unknown,
  failed: readonly Path[],
): SoundEntries | undefined {
  const at = [...path, 'allow']
  const written = valueAt(data, at)
  if (!keys.has('allow') || !isRecord(written) || isUnder(at, failed)) return undefined
  const lists = Object.entries(written).filter(([key]) => !isUnder([...at, key], failed))
  const sound = lists.flatMap(([key, list]) => {
    if (!Array.isArray(list)) return []
    const indices = list.flatMap((_, index) => (isUnder([...at, key, index], failed) ? [] : [index]))
    return [{ key, indices, entries: indices.map(index => String(list[index])) }]
  })
  return {
    allow: Object.fromEntries(sound.map(({ key, entries }) => [key, entries])),
    indices: Object.fromEntries(sound.map(({ key, indices }) => [key, indices])),
  }
}
