import type { Path } from '../../diagnostics/diagnostic.ts'
import { resolve, root, type Schema, schemaAt } from '../schema/schema.ts'

/** The keys of a map that every type of source or app has: of a broken file nobody knows the types. */
export function hostKeysAt(path: Path): Readonly<Record<string, Schema>> {
  const [list = '', , ...below] = path
  const entry = hostEntry(list)
  return (entry ? schemaAt(entry, below) : schemaAt(root, path))?.properties ?? {}
}

/** An entry of `sources` or `apps`, as far as it is the same for every type. */
export function hostEntry(list: string | number): Schema | undefined {
  if (list !== 'sources' && list !== 'apps') return undefined
  const made = entries.get(list)
  if (made) return made
  const { properties: keys = {}, required = [] } = definition(list === 'sources' ? 'sourceKeys' : 'appKeys')
  // what is in these depends on the type, but for the directory
  const ofSource = { allow: { type: 'object' }, events: {}, inApp: {}, sync: definition('sync') }
  const entry: Schema = { required, properties: list === 'apps' ? keys : { ...keys, ...ofSource } }
  entries.set(list, entry)
  return entry
}

// every line of a broken file asks
const entries = new Map<string, Schema>()

export const definition = (name: string): Schema => resolve({ $ref: `#/definitions/${name}` })
