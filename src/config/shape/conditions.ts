import { secretForm } from '../../diagnostics/secret-form.ts'
import { isEverybody } from '../everybody.ts'
import type { Schema } from '../schema/schema.ts'
import { entriesIn, isRecord } from '../typed-lists.ts'
import { list, quote } from '../words.ts'
import { inBrackets, isShown } from './entries.ts'
import { ownWords, saidIn } from './own-words.ts'
import { toValue, type Value } from './value.ts'

/** Longer conditions are not said again. */
const most = 120

/** A map of conditions, such as a `when`. */
export const isConditions = ({ properties = {} }: Schema): boolean =>
  properties.any !== undefined && properties.not !== undefined

/**
 * The conditions that were meant by something else in their place. They say for whom something is: the words are those of
 * who wrote it or `…`, never an example, which might be met by others.
 */
export function conditionsInstead(value: Value): string | undefined {
  if (!isConditions(value.schema)) return undefined
  const given = partsOf(value)
  const word = given.length === 1 ? given[0]?.value : undefined
  if (typeof word === 'boolean' || (typeof word === 'string' && isEverybody(word)))
    return `${unsaid(value.schema)}${ofEverybody(value)}`
  // names alone are several of one kind
  if (given.length > 0 && given.every(isName)) return named(value, given)
  const [first = unsaid(value.schema), ...more] = given.map(conditionOf)
  if (more.length === 0) return first
  const joined = [first, ...more].join(', ')
  const all = joined.length <= most ? joined : '…'
  return `{ any: [${all}] } where one of these is enough, or { all: [${all}] } where each of them must be met`
}

/** `any: { department: 财务部, title: 会计 }` is two conditions. */
export function conditionsApart({ path, value, schema, context }: Value): string | undefined {
  if (!isConditions(schema) || !isRecord(value)) return undefined
  const parts = Object.entries(value).map(([key, below]) =>
    ownWords({ path, value: { [key]: below }, context }),
  )
  return parts.map(part => part ?? unsaid(schema)).join(', ')
}

const partsOf = (value: Value): readonly Value[] =>
  Array.isArray(value.value)
    ? value.value.map((_, index) => ({
        ...toValue({ path: [...value.path, index], keyword: 'type', params: {} }, value.context),
        schema: value.schema,
      }))
    : isRecord(value.value) && Object.keys(value.value).length === 0
      ? []
      : [value]

function conditionOf(value: Value): string {
  const together = togetherIn(value)
  if (together !== undefined) return together
  const said = saidBy(value)
  if (said === undefined) return (isRecord(value.value) ? ownWords(value) : undefined) ?? unsaid(value.schema)
  const condition = `{ ${said.key}: ${valuesOf(said.entries)} }`
  return said.isNot ? `{ not: ${condition} }` : condition
}

/** `source=dingtalk, department=研发部`, and with `and` or `&&` between them: all of these in one map. */
function togetherIn({ value, schema, ...rest }: Value): string | undefined {
  if (typeof value !== 'string' || !isShown({ value, schema, ...rest })) return undefined
  const said = value.split(/\s*(?:[,，;；]|&&?|\band\b)\s*/i).map(part => saidIn(part, textKeys(schema)))
  const sure = said.filter(one => one !== undefined && !one.isNot && one.entries.length === 1)
  const isEach = sure.length === said.length && new Set(sure.map(one => one?.key)).size === said.length
  return said.length > 1 && isEach
    ? `{ ${sure.map(one => `${one?.key}: ${valuesOf(one?.entries ?? [])}`).join(', ')} }`
    : undefined
}

const saidBy = (value: Value) =>
  typeof value.value === 'string' && isShown(value) ? saidIn(value.value, textKeys(value.schema)) : undefined

/** A text that is no more than a name, and may be repeated. */
const isName = (value: Value): boolean =>
  typeof value.value === 'string' &&
  isShown(value) &&
  saidBy(value) === undefined &&
  !/[=<>!&|(){}[\]"'$%\n]/.test(value.value)

function named({ schema, context }: Value, given: readonly Value[]): string {
  const names = given.map(({ value }) => String(value))
  const keys = textKeys(schema)
  const isIn = (known: ReadonlySet<unknown>) => names.every(name => known.has(name))
  const { sources, groups } = knownIn(context.data)
  const key = isIn(sources) ? 'source' : isIn(groups) ? 'group' : 'department'
  const others = keys.filter(other => other !== key)
  return `{ ${key}: ${valuesOf(names)} }; instead of ${quote(key)} it may be ${list(others, 'or')}`
}

function valuesOf(texts: readonly string[]): string {
  const [first = '…', ...more] = texts.map(inBrackets)
  if (more.length === 0) return first
  const joined = [first, ...more].join(', ')
  return `[${joined.length <= most ? joined : '…'}]`
}

const unsaid = (schema: Schema): string =>
  `{ ${textKeys(schema).find(key => key === 'department') ?? '…'}: … }`

/** The keys that take a name or several. */
const textKeys = ({ properties = {} }: Schema): string[] =>
  Object.entries(properties).flatMap(([key, { type }]) =>
    Array.isArray(type) && type.includes('array') ? [key] : [],
  )

/** The names that a word alone may be one of. */
function knownIn(data: unknown): Known {
  const known = isRecord(data) ? knownNames.get(data) : undefined
  if (known) return known
  const groups = entriesIn(data, 'grants').flatMap(grant => (Array.isArray(grant.groups) ? grant.groups : []))
  const found = { sources: new Set(entriesIn(data, 'sources').map(({ id }) => id)), groups: new Set(groups) }
  if (isRecord(data)) knownNames.set(data, found)
  return found
}

/** The names of the file that a key may be filled with, as far as they can be repeated. */
export function namesOfFile(key: string, data: unknown): string[] {
  const { sources, groups } = knownIn(data)
  const known = /^sources?$/.test(key) ? sources : /^groups?$/.test(key) ? groups : new Set()
  return [...known].filter(
    (name): name is string =>
      typeof name === 'string' && /^\p{L}[\p{L}\p{N}_-]{0,40}$/u.test(name) && secretForm(name) === undefined,
  )
}

type Known = Readonly<Record<'sources' | 'groups', ReadonlySet<unknown>>>

// a file may have thousands of conditions
const knownNames = new WeakMap<object, Known>()

/** Whoever comes from any of the sources. */
function ofEverybody({ path, context }: Value): string {
  const ids = [...knownIn(context.data).sources].filter(
    id => typeof id === 'string' && /^[a-z][a-z0-9-]*$/.test(id),
  )
  const isWhen = path.findLast(step => typeof step === 'string') === 'when'
  const every = ids.join(', ')
  return !isWhen || every === '' || every.length > most
    ? ''
    : `\nif everybody is meant: when: { source: [${every}] }`
}
