import type { Schema } from '../schema.ts'
import { mapInWords } from './messages.ts'

/** `allow` of a source, which may be `[]` as well: nobody. What is proposed and put in is the map. */
export function orNobody(allow: Schema): Schema {
  const { allOf: [isMap, ...others] = [], ...map } = mapInWords(allow)
  const hasLists = Object.keys(allow.properties ?? {}).length > 0
  if (isMap === undefined || !hasLists) return allow
  return { ...map, allOf: [{ if: { type: 'array', maxItems: 0 }, else: isMap }, ...others] }
}
