import { hasLogin } from '../../diagnostics/address-login.ts'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { discreetly, isCalledSo, secretForm, sounds } from '../../diagnostics/secret-form.ts'
import { isReference } from '../conflict.ts'
import { mayHavePassword } from '../database-text.ts'
import type { Schema } from '../schema/schema.ts'
import { isStranger } from '../stranger.ts'
import { listed, plainText } from '../words.ts'
import { impactOf } from './access.ts'
import { type Context, nameOf, type Problem, type ShapeFinding, valueAt } from './context.ts'
import { corrected } from './corrected.ts'
import { described, enumOf, limited, ownExample, scalar } from './example.ts'
import { possibleTimes } from './possible-times.ts'
import { fileReference, referenceText, valueItself } from './reference-text.ts'

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
  // a line below may be a secret whose key is gone: frames cover it too
  const tooMuch = value.length > 60 || /\n/.test(positions.source(path) ?? value)
  // the words on a button may well be "Password" and another one
  const onPages = schemaOf(path)?.['x-impact'] === 'cosmetic'
  if (tooMuch) return unshown
  const secret = onPages ? sounds(value) : /(secret|passw|token)\S*\s+\S/i.test(value)
  const inQuery = /[?&;][^=&\s]*(?:pass|pwd|secret|token|key)[^=&\s]*=/i.test(value)
  if (mayHavePassword(value, path, schemaOf) || (isStranger(value, path, schemaOf) && !isCalledSo(value)))
    return unshown
  return secret || inQuery || hasLogin(value) || secretForm(value) !== undefined ? unshown : `"${value}"`
}

const unshown = 'this text'

/** What to write instead, as near to what was meant as can be told. */
export function instruction({ path, schema, value, shown, context }: Value): string {
  if (context.hidden(path)) return told(schema)
  const elsewhere = referenceInstead(value, schema)
  if (elsewhere !== undefined) return `write ${keyed(path, elsewhere)}`
  const own = ownExample(path, context)
  const meant = shown === unshown ? undefined : scalar(corrected(value, schema))
  if (meant !== undefined) return `write ${keyed(path, meant)}`
  if (takesNone(value, schema)) return valueItself
  const choices = possibleTimes(plainText(value), path, schema, context)
  const [only, another] = choices
  if (only !== undefined)
    return another === undefined
      ? `write ${keyed(path, only)}`
      : `write its unit behind it: ${listed(
          choices.map(text => keyed(path, text)),
          'or',
        )}`
  // who is let in or believed by default may be more than was meant
  const isOpen = /^(?:grant|trust)$/.test(impactOf(path, context.schemaOf) ?? '')
  const usual = scalar(own ?? (isOpen ? undefined : schema.default))
  if (usual === undefined) return told(schema)
  // what is there was to say something else than what is usual
  return value === '' ? `write ${keyed(path, usual)}` : told(schema, keyed(path, usual))
}

/** `${NAME}` and `./ca.pem`, where a reference may be or has to be. */
export function referenceInstead(value: unknown, schema: Schema): string | undefined {
  const takesOne = schema.properties?.credential !== undefined || schema['x-ref'] === true
  if (typeof value !== 'string' || !takesOne) return undefined
  return referenceText(value)?.reference ?? fileReference(value)
}

/** Whether a value of this JSON type may stand there. */
export const isOfType = ({ type }: Schema, wanted: string): boolean =>
  type === wanted || (Array.isArray(type) && type.includes(wanted))

/** `${NAME}` and `{ env: NAME }`, where no reference may be. */
export const takesNone = (value: unknown, schema: Schema): boolean =>
  schema.properties?.credential === undefined &&
  schema['x-secret'] !== true &&
  (typeof value === 'string' ? referenceText(value) !== undefined : isReference(value))

/** `key: value`; an entry of a list has no key. */
export const keyed = (path: Path, value: string) =>
  typeof path.at(-1) === 'string' ? `${discreetly(String(path.at(-1)))}: ${value}` : value

/** The form, where there is more to say about it than that it is text, and what such a value looks like. */
function told(schema: Schema, usual?: string): string {
  const isPlain =
    [schema.type].flat().includes('string') && schema['x-form'] === undefined && schema.format === undefined
  const words = isPlain ? described(schema) : `write ${limited(schema)}`
  const such = usual ?? (schema['x-secret'] === true ? undefined : scalar(schema.examples?.[0]))
  return such === undefined || words.includes(' such as ') ? words : `${words}, such as ${such}`
}

/** The entries that one text stands for. A space separates only where an entry cannot have one. */
export function partsOf(text: string, items: Schema = {}): string[] {
  const split = (at: RegExp) => text.split(at).flatMap(part => part.trim() || [])
  const form = items.pattern === undefined ? undefined : new RegExp(items.pattern, 'u')
  const words = split(/[\s,，、;；]+/)
  const allowed = enumOf(items)
  if (allowed.length > 0 && words.every(part => allowed.includes(part))) return words
  // with commas it is a list, even where the entries need to be mended; a name may have blanks
  const parts = split(/[,，、;；]+/)
  if (form !== undefined && parts.length > 1 && parts.every(part => form.test(part))) return parts
  if (form !== undefined && words.every(part => form.test(part))) return words
  if (form !== undefined && parts.every(part => form.test(part) || corrected(part, items) !== undefined))
    return parts
  return form === undefined ? split(/[,，、]/) : [text]
}
