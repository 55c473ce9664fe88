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
  readonly directory?: {
    readonly fields: Readonly<Record<string, string>>
    readonly scope?: { readonly pattern: string; readonly form: string }
  }
  readonly events?: Described['options']
  readonly inApp?: true
  readonly starter?: {
    readonly id: string
    readonly name: { readonly en: string }
    readonly keys: Readonly<Record<string, unknown>>
  }
}

/** The keys of one source type, complete: the host's, those of the host that the type has a use for, and its own. */
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

/** Every key of a source that is the host's. */
export const hostKeys: readonly string[] = [
  ...Object.keys(definition('sourceKeys').properties ?? {}),
  'allow',
  'sync',
  'events',
  'inApp',
]

function hostProperties(
  host: Schema,
  { allow = {}, directory, events, inApp }: Described,
): Record<string, Schema> {
  const lists = Object.entries(allow).map(([key, description]) => [key, allowList(key, description)] as const)
  return {
    ...host.properties,
    allow: {
      ...definition('allow'),
      // a map without a list says nothing of who may sign in: it must not be taken for everybody
      minProperties: 1,
      additionalProperties: false,
      properties: Object.fromEntries(lists),
    },
    ...(directory && { sync: syncSchema(directory) }),
    ...(events && { events: eventsSchema(events) }),
    ...(inApp && { inApp: definition('inApp') }),
  }
}

/** The schema of `sync`, with the form that the type's ids of departments have. */
function syncSchema({ scope: ids }: NonNullable<Described['directory']>): Schema {
  const sync = definition('sync')
  const scope = sync.properties?.scope
  const departments = scope?.properties?.departments
  if (ids === undefined || scope === undefined || departments === undefined) return sync
  const items = { ...departments.items, pattern: ids.pattern, 'x-form': ids.form }
  const narrowed = { ...scope, properties: { ...scope.properties, departments: { ...departments, items } } }
  return { ...sync, properties: { ...sync.properties, scope: narrowed } }
}

/** What the vendor signs its events with; a plain `true` where that follows from the other keys. */
function eventsSchema({ properties, required = [] }: Described['options']): Schema {
  const described: Schema = { ...definition('events'), 'x-impact': 'protection' }
  return Object.keys(properties).length === 0
    ? { ...described, type: 'boolean' }
    : { ...described, type: 'object', properties, required }
}

const allowList = (key: string, description: string): Schema => ({
  title: `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
  description,
  type: 'array',
  // a domain that is none would match nobody, whatever the type compares it with
  items: key === 'domains' ? definition('domain') : { type: 'string', minLength: 1, maxLength: 255 },
  maxItems: 1000,
  uniqueItems: true,
  'x-impact': 'grant',
})

function definition(name: string): Schema {
  return resolve({ $ref: `#/definitions/${name}` })
}
