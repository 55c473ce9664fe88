import type { Path } from '../diagnostics/diagnostic.ts'
import type { SchemaOf } from './schemas.ts'
import { valueAt } from './shape/context.ts'
import { entriesIn, isTypedList, type TypedList, typedListNames } from './typed-lists.ts'
import type { Types } from './types.ts'
import { plainText } from './words.ts'

/** A key of an entry whose type nobody knows: what belongs there will be known when the type is. */
export function isOfNoType(at: Path, data: unknown, types: Types, schemaOf: SchemaOf): boolean {
  const [list = '', index = '', key] = at
  if (!isTypedList(list) || key === undefined) return false
  const type = plainText(valueAt(data, [list, index, 'type']))
  return !types[list].has(type) && schemaOf([list, index, key]) === undefined
}

/** Of every entry that is of no type that anybody knows the list that it is in. */
export const untypedIn = (data: unknown, types: Types): readonly TypedList[] =>
  typedListNames.flatMap(list =>
    entriesIn(data, list).flatMap(({ type }) => (types[list].has(plainText(type)) ? [] : [list])),
  )
