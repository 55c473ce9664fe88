import { isScalar, type Pair, type YAMLMap } from 'yaml'

/** The pair of a key at the top of a file. */
export const keyNamed = (map: YAMLMap, name: string): Pair | undefined =>
  (map.items as Pair[]).find(({ key }) => isScalar(key) && key.value === name)

/** Whether it has a key that a configuration of ours cannot do without. */
export const saysOurs = (map: YAMLMap): boolean =>
  ['publicUrl', 'sources'].some(name => keyNamed(map, name) !== undefined)

export function placeOf({ key }: Pair): readonly [number, number] {
  const [start, end] = (isScalar(key) && key.range) || [0, 0]
  return [start, end]
}
