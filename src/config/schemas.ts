import type { Path } from '../diagnostics/diagnostic.ts'
import { expand } from './schema/expand.ts'
import { root, type Schema, schemaAt } from './schema/schema.ts'
import { entriesIn, typedListOf } from './typed-lists.ts'
import type { Types } from './types.ts'
import { plainText } from './words.ts'

/** Answers what the schemas say about a place of one file. */
export type SchemaOf = (path: Path) => Schema | undefined

const complete = expand(root)

export function schemasOf(data: unknown, types: Types): SchemaOf {
  const entries = { sources: entriesIn(data, 'sources'), apps: entriesIn(data, 'apps') }
  return path => {
    const list = typedListOf(path)
    if (list === undefined) return schemaAt(complete, path)
    const type = types[list].get(plainText(entries[list][Number(path[1])]?.type))
    return type ? schemaAt(type.schema, path, 2) : schemaAt(complete, path)
  }
}
