import type { Path } from '../diagnostics/diagnostic.ts'
import { expand } from './schema/expand.ts'
import { root, type Schema, schemaAt } from './schema/schema.ts'
import { type SourceType, sourcesIn } from './types.ts'

/** Answers what the schemas say about a place of one file. */
export type SchemaOf = (path: Path) => Schema | undefined

const complete = expand(root)

export function schemasOf(data: unknown, types: ReadonlyMap<string, SourceType>): SchemaOf {
  const sources = sourcesIn(data)
  return path => {
    const [first, index, ...below] = path
    if (first !== 'sources' || typeof index !== 'number') return schemaAt(complete, path)
    const type = types.get(String(sources[index]?.type))
    return schemaAt(type?.schema ?? complete, type ? below : path)
  }
}
