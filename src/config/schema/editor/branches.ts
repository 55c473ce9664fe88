import { resolve, type Schema } from '../schema.ts'
import { notEmpty } from './messages.ts'
import { isReference, reference } from './reference.ts'

/** What speaks of maps, and of lists, where a value may be something else. */
const ofLists = ['items', 'minItems', 'maxItems', 'uniqueItems'] as const
const ofMaps = [
  'properties',
  'patternProperties',
  'additionalProperties',
  'required',
  'propertyNames',
  'minProperties',
  'maxProperties',
] as const

/**
 * A key with `properties` is put in as a map and one with `items` as a list, whatever else its value may be. So both
 * stand apart where there is a shorter way to write the value: as a text, or as a reference.
 */
export function branched(schema: Schema): Schema {
  const { $ref: _, ...others } = schema
  if (isReference(schema)) return { ...others, type: 'object', allOf: oneOfThem() }
  const { properties, type, items } = schema
  const mayBeReference = properties?.credential !== undefined
  if (!Array.isArray(type)) return mayBeReference ? kindsOnly(schema) : schema
  if (mayBeReference) return where('object', ofMaps, schema, { allOf: oneOfThem() })
  if (properties) return where('object', ofMaps, schema)
  return items && type[0] === 'string' && type.includes('array') && type.length === 2
    ? where('array', ofLists, schema)
    : schema
}

function where(type: string, keys: readonly (keyof Schema)[], schema: Schema, part?: Schema): Schema {
  const picked = (isPart: boolean) =>
    Object.fromEntries(
      Object.entries(schema).filter(([key]) => keys.includes(key as keyof Schema) === isPart),
    ) as Schema
  return {
    ...picked(false),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    allOf: [...(schema.allOf ?? []), { if: { type }, then: part ?? picked(true) }],
  }
}

/**
 * The keys of a reference alone. Nothing more is proposed below a key of which `maxProperties` says that one is enough,
 * what is said of two are no words of ours, and under the pointer the title would stand in the place of the key's own.
 */
const kindsOnly = ({ properties, additionalProperties }: Schema): Schema => ({
  ...(properties && { properties }),
  ...(additionalProperties !== undefined && { additionalProperties }),
})

/** The rest at each place by itself: what places share has, under the pointer, the title of any of them. */
function oneOfThem(): Schema[] {
  const kinds = Object.keys(resolve(reference).properties ?? {}).join(', ')
  const several = {
    if: { type: 'object', minProperties: 2 },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { type: 'string', errorMessage: `It must be one of ${kinds}, not several.` },
  }
  return [reference, notEmpty(kinds), several]
}

/**
 * Keys that have to be there, asked for from beside the map: within it, all of them would be proposed as one entry, with
 * the examples of any type.
 */
export function needing({ required, allOf = [], ...schema }: Schema): Schema {
  return required === undefined ? { ...schema, allOf } : { ...schema, allOf: [{ required }, ...allOf] }
}
