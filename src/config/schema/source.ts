import { expand } from './expand.ts'
import { resolve, type Schema } from './schema.ts'

/** What the schemas need to know of a plugin. */
export interface Described {
  readonly summary: string
  readonly options: {
    readonly properties: Readonly<Record<string, Schema>>
    readonly required?: readonly string[]
  }
  readonly allow?: Readonly<Record<string, string>>
}

/** The keys of one source type, complete: the host's, `allow`, and the type's own. */
export function sourceSchema(type: string, plugin: Described): Schema {
  const host = definition('sourceKeys')
  const own = plugin.options
  const taken = Object.keys(own.properties).filter(key => key in hostProperties(host, plugin))
  if (taken.length > 0) throw new Error(`plugin "${type}" defines host keys: ${taken.join(', ')}`)
  return expand({
    title: `Source of type ${type}`,
    description: plugin.summary,
    type: 'object',
    additionalProperties: false,
    required: [...(host.required ?? []), ...(own.required ?? [])],
    properties: { ...hostProperties(host, plugin), ...own.properties },
  })
}

/** Keys that every source has, whatever its type. */
export const hostKeys: readonly string[] = [
  ...Object.keys(definition('sourceKeys').properties ?? {}),
  'allow',
]

function hostProperties(host: Schema, { allow = {} }: Described): Record<string, Schema> {
  const lists = Object.entries(allow).map(([key, description]) => [key, allowList(key, description)] as const)
  return {
    ...host.properties,
    allow: { ...definition('allow'), additionalProperties: false, properties: Object.fromEntries(lists) },
  }
}

const allowList = (title: string, description: string): Schema => ({
  title,
  description,
  type: 'array',
  items: { type: 'string', minLength: 1, maxLength: 255 },
  maxItems: 1000,
  uniqueItems: true,
  'x-impact': 'grant',
})

function definition(name: string): Schema {
  return resolve({ $ref: `#/definitions/${name}` })
}
