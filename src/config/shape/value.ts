import type { Path } from '../../diagnostics/diagnostic.ts'
import { secretForm } from '../../diagnostics/secretive.ts'
import { sounds } from '../hidden.ts'
import type { Schema } from '../schema/schema.ts'
import { type Context, nameOf, type Problem, type ShapeFinding, valueAt } from './context.ts'
import { form, ownExample, scalar } from './example.ts'

/** A value that cannot be as it is, with all that is needed to say so. */
export interface Value {
  readonly path: Path
  readonly name: string
  readonly schema: Schema
  readonly value: unknown
  /** The value as a message may show it. */
  readonly shown: string
  readonly params: Problem['params']
  readonly context: Context
}

export interface Told {
  readonly message: string
  readonly help: string
  readonly label?: string | undefined
  readonly related?: ShapeFinding['related']
  readonly fix?: ShapeFinding['fix']
}

export type Tell = (value: Value) => Told

export function toValue({ path, params }: Problem, context: Context): Value {
  const value = valueAt(context.data, path)
  return {
    path,
    name: nameOf(path),
    schema: context.schemaOf(path) ?? {},
    value,
    shown: show(value, path, context),
    params,
    context,
  }
}

/** What is there, in YAML's words, short and never a secret. */
function show(value: unknown, path: Path, { hidden, schemaOf }: Context): string {
  if (hidden(path)) return 'what is written there'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value !== 'string') return String(value)
  const tooMuch = value.length > 60 || value.includes('\n')
  // the words on a button may well be "Password" and another one
  const onPages = schemaOf(path)?.['x-impact'] === 'cosmetic'
  const secret = onPages ? sounds(value) : /(secret|passw|token)\S*\s+\S/i.test(value)
  return tooMuch || secret || secretForm(value) !== undefined ? unshown : `"${value}"`
}

const unshown = 'this text'

/** What to write instead, as near to what was meant as can be told. */
export function instruction({ path, schema, value, shown, context }: Value): string {
  const key = path.at(-1)
  const instead =
    scalar((shown === unshown ? undefined : corrected(value, schema)) ?? ownExample(path, context)) ??
    scalar(schema.default) ??
    scalar(schema.examples?.[0])
  if (instead === undefined || context.hidden(path)) return told(schema)
  return `write ${typeof key === 'string' ? `${key}: ` : ''}${instead}`
}

/** The form, where there is more to say about it than that it is text. */
const told = (schema: Schema) =>
  schema.type === 'string' && schema['x-form'] === undefined && schema.format === undefined
    ? described(schema)
    : `write ${form(schema)}`

/** A plugin says what a key is in its description. */
export function described({ title, description }: Schema): string {
  if (title === undefined || description === undefined) return 'write another value'
  const [first = ''] = description.split('. ')
  return `write the ${title}: ${first.charAt(0).toLowerCase()}${first.slice(1).replace(/\.$/, '')}`
}

/** The entries that one text stands for. A space separates only where an entry cannot have one. */
export function partsOf(text: string, items: Schema = {}): string[] {
  const split = (at: RegExp) => text.split(at).flatMap(part => part.trim() || [])
  const form = items.pattern === undefined ? undefined : new RegExp(items.pattern, 'u')
  const words = split(/[\s,，、;；]+/)
  if (form !== undefined && words.every(part => form.test(part))) return words
  return form === undefined ? split(/[,，、]/) : [text]
}

/** The first of the likely meanings that has the form which is asked for. */
function corrected(value: unknown, { pattern, format, maxLength = 255 }: Schema): string | undefined {
  const asked = pattern ?? (format === 'uri' ? '^https?://' : undefined)
  if (typeof value !== 'string' || value === '' || asked === undefined) return undefined
  const form = new RegExp(asked, 'u')
  return meanings
    .map(meaning => meaning(value, asked))
    .find(text => text !== undefined && text !== value && text.length <= maxLength && form.test(text))
}

/** `8 hours` is 8h. */
function duration(value: string): string | undefined {
  const [, number, unit = ''] = /^([1-9][0-9]{0,5}) ?([smhd])[a-z]*$/i.exec(value) ?? []
  return number === undefined ? undefined : `${number}${unit.toLowerCase()}`
}

/** `htps://example.com` and `example.com` are https://example.com. */
function address(value: string): string | undefined {
  const url = `https://${value.replace(/^(?:[a-z]{1,8}:)?\/\//i, '')}`
  return /^https:\/\/[\w-]+(?:\.[\w-]+)+(?=[:/]|$)/.test(url) && URL.canParse(url) ? url : undefined
}

/** `“Acme Co.”` is Acme Co. */
function words(value: string): string {
  return plain(value)
    .replace(/['‘’]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, ' ')
    .trim()
}

/** `My_Source` is my-source. */
function slug(value: string): string {
  return plain(value)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

/** `staff` is /staff, where a path is asked for. */
const rooted = (value: string, pattern: string) =>
  value.includes('\\') || !pattern.startsWith('^/') ? undefined : `/${value.replace(/^[./]+/, '')}`

const meanings: readonly ((value: string, pattern: string) => string | undefined)[] = [
  duration,
  address,
  words,
  slug,
  rooted,
]

/** Without width and without what shows nothing. */
const plain = (value: string) => value.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
