import type { Path } from '../diagnostics/diagnostic.ts'
import { alongPaths } from './along-paths.ts'
import { expand } from './schema/expand.ts'
import { child, resolve, root, type Schema } from './schema/schema.ts'
import { entriesIn, typedListOf } from './typed-lists.ts'
import type { Types } from './types.ts'
import { plainText } from './words.ts'

/** Answers what the schemas say about a place of one file. */
export type SchemaOf = (path: Path) => Schema | undefined

const complete = expand(root)

export function schemasOf(data: unknown, types: Types): SchemaOf {
  const entries = { sources: entriesIn(data, 'sources'), apps: entriesIn(data, 'apps') }
  return alongPaths(resolve(complete), (above: Schema | undefined, path, depth) => {
    const list = depth === 1 ? typedListOf(path) : undefined
    const type = list && types[list].get(plainText(entries[list][Number(path[1])]?.type))
    return type ? resolve(type.schema) : above && child(above, path[depth] as string | number)
  })
}
