import { isMap } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Schema } from '../schema/schema.ts'
import { entryWord } from '../typed-lists.ts'
import { isRecord } from '../types.ts'
import { list, quote } from '../words.ts'
import { colon, noSpaceAfterColon } from '../yaml/stuck.ts'
import { impactOf } from './access.ts'
import { addressesExample, isAddresses } from './addresses.ts'
import { asList } from './as-list.ts'
import { asMap, wantsMap } from './as-map.ts'
import { valueAt } from './context.ts'
import { databaseInstead } from './database.ts'
import { entries } from './entries.ts'
import { enumOf, example, form, scalar, secretExample } from './example.ts'
import { inOneMap, ownWords } from './own-words.ts'
import { inQuotes, rewritten, takesText } from './rewrite.ts'
import { isEveryName, partsOfSum, sumInstead } from './sum.ts'
import { instruction, isOfType, keyed, type Tell, type Value } from './value.ts'
import { yesOrNo } from './yes-no.ts'

export const wrongType: Tell = value =>
  value.value === null ? empty(value) : (hints.find(({ when }) => when(value)) ?? plain).tell(value)

const empty: Tell = ({ name, path, schema, context }) => {
  // all that is left of a list whose entries have become comments
  if (Array.isArray(schema.default) && schema.default.length === 0)
    return {
      message: `${name} has no value`,
      help: `remove the line, or write ${keyed(path, '[]')} for none`,
    }
  const choice = schema.type === 'boolean' ? keyed(path, form(schema)) : example(path, schema, context)
  const written = typeof path.at(-1) === 'string' ? choice : 'a value'
  // without the line it might be for more people than was meant
  const mayGo = impactOf(path, context.schemaOf) !== 'grant' && !isRequired(path, context)
  return { message: `${name} has no value`, help: `write ${written}${mayGo ? ', or remove the line' : ''}` }
}

const isRequired = (path: Path, { schemaOf }: Value['context']): boolean =>
  schemaOf(path.slice(0, -1))?.required?.includes(String(path.at(-1))) === true

const is = (schema: Schema, type: string) => schema.type === type

