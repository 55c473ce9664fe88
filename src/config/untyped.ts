import type { Path } from '../diagnostics/diagnostic.ts'
import type { SchemaOf } from './schemas.ts'
import { valueAt } from './shape/context.ts'
import { entriesIn, isTypedList, typedListNames } from './typed-lists.ts'
import type { Types } from './types.ts'
import { plainText } from './words.ts'

/** A key of an entry whose type nobody knows: what belongs there will be known when the type is. */
export function isOfNoType(at: Path, data: unknown, types: Types, schemaOf: SchemaOf): boolean {
  const [list = '', index = '', key] = at
  if (!isTypedList(list) || key === undefined) return false
  const type = plainText(valueAt(data, [list, index, 'type']))
  return !types[list].has(type) && schemaOf([list, index, key]) === undefined
}

/** How many entries are of no type that anybody knows. */
export const untypedIn = (data: unknown, types: Types): number =>
  typedListNames.reduce(
    (sum, list) => sum + entriesIn(data, list).filter(({ type }) => !types[list].has(plainText(type))).length,
    0,
  )
