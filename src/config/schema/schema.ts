import rootSchema from '../../../schemas/root.schema.json' with { type: 'json' }
import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Holds } from '../../options.ts'
import type { Snippet } from './editor/snippets.ts'
import { freeDefinitions } from './free.ts'

/** The part of JSON Schema (draft-07) that this project writes, with its own annotations. */
export interface Schema {
  readonly $schema?: string
  readonly $ref?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly enumDescriptions?: readonly string[]
  readonly defaultSnippets?: readonly Snippet[]
  readonly const?: unknown
  readonly pattern?: string
  readonly format?: string
  readonly default?: unknown
  readonly if?: Schema
  readonly then?: Schema
  readonly else?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly uniqueItems?: boolean
  readonly examples?: readonly unknown[]
  readonly definitions?: Readonly<Record<string, Schema>>
  /** A noun phrase for messages: `a duration such as 30m`. */
  readonly 'x-form'?: string
  readonly 'x-impact'?: string
  readonly 'x-secret'?: boolean
  readonly 'x-ref'?: boolean
  /** What stands where a reference leads: src/config/environment/contents.ts. */
  readonly 'x-holds'?: Holds | 'saml-app-metadata'
  readonly 'x-endpoint'?: boolean
  /** An address that the server calls only where this key is written beside it. */
  readonly 'x-endpoint-with'?: string
  readonly 'x-free'?: boolean
  /** Its name sounds like that of a secret, and its value is none. */
  readonly 'x-public'?: boolean
  /** An old name: what it is called now, and since which version. */
  readonly 'x-deprecated'?: Deprecated
  /** Of the schema for editors, in the words of which editors read this. */
  readonly deprecationMessage?: string
  readonly errorMessage?: string
  readonly doNotSuggest?: boolean
}

export interface Deprecated {
  readonly use: string
  readonly since: string
}

/** `schemas/root.schema.json`, as written by hand, and what free maps are made of. */
export const root: Schema = {
  ...(rootSchema as Schema),
  definitions: { ...rootSchema.definitions, ...freeDefinitions },
}

/** The schema with the `$ref` followed; what stands beside the `$ref` wins. */
export function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema
  const known = resolved.get(schema)
  if (known) return known
  const found = follow(schema)
  resolved.set(schema, found)
  return found
}

// every key of a file asks
const resolved = new WeakMap<Schema, Schema>()

function follow(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema
  const { $ref, ...beside } = schema
  const target = root.definitions?.[$ref.replace('#/definitions/', '')]
  return target === undefined ? beside : { ...resolve(target), ...beside }
}

/** The schema that speaks about a place, or undefined where none does. The first steps of the path may lead to `schema` itself. */
export function schemaAt(schema: Schema, path: Path, from = 0): Schema | undefined {
  let here: Schema | undefined = resolve(schema)
  for (let step = from; step < path.length && here !== undefined; step += 1)
    here = child(here, path[step] as string | number)
  return here
}

/** The schema of one key of a map, or of one entry of a list. */
export function child(schema: Schema, segment: string | number): Schema | undefined {
  if (typeof segment === 'number') return schema.items && resolve(schema.items)
  const { properties, patternProperties, additionalProperties } = schema
  if (properties && Object.hasOwn(properties, segment)) return resolve(properties[segment] as Schema)
  const formed =
    patternProperties &&
    Object.entries(patternProperties).find(([form]) => new RegExp(form, 'u').test(segment))?.[1]
  const found = formed ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  return found && resolve(found)
}
