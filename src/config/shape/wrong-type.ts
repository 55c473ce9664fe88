import type { Schema } from '../schema/schema.ts'
import { quote } from '../words.ts'
import { example, form } from './example.ts'
import { instruction, type Tell, type Value } from './value.ts'

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
    }),
  },
  {
    when: ({ schema, value }) => is(schema, 'integer') && typeof value === 'string' && /^[0-9]+$/.test(value),
    tell: ({ name, value, shown }) => ({
      message: `${name} must be a whole number, not ${shown}`,
      help: `remove the quotes: ${value}`,
    }),
  },
  {
    when: ({ schema, value }) =>
      takesText(schema) &&
      schema['x-form'] === undefined &&
      (typeof value === 'number' || typeof value === 'boolean'),
    tell: ({ name, path, shown, context }) => {
      const source = context.hidden(path) ? '…' : (context.positions.source(path) ?? '…')
      return { message: `${name} must be text, not ${shown}`, help: `put it in quotes: ${quote(source)}` }
    },
  },
  {
    when: ({ schema, value }) =>
      is(schema, 'array') && (typeof value === 'string' || typeof value === 'number'),
    tell: ({ name, path, shown, context }) => {
      const source = context.hidden(path) ? '…' : (context.positions.source(path) ?? '…')
      return {
        message: `${name} must be a list, not ${shown}`,
        help: `put it in brackets: [${source.length > 60 ? '…' : source}]`,
      }
    },
  },
]

const takesText = ({ type }: Schema) => type === 'string' || (Array.isArray(type) && type.includes('string'))

const plain: { tell: Tell } = {
  tell: value => ({
    message: `${value.name} must be ${form(value.schema)}, not ${value.shown}`,
    help: instruction(value),
  }),
}
