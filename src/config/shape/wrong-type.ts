import { isMap } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { isEverybody } from '../everybody.ts'
import type { Schema } from '../schema/schema.ts'
import { entryWord, isTypedList } from '../typed-lists.ts'
import { isRecord, namesOf } from '../types.ts'
import { list, quote } from '../words.ts'
import { colon, noSpaceAfterColon } from '../yaml/stuck.ts'
import { impactOf } from './access.ts'
import { addressesExample, isAddresses } from './addresses.ts'
import { asList } from './as-list.ts'
import { asMap, ifEverybody, isSignIn, wantsMap } from './as-map.ts'
import { asPairs, isAssignment, isOpenMap } from './as-pairs.ts'
import { valueAt } from './context.ts'
import { databaseInstead } from './database.ts'
import { entries, withoutBrackets } from './entries.ts'
import { described, enumOf, example, form, secretExample, starter } from './example.ts'
import { canBe, fits } from './fits.ts'
import { hostAndPort } from './listen-parts.ts'
import { movedPlace } from './moved-place.ts'
import { isEmptyList } from './nobody.ts'
import { ownWords } from './own-words.ts'
import { referenceText, valueItself } from './reference-text.ts'
import { inQuotes, rewritten, takesText } from './rewrite.ts'
import { isEveryName, partsOfSum, sumInstead } from './sum.ts'
import { instruction, isOfType, keyed, partsOf, type Tell, takesNone, type Value } from './value.ts'
import { unwrapped } from './wrapped.ts'
import { replaceIt } from './written-out.ts'
import { nearlyYesOrNo, switchWord, yesOrNo } from './yes-no.ts'

export const wrongType: Tell = value =>
  isType(value.path)
    ? noType(value)
    : value.value === null
      ? empty(value)
      : (hints.find(({ when }) => when(value)) ?? plain).tell(value)

/** What an entry is; which keys it has follows from that. */
const noType: Tell = value => {
  const { path, name, shown, context } = value
  const [listName] = path
  const types = isTypedList(listName) ? namesOf(listName, context.types) : []
  const alone = unwrapped(value)
  return {
    message:
      value.value === null ? `${name} has no value` : `${name} must be the name of a type, not ${shown}`,
    help: types.some(type => alone === `write ${keyed(path, type)}`)
      ? String(alone)
      : `write type: …; the types are ${list(types)}`,
  }
}

const empty: Tell = ({ name, path, schema, context }) => {
  // all that is left of a list whose entries have become comments
  if (Array.isArray(schema.default) && schema.default.length === 0)
    return {
      message: `${name} has no value`,
      help: `remove the line, or write ${keyed(path, '[]')} for none`,
    }
  const variable =
    path.at(-1) === 'env' ? secretExample(path.slice(0, -1), context.data).slice(2, -2) : undefined
  const choice =
    schema.type === 'boolean' ? keyed(path, form(schema)) : (variable ?? example(path, schema, context))
  const written = typeof path.at(-1) === 'string' ? choice : 'a value'
  // without the line it might be for more people than was meant
  const mayGo = impactOf(path, context.schemaOf) !== 'grant' && !isRequired(path, context)
  const none = path.length === 1 && schema.type === 'array' && schema.minItems === undefined
  const otherwise = mayGo ? ', or remove the line' : none ? `, or ${keyed(path, '[]')} for none` : ''
  // what only the vendor knows is copied from there: with any example the file would start, and let in nobody
  const isOfVendor = starter(path, context) !== undefined && enumOf(schema).length === 0
  const help = isOfVendor ? described(schema) : `write ${written}`
  return { message: `${name} has no value`, help: `${help}${otherwise}` }
}

const isRequired = (path: Path, { schemaOf }: Value['context']): boolean =>
  schemaOf(path.slice(0, -1))?.required?.includes(String(path.at(-1))) === true

const is = (schema: Schema, type: string) => schema.type === type

