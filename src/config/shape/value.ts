import type { Path } from '../../diagnostics/diagnostic.ts'
import { secretForm } from '../../diagnostics/secretive.ts'
import type { Schema } from '../schema/schema.ts'
import { type Context, nameOf, type Problem, type ShapeFinding, valueAt } from './context.ts'
import { form } from './example.ts'

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
function show(value: unknown, path: Path, { hidden }: Context): string {
  if (hidden(path)) return 'what is written there'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value !== 'string') return String(value)
  const tooMuch = value.length > 60 || value.includes('\n')
  return tooMuch || secretForm(value) !== undefined || /(secret|passw|token)\S*\s+\S/i.test(value)
    ? 'this text'
    : `"${value}"`
}

/** What to write instead, as near to what was meant as can be told. */
export function instruction({ path, schema, value, context }: Value): string {
  const key = path.at(-1)
  const instead = corrected(value, schema) ?? schema.examples?.[0]
  if (instead === undefined || context.hidden(path)) return `write ${form(schema)}`
  return typeof key === 'string' ? `write ${key}: ${String(instead)}` : `write ${String(instead)}`
}

const units: Readonly<Record<string, string>> = { s: 's', m: 'm', h: 'h', d: 'd' }

/** `8 hours` is 8h, `My_Source` is my-source. */
function corrected(value: unknown, schema: Schema): string | undefined {
  if (typeof value !== 'string' || schema.pattern === undefined) return undefined
  const [, number, unit = ''] = /^([1-9][0-9]{0,5}) ?([A-Za-z]+)$/.exec(value) ?? []
  const duration = number === undefined ? undefined : `${number}${units[unit.charAt(0).toLowerCase()] ?? ''}`
  const slug = value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const form = new RegExp(schema.pattern, 'u')
  const beginning = schema.examples?.some(example => example === 'dingtalk') ? slug : undefined
  return [duration, beginning].find(candidate => candidate !== undefined && form.test(candidate))
}
