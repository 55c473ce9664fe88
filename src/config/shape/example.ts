import type { Path } from '../../diagnostics/diagnostic.ts'
import { isSecretKey } from '../../diagnostics/secretive.ts'
import type { Schema } from '../schema/schema.ts'
import { typedListOf } from '../typed-lists.ts'
import { list, variable } from '../words.ts'
import { type Context, valueAt } from './context.ts'

/** What a value may be, as a noun phrase: `a duration such as 30m`, `true or false`. */
export function form(schema: Schema): string {
  if (schema['x-form'] !== undefined) return schema['x-form']
  if (schema['x-secret'] === true) return 'a reference such as { env: NAME }'
  const allowed = enumOf(schema)
  if (allowed.length > 0) return list(allowed, 'or')
  if (schema.format !== undefined && Object.hasOwn(formats, schema.format))
    return formats[schema.format] ?? ''
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])
  return types.map(type => nouns[type] ?? type).join(' or ')
}

const formats: Readonly<Record<string, string>> = {
  uri: 'an address such as https://example.com',
  hostname: 'a host name such as example.com',
}

const nouns: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'a map of keys',
}

/** `key: value` as it could stand in the file. */
export function example(path: Path, schema: Schema, context: Context): string {
  const key = String(path.at(-1))
  return `${key}: ${exampleValue(path, schema, context)}`
}

function exampleValue(path: Path, schema: Schema, context: Context): string {
  if (schema['x-secret'] === true) return secretExample(path, context.data)
  const first = ownExample(path, context) ?? schema.examples?.[0] ?? schema.default ?? enumOf(schema)[0]
  if (typeof first === 'string' || typeof first === 'number' || typeof first === 'boolean')
    return String(first)
  if (schema.type === 'array') return '[…]'
  if (schema.type === 'object') return '{ … }'
  return '…'
}

/** For the id of a source or an app its type, for its name the id as a word: an example of the schema would name another vendor. */
export function ownExample(path: Path, { data, types }: Context): string | undefined {
  const list = typedListOf(path)
  const [, , key, ...below] = path
  if (list === undefined || below.length > 0) return undefined
  const known = (key === 'name' ? ['id', 'type'] : key === 'id' ? ['type'] : [])
    .map(name => valueAt(data, [...path.slice(0, 2), name]))
    .find(value => typeof value === 'string' && /^[a-z][a-z0-9-]{1,62}$/.test(value))
  if (typeof known !== 'string' || key === 'id') return known as string | undefined
  // as the vendor writes it
  const words = [...types.sources.values()].flatMap(
    ({ plugin }) => plugin.summary.match(/[\p{L}\p{N}]+/gu) ?? [],
  )
  return (
    words.find(word => word.toLowerCase() === known) ??
    known.replace(/(?:^|-+)([a-z0-9]?)/g, (_, letter: string) => ` ${letter.toUpperCase()}`).trim()
  )
}

/** `{ env: DINGTALK_CLIENT_SECRET }`: a name that says whose secret it is. */
export function secretExample(path: Path, data: unknown): string {
  const id = typedListOf(path) ? valueAt(data, [...path.slice(0, 2), 'id']) : 'SSO'
  const key = path.findLast(segment => typeof segment === 'string') ?? 'secret'
  const owner = typeof id === 'string' && /^[\w-]{1,63}$/.test(id) ? id : ''
  return `{ env: ${variable(owner, String(key), isSecretKey(String(key)) ? '' : 'secret')} }`
}

/** The allowed words, sorted; those of an `if`/`then` too. */
export function enumOf(schema: Schema): string[] {
  const allowed = schema.enum ?? schema.then?.enum ?? []
  return allowed.map(String).sort()
}