/** The mistakes that people make with types, each with what to write instead. */
const hints: readonly { when: (value: Value) => boolean; tell: Tell }[] = [
  {
    // at a type that has no list to be empty
    when: ({ path, schema, value }) =>
      isSignIn(path) && isEmptyList(value) && Object.keys(schema.properties ?? {}).length === 0,
    tell: ({ name }) => ({
      message: `${name} is of no use at a source that can tell nobody apart`,
      help: 'write enabled: false in its place: then nobody may sign in',
    }),
  },
  {
    // `allow: { groups: everyone }`: no group is called so
    when: ({ path, schema, value }) =>
      is(schema, 'array') && path.at(-2) === 'allow' && typeof value === 'string' && isEverybody(value),
    tell: ({ name, path, shown, context }) => {
      const map = path.slice(0, -1)
      return {
        message: `${name} must be a list, not ${shown}`,
        help: `list whom it is for${ifEverybody(map, context.schemaOf(map) ?? {})}`,
      }
    },
  },
  {
    when: value => typeof value.value === 'object' && unwrapped(value) !== undefined,
    tell: value => ({
      message: `${value.name} must be ${form(value.schema)}, not ${value.shown}`,
      help: unwrapped(value) ?? instruction(value),
    }),
  },
  {
    when: value => isRecord(value.value) && movedPlace(value) !== undefined,
    tell: value => ({
      message: `${value.name} must be ${form(value.schema)}, not ${value.shown}`,
      help: movedPlace(value) ?? instruction(value),
    }),
  },
  {
    when: ({ schema, value }) =>
      isRecord(value) && !wantsMap(schema) && !isOfType(schema, 'array') && takesNone(value, schema),
    tell: ({ name, schema }) => ({
      message: `${name} takes no reference: it must be ${form(schema)}`,
      help: valueItself,
    }),
  },
  {
    when: ({ path, schema, value }) => {
      const key = typeof value === 'string' ? colon.exec(value)?.[0].slice(0, -1) : undefined
      const keys = entryWord(path) ? ['id', 'type', 'name'] : Object.keys(schema.properties ?? {})
      return key !== undefined && keys.includes(key)
    },
    tell: () => noSpaceAfterColon,
  },
  {
    when: ({ schema, value }) => is(schema, 'boolean') && nearlyYesOrNo(value) !== undefined,
    tell: ({ name, path, value, shown }) => ({
      message: `${name} must be true or false, not ${shown}`,
      help: `write ${String(path.at(-1))}: ${nearlyYesOrNo(value)}`,
      // what is misspelt is only likely
      fix: yesOrNo(value) === undefined ? undefined : rewritten(path, String(yesOrNo(value))),
    }),
  },
  {
    when: ({ schema, value }) =>
      is(schema, 'integer') && typeof value === 'string' && /^[0-9]+ ?%$/.test(value),
    tell: ({ name, path, value, shown }) => ({
      message: `${name} must be a whole number, not ${shown}`,
      help: `write ${keyed(path, String(parseInt(String(value), 10)))}`,
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
    tell: ({ name, path, schema, value, shown, context }) => {
      const words = enumOf(schema)
      const written = context.positions.source(path)
      const meant =
        (typeof value === 'boolean' ? switchWord(value, words) : undefined) ??
        words.find(word => word.endsWith(`-${written}`))
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
      (isText(schema) || schema.pattern !== undefined) &&
      fits(context.positions.source(path) ?? '', schema),
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
        noEntry(value) ??
        `write ${isEveryName(value) ? form(value.schema) : keyed(value.path, `[${asEntries(value)}]`)}${toReplace(value)}`,
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
    when: ({ schema, value }) => isRecord(value) && schema['x-form']?.startsWith('host:port') === true,
    tell: ({ name, path, schema, value, shown }) => ({
      message: `${name} must be ${form(schema)}, not ${shown}`,
      help: `write ${keyed(path, hostAndPort(Object.values(value as object)))}`,
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
    when: ({ schema, value }) => isOpenMap(schema) && (Array.isArray(value) || isAssignment(value)),
    tell: value => ({
      message: `${value.name} must be a map of keys, not ${value.shown}`,
      help: `write ${keyed(value.path, asPairs(value))}`,
    }),
  },
  {
    when: ({ schema }) => is(schema, 'array'),
    tell: ({ name, path, schema, value, shown }) => ({
      message: `${name} must be a list, not ${shown}`,
      help: `write ${keyed(path, value === false && schema.minItems === undefined ? '[]' : '[…]')}`,
    }),
  },
]

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

/** A secret in the place of a list of references. */
const toReplace = ({ path, value, context }: Value): string =>
  context.schemaOf([...path, 0])?.['x-secret'] === true &&
  !context.sandbox &&
  referenceText(String(value))?.reference === undefined
    ? `\n${replaceIt}`
    : ''

/** `/callback` where a list of whole addresses belongs: in brackets it would be wrong, too. */
function noEntry({ path, schema, value, context }: Value): string | undefined {
  const items = context.schemaOf([...path, 0])
  if (!is(schema, 'array') || typeof value !== 'string' || items?.['x-form'] === undefined) return undefined
  if (context.hidden(path) || !is(items, 'string')) return undefined
  const parts = partsOf(withoutBrackets(value) ?? value, items)
  return parts.every(part => canBe(part, items))
    ? undefined
    : `write ${keyed(path, '[…]')}, each ${form(items)}`
}

/** Of a list of maps, the one entry that was meant. */
function asEntries(value: Value): string {
  const path = [...value.path, 0]
  const schema = value.context.schemaOf(path) ?? {}
  if (schema['x-secret'] === true)
    return referenceText(String(value.value))?.reference ?? secretExample(path, value.context.data)
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

const isType = (path: Path) => path.at(-1) === 'type' && entryWord(path.slice(0, -1)) !== undefined

const plain: { tell: Tell } = {
  tell: value => ({
    message: `${value.name} must be ${form(value.schema)}, not ${value.shown}`,
    help: instruction(value),
  }),
}
