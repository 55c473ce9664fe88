import type { Schema } from '../schema.ts'
import { branched } from './branches.ts'
import { inWords, mapInWords } from './messages.ts'
import { proposing } from './proposals.ts'

/**
 * The schema in the words of the server of editors (facts: yaml-language-server). It takes and refuses the same files;
 * what differs is what is proposed, what is put in when a proposal is taken, and what is said of a wrong value.
 */
export const forEditors = (schema: Schema): Schema => branched(inWords(proposing(below(schema))))

/** Only where there is something below: `schema` may be any part of a schema. */
function below(schema: Schema): Schema {
  const { properties, patternProperties, additionalProperties, propertyNames } = schema
  const { items, definitions, allOf } = schema
  return {
    ...schema,
    ...(properties && { properties: each(properties) }),
    ...(patternProperties && { patternProperties: each(patternProperties) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: forEditors(additionalProperties),
    }),
    ...(propertyNames && { propertyNames: inWords(propertyNames) }),
    ...(items && { items: mapInWords(forEditors(items)) }),
    ...(definitions && { definitions: each(definitions) }),
    ...(allOf && { allOf: allOf.map(forEditors) }),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ...(schema.then && { then: forEditors(schema.then) }),
    ...(schema.else && { else: forEditors(schema.else) }),
  }
}

const each = (schemas: Readonly<Record<string, Schema>>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, mapInWords(forEditors(schema))]))
