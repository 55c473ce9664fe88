import type { Behind } from '../../diagnostics/mask/keys.ts'
import { referenceKinds } from '../place-name.ts'
import { resolve, type Schema } from './schema.ts'

// of a key that is more than one of these the first counts
const strength: readonly Behind[] = ['secret', 'prose', 'either', 'word', 'group']
const both = (one: Behind, other: Behind): Behind =>
  (one === 'word' && other === 'group') || (one === 'group' && other === 'word')
    ? 'either'
    : (strength.find(behind => behind === one || behind === other) ?? one)

/** Every key that these schemas know, wherever it stands: for a text that is no tree. References are known without them. */
export function knownKeys(schemas: readonly Schema[]): Record<string, Behind> {
  const known = new Map<string, Behind>()
  const note = (key: string, behind: Behind) => {
    known.set(key, both(known.get(key) ?? behind, behind))
  }
  const enter = (schema: Schema): void => {
    for (const [key, written] of Object.entries(schema.properties ?? {})) {
      note(key, behindOf(written))
      enter(written)
    }
    for (const below of inside(schema)) enter(below)
  }
  for (const schema of schemas) enter(schema)
  for (const kind of referenceKinds) known.delete(kind)
  return Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The other schemas in a schema. What a `$ref` leads to is a definition, and met as one. */
const inside = ({
  items,
  definitions,
  patternProperties,
  additionalProperties,
  ...schema
}: Schema): Schema[] =>
  [
    items,
    additionalProperties,
    ...Object.values({ ...definitions, ...patternProperties }),
    ...[...(schema.allOf ?? []), ...(schema.anyOf ?? []), schema.if, schema.then, schema.else],
  ].filter(below => typeof below === 'object')

function behindOf(written: Schema): Behind {
  if (isSecret(written)) return 'secret'
  const schema = resolve(written)
  const items = schema.items && resolve(schema.items)
  if (isSecret(schema) || (schema.items && isSecret(schema.items))) return 'secret'
  const types = [schema.type ?? []].flat()
  if (items?.properties !== undefined || types.join() === 'object') return 'group'
  if (types.includes('object') && items === undefined) return 'either'
  const isProse = schema['x-impact'] === 'cosmetic' && types.includes('string')
  return isProse && schema.format === undefined && schema.enum === undefined ? 'prose' : 'word'
}

const isSecret = (schema: Schema) => schema['x-secret'] === true || schema.$ref === '#/definitions/secret'
