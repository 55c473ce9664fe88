import type { Path } from '../../diagnostics/diagnostic.ts'
import { secretForm, sounds } from '../../diagnostics/secret-form.ts'
import { mayHavePassword } from '../database-text.ts'
import { referenceKinds, referenceTo } from '../place-name.ts'
import type { Schema } from '../schema/schema.ts'
import { isRecord } from '../typed-lists.ts'
import { listed, plainText } from '../words.ts'
import { impactOf } from './access.ts'
import { type Context, nameOf, type Problem, type ShapeFinding, valueAt } from './context.ts'
import { corrected, isTime } from './corrected.ts'
import { enumOf, limited, ownExample, scalar } from './example.ts'
import { fileReference, referenceText } from './reference-text.ts'
import { withUnits } from './times.ts'

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
function show(value: unknown, path: Path, { hidden, schemaOf, positions }: Context): string {
  if (hidden(path)) return 'what is written there'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  // one of 20 digits is another one by now
  if (typeof value === 'number') return `the number ${positions.source(path) ?? value}`
  if (typeof value !== 'string') return plainText(value)
  const tooMuch = value.length > 60 || value.includes('\n')
  // the words on a button may well be "Password" and another one
  const onPages = schemaOf(path)?.['x-impact'] === 'cosmetic'
  const secret = onPages ? sounds(value) : /(secret|passw|token)\S*\s+\S/i.test(value)
  const inQuery = !tooMuch && /[?&;][^=&\s]*(?:pass|pwd|secret|token|key)[^=&\s]*=/i.test(value)
  if (mayHavePassword(value, path, schemaOf)) return unshown
  return tooMuch || secret || inQuery || secretForm(value) !== undefined ? unshown : `"${value}"`
}

const unshown = 'this text'

/** What to write instead, as near to what was meant as can be told. */
export function instruction({ path, schema, value, shown, context }: Value): string {
  const meant = (shown === unshown ? undefined : corrected(value, schema)) ?? ownExample(path, context)
  // who is let in or believed by default may be more than was meant
  const usual = /^(?:grant|trust)$/.test(impactOf(path, context.schemaOf) ?? '') ? undefined : schema.default
  const inList = schema['x-secret'] === true ? referenceInList(value) : undefined
  if (inList !== undefined) return `write ${keyed(path, inList)}`
  if (context.hidden(path)) return told(schema)
  const elsewhere = referenceInstead(value, schema)
  if (elsewhere !== undefined) return `write ${keyed(path, elsewhere)}`
  const choices =
    meant === undefined && isTime(schema['x-form']) ? withUnits(plainText(value), schema.pattern ?? '') : []
  if (choices.length > 1)
    return `write its unit behind it: ${listed(
      choices.map(text => keyed(path, text)),
      'or',
    )}`
  const instead = scalar(meant ?? usual)
  if (instead === undefined) return told(schema)
  // the usual value is another than the one that is there
  const isUnknown = meant === undefined && isTime(schema['x-form']) && value !== ''
  return isUnknown ? told(schema, keyed(path, instead)) : `write ${keyed(path, instead)}`
}

/** `[env: NAME]` */
function referenceInList(value: unknown): string | undefined {
  const [entry, another] = Array.isArray(value) ? value : []
  const [kind = '', more] = isRecord(entry) ? Object.keys(entry) : []
  return another === undefined && more === undefined && referenceKinds.includes(kind)
    ? referenceTo(kind, plainText((entry as Record<string, unknown>)[kind]))
    : undefined
}

/** `${NAME}` and `./ca.pem`, where a reference may be or has to be. */
export function referenceInstead(value: unknown, schema: Schema): string | undefined {
  if (typeof value !== 'string' || schema.properties?.credential === undefined) return undefined
  return referenceText(value)?.reference ?? (schema['x-ref'] === true ? undefined : fileReference(value))
}

/** Whether a value of this JSON type may stand there. */
export const isOfType = ({ type }: Schema, wanted: string): boolean =>
  type === wanted || (Array.isArray(type) && type.includes(wanted))

/** `key: value`; an entry of a list has no key. */
export const keyed = (path: Path, value: string) =>
  typeof path.at(-1) === 'string' ? `${path.at(-1)}: ${value}` : value

/** The form, where there is more to say about it than that it is text, and what such a value looks like. */
function told(schema: Schema, usual?: string): string {
  const isPlain = schema.type === 'string' && schema['x-form'] === undefined && schema.format === undefined
  const words = isPlain ? described(schema) : `write ${limited(schema)}`
  const such = usual ?? (schema['x-secret'] === true ? undefined : scalar(schema.examples?.[0]))
  return such === undefined || words.includes(' such as ') ? words : `${words}, such as ${such}`
}

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
  const allowed = enumOf(items)
  if (allowed.length > 0 && words.every(part => allowed.includes(part))) return words
  if (form !== undefined && words.every(part => form.test(part))) return words
  // with commas it is a list, even where the entries need to be mended
  const parts = split(/[,，、;；]+/)
  if (form !== undefined && parts.every(part => form.test(part) || corrected(part, items) !== undefined))
    return parts
  return form === undefined ? split(/[,，、]/) : [text]
}