/** The mistakes that people make with types, each with what to write instead. */
const hints: readonly { when: (value: Value) => boolean; tell: Tell }[] = [
  {
    when: ({ path, schema, value }) => {
      const key = typeof value === 'string' ? colon.exec(value)?.[0].slice(0, -1) : undefined
      const keys = entryWord(path) ? ['id', 'type', 'name'] : Object.keys(schema.properties ?? {})
      return key !== undefined && keys.includes(key)
    },
    tell: () => noSpaceAfterColon,
  },
  {
    when: ({ schema, value }) => is(schema, 'boolean') && yesOrNo(value) !== undefined,
    tell: ({ name, path, value, shown }) => ({
      message: `${name} must be true or false, not ${shown}`,
      help: `write ${String(path.at(-1))}: ${yesOrNo(value)}`,
      fix: rewritten(path, String(yesOrNo(value))),
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
    when: value => typeof value.value === 'number' && partsOfSum(value) !== undefined,
    tell: value => partsOfSum(value) ?? plain.tell(value),
  },
  {
    when: ({ path, schema, value, context }) =>
      (typeof value === 'number' || typeof value === 'boolean') &&
      enumOf(schema).length > 0 &&
      !wantsMap(schema) &&
      !takesText(context.positions.source(path) ?? '', { ...schema, enum: enumOf(schema) }),
    tell: ({ name, path, schema, shown, context }) => {
      const words = enumOf(schema)
      const written = context.positions.source(path)
      const meant = words.find(word => word.endsWith(`-${written}`))
      return {
        message: `${name} must be ${list(words, 'or')}, not ${shown}`,
        help: `write ${keyed(path, meant ?? list(words, 'or'))}`,
      }
    },
  },
  {
    when: ({ path, schema, value, context }) =>
      isOfType(schema, 'string') &&
      (typeof value === 'number' || typeof value === 'boolean') &&
      (isText(schema) ||
        (schema.pattern !== undefined && takesText(context.positions.source(path) ?? '', schema))),
    tell: ({ name, path, schema, shown, context }) => {
      const source = context.hidden(path) ? '…' : (context.positions.source(path) ?? '…')
      return {
        message: `${name} must be ${isText(schema) ? 'text' : form(schema)}, not ${shown}`,
        help: `put it in quotes: ${quote(source)}`,
        fix: inQuotes(path, schema, context.positions),
      }
    },
  },
  {
    when: ({ path, schema, value, context }) =>
      is(schema, 'string') &&
      !context.hidden(path) &&
      placeholderIn(value) !== undefined &&
      isInBraces(path, context),
    tell: ({ name, value }) => ({
      message: `${name} must be text, and braces without quotes are a map`,
      help: `put it in quotes: ${quote(placeholderIn(value) ?? '')}`,
    }),
  },
  {
    when: ({ path, schema, value, context }) =>
      is(schema, 'string') &&
      typeof path.at(-1) === 'number' &&
      !context.hidden(path) &&
      placeholderIn(value) !== undefined,
    tell: ({ name, value }) => ({
      message: `${name} must be text, and ":" behind it makes it a key`,
      help: `write ${placeholderIn(value)?.slice(1, -1)}`,
    }),
  },
  {
    when: value => Array.isArray(value.value) && inOneList(value) !== undefined,
    tell: value => ({
      message: `${value.name} must be ${form(value.schema)}, not ${value.shown}`,
      help: `write ${keyed(value.path.slice(0, -1), inOneList(value) ?? '')}`,
    }),
  },
  {
    when: ({ schema, value }) =>
      isOfType(schema, 'array') &&
      (typeof value === 'string' || (is(schema, 'array') && typeof value === 'number')),
    tell: value => ({
      message: `${value.name} must be ${is(value.schema, 'array') ? 'a list' : form(value.schema)}, not ${value.shown}`,
      help:
        sumInstead(value) ??
        `write ${isEveryName(value) ? form(value.schema) : keyed(value.path, `[${asEntries(value)}]`)}`,
    }),
  },
  {
    when: ({ schema, value }) => is(schema, 'array') && isRecord(value),
    tell: value => ({
      message: `${value.name} must be a list, not ${value.shown}`,
      help: asList(value),
    }),
  },
  {
    when: ({ schema }) => isAddresses(schema),
    tell: ({ name, path, schema, value, shown }) => ({
      message: `${name} must be a map of keys, not ${shown}`,
      help: `write ${keyed(path, addressesExample(schema, value))}`,
    }),
  },
  {
    when: ({ schema }) => wantsMap(schema),
    tell: value => ({
      message: `${value.name} must be ${form(value.schema)}, not ${value.shown}`,
      help: databaseInstead(value) ?? `write ${keyed(value.path, asMap(value))}`,
    }),
  },
  {
    when: ({ schema, value }) => isOpenMap(schema) && Array.isArray(value),
    tell: value => ({
      message: `${value.name} must be a map of keys, not a list`,
      help: `write ${keyed(value.path, asPairs(value))}`,
    }),
  },
  {
    when: ({ schema }) => is(schema, 'array'),
    tell: ({ name, path, shown }) => ({
      message: `${name} must be a list, not ${shown}`,
      help: `write ${keyed(path, '[…]')}`,
    }),
  },
]

/** A map whose keys the author of the file chooses. */
const isOpenMap = ({ type, properties, additionalProperties }: Schema): boolean =>
  type === 'object' && properties === undefined && typeof additionalProperties === 'object'

/** `[{ email: mail }, { phone: tel }]` is `{ email: mail, phone: tel }`; of names alone, what each is to be is open. */
function asPairs({ path, schema, value, context }: Value): string {
  const merged = inOneMap({ path, value, context })
  if (merged !== undefined) return merged
  // of a long one the beginning is enough
  const given: readonly unknown[] = Array.isArray(value) ? value.slice(0, 20) : []
  const form = new RegExp(schema.propertyNames?.pattern ?? '', 'u')
  const names = given.flatMap((name, index) =>
    typeof name === 'string' && form.test(name) && ownWords({ path: [...path, index], value: name, context })
      ? [name]
      : [],
  )
  const pairs = (names.length === 0 ? ['NAME'] : names).map(name => `${scalar(name)}: …`)
  return `{ ${pairs.join(', ')} }`
}

/** `- developers:` is such a map too, and has no braces. */
const isInBraces = (path: Path, { positions }: Value['context']): boolean => {
  const node = positions.node(path)
  return isMap(node) && node.flow === true
}

/** `{username}` is a map with a key and no value. */
function placeholderIn(value: unknown): string | undefined {
  const [key = '', ...more] = isRecord(value) ? Object.keys(value) : []
  return /^[A-Za-z]\w*$/.test(key) && more.length === 0 && isRecord(value) && value[key] === null
    ? `{${key}}`
    : undefined
}

/** Of a list of maps, the one entry that was meant. */
function asEntries(value: Value): string {
  const path = [...value.path, 0]
  const schema = value.context.schemaOf(path) ?? {}
  if (schema['x-secret'] === true) return secretExample(path, value.context.data)
  return wantsMap(schema) ? asMap({ ...value, path, schema }) : entries(value).join(', ')
}

/** `[[a, b]]` is `[a, b]`. */
function inOneList({ path, schema, context }: Value): string | undefined {
  const list = path.slice(0, -1)
  const given = valueAt(context.data, list)
  if (!is(schema, 'string') || !Array.isArray(given) || typeof path.at(-1) !== 'number') return undefined
  if (!given.flat().every(entry => typeof entry === 'string')) return undefined
  const parts = given.map((entry, index) => ownWords({ path: [...list, index], value: entry, context }))
  return parts.every(part => part !== undefined)
    ? `[${parts.map(part => part?.replace(/^\[|\]$/g, '')).join(', ')}]`
    : undefined
}

const isText = (schema: Schema) => (schema['x-form'] ?? 'text').startsWith('text')

const plain: { tell: Tell } = {
  tell: value => ({
    message: `${value.name} must be ${form(value.schema)}, not ${value.shown}`,
    help: instruction(value),
  }),
}
