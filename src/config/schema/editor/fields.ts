import type { Schema } from '../schema.ts'

/** `sync` with our fields as keys, each with the fields that this source has for it. */
export function withFields(sync: Schema, fields: Readonly<Record<string, string>>): Schema {
  const written = sync.properties?.fields
  if (written === undefined) return sync
  const { propertyNames = {}, additionalProperties, examples: _, ...others } = written
  // what ends with a star is completed by whoever knows the organisation
  const defaultSnippets = Object.entries(fields).map(([name, description]) => ({
    label: name,
    description,
    body: name.replace('*', '$1'),
  }))
  const value: Schema = { ...(additionalProperties as Schema), defaultSnippets }
  const ours = (propertyNames.examples ?? []).map(String)
  const keys = ours.map(name => [
    name,
    { ...value, description: `The source's field that ${name} is taken from.` },
  ])
  return {
    ...sync,
    properties: {
      ...sync.properties,
      fields: {
        ...others,
        properties: Object.fromEntries(keys),
        propertyNames: { ...propertyNames, doNotSuggest: true },
        additionalProperties: value,
      },
    },
  }
}
