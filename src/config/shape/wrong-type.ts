import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Schema } from '../schema/schema.ts'
import { isRecord } from '../types.ts'
import { quote } from '../words.ts'
import { addressesExample, isAddresses } from './addresses.ts'
import { example, form } from './example.ts'
import { inQuotes, rewritten } from './rewrite.ts'
import { instruction, partsOf, type Tell, type Value } from './value.ts'

export const wrongType: Tell = value =>
  value.value === null ? empty(value) : (hints.find(({ when }) => when(value)) ?? plain).tell(value)

const empty: Tell = ({ name, path, schema, context }) => ({
  message: `${name} has no value`,
  help:
    typeof path.at(-1) === 'string'
      ? `write ${example(path, schema, context)}, or remove the line`
      : 'write a value, or remove the line',
})

const is = (schema: Schema, type: string) => schema.type === type

const yesNo = new Map([
  ['yes', true],
  ['on', true],
  ['true', true],
  ['y', true],
  ['no', false],
  ['off', false],
  ['false', false],
  ['n', false],
])

/** The mistakes that people make with types, each with what to write instead. */
const hints: readonly { when: (value: Value) => boolean; tell: Tell }[] = [
  {
    when: ({ schema, value }) =>
      is(schema, 'boolean') && typeof value === 'string' && yesNo.has(value.toLowerCase()),
    tell: ({ name, path, value, shown }) => ({
      message: `${name} must be true or false, not ${shown}`,
      help: `write ${String(path.at(-1))}: ${yesNo.get(String(value).toLowerCase())}`,
      fix: rewritten(path, String(yesNo.get(String(value).toLowerCase()))),
    }),
  },
  {
    when: ({ schema, value }) => is(schema, 'integer') && typeof value === 'string' && /^[0-9]+$/.test(value),
    tell: ({ name, path, value, shown }) => ({
      message: `${name} must be a whole number, not ${shown}`,
      help: `remove the quotes: ${value}`,
      // 007 would be another text
      fix: String(Number(value)) === value ? rewritten(path, value) : undefined,
    }),
  },
  {
    when: ({ schema, value }) =>
      takes(schema, 'string') &&
      (schema['x-form'] ?? 'text').startsWith('text') &&
      (typeof value === 'number' || typeof value === 'boolean'),
    tell: ({ name, path, schema, shown, context }) => {
      const source = context.hidden(path) ? '…' : (context.positions.source(path) ?? '…')
      return {
        message: `${name} must be text, not ${shown}`,
        help: `put it in quotes: ${quote(source)}`,
        fix: inQuotes(path, schema, context.positions),
      }
    },
  },
  {
    when: ({ schema, value }) =>
      takes(schema, 'array') &&
      (typeof value === 'string' || (is(schema, 'array') && typeof value === 'number')),
    tell: value => ({
      message: `${value.name} must be ${is(value.schema, 'array') ? 'a list' : form(value.schema)}, not ${value.shown}`,
      help: `write ${keyed(value.path, `[${entries(value).join(', ')}]`)}`,
    }),
  },
  {
    when: ({ schema, value }) => is(schema, 'array') && isRecord(value),
    tell: ({ name, shown, schema }) => ({
      message: `${name} must be a list, not ${shown}`,
      help:
        schema.items?.type === 'string'
          ? 'write the entries in brackets: [a, b]'
          : 'begin each entry with "- ", such as - id: NAME, and the other keys below it',
    }),
  },
  {
    when: ({ schema }) => isAddresses(schema),
    tell: ({ name, path, schema, value, shown }) => ({
      message: `${name} must be a map of keys, not ${shown}`,
      help: `write ${keyed(path, addressesExample(schema, value))}`,
    }),
  },
]

const takes = ({ type }: Schema, wanted: string) =>
  type === wanted || (Array.isArray(type) && type.includes(wanted))

const keyed = (path: Path, value: string) =>
  typeof path.at(-1) === 'string' ? `${path.at(-1)}: ${value}` : value

/** `openid profile` as entries of a list. A space separates only where the entries cannot have one. */
function entries({ path, value, shown, schema, context }: Value): string[] {
  if (context.hidden(path) || (typeof value === 'string' && shown !== quote(value))) return ['…']
  const parts = typeof value === 'string' ? partsOf(value, schema.items) : []
  return parts.length > 1
    ? parts.map(part => (/^[A-Za-z][\w./@-]*$/.test(part) ? part : quote(part)))
    : [context.positions.source(path) ?? '…']
}

const plain: { tell: Tell } = {
  tell: value => ({
    message: `${value.name} must be ${form(value.schema)}, not ${value.shown}`,
    help: instruction(value),
  }),
}
