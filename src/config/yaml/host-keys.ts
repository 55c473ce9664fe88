import type { Path } from '../../diagnostics/diagnostic.ts'
import { resolve, root, type Schema, schemaAt } from '../schema/schema.ts'

/** The keys of a map that every type of source or app has: of a broken file nobody knows the types. */
export function hostKeysAt(path: Path): Readonly<Record<string, Schema>> {
  const [list, , ...below] = path
  if (list !== 'sources' && list !== 'apps') return schemaAt(root, path)?.properties ?? {}
  const keys = definition(list === 'sources' ? 'sourceKeys' : 'appKeys').properties ?? {}
  // what is in these depends on the type, but for the directory
  const ofSource = { allow: {}, events: {}, inApp: {}, sync: definition('sync') }
  const entry: Schema = { properties: list === 'apps' ? keys : { ...keys, ...ofSource } }
  return schemaAt(entry, below)?.properties ?? {}
}

const definition = (name: string): Schema => resolve({ $ref: `#/definitions/${name}` })
