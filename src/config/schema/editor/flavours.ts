import type { Schema } from '../schema.ts'
import { below } from './below.ts'

/** For a file that is laid over another one: no key has to be there, since the other one may have it. */
export function forOverlays(schema: Schema): Schema {
  const { definitions = {}, ...open } = withoutRequired(schema)
  const entries = ['source', 'app'].flatMap(word => {
    const entry = definitions[word]
    return entry ? [[word, withSecrets(entry)] as const] : []
  })
  return { ...open, definitions: { ...definitions, ...Object.fromEntries(entries) } }
}

const withoutRequired = ({ required: _, ...schema }: Schema): Schema => below(schema, withoutRequired)

/** An entry there seldom says its type: what is a secret in every type that has it may not be written out there either. */
function withSecrets({ allOf = [], ...entry }: Schema): Schema {
  const types = allOf.flatMap(({ then }) => (then?.properties ? [then.properties] : []))
  const keys = [...new Set(types.flatMap(properties => Object.keys(properties)))]
  const secrets = keys.flatMap(key => {
    const [first, ...others] = types.flatMap(properties => secretsOf(properties[key]) ?? [])
    const all = types.filter(properties => properties[key] !== undefined)
    // what is below a map is a secret in none of them or in each
    const isOne = first?.['x-secret'] !== true || others.length + 1 === all.length
    return first !== undefined && isOne ? [[key, first] as const] : []
  })
  return { ...entry, allOf: [...allOf, { properties: Object.fromEntries(secrets) }] }
}

/** A secret, or of a map such as `events` the secrets in it. */
function secretsOf(schema: Schema | undefined): Schema | undefined {
  if (schema?.['x-secret'] === true) return schema
  const maps = [schema, ...(schema?.allOf ?? []).map(({ then }) => then)]
  const inside = maps
    .flatMap(map => Object.entries(map?.properties ?? {}))
    .flatMap(([key, one]) => (one['x-secret'] === true ? [[key, one] as const] : []))
  return inside.length > 0 ? { properties: Object.fromEntries(inside) } : undefined
}

/** For `*.sandbox.yaml`: secrets may be written out. */
export function forSandboxes(schema: Schema): Schema {
  const whole = below(schema, forSandboxes)
  return whole['x-secret'] === true
    ? {
        ...whole,
        type: ['string', 'number', 'boolean', 'object'],
        errorMessage: 'It must be text, or a reference such as { env: NAME }.',
      }
    : whole
}
