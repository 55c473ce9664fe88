import type { Path } from '../../diagnostics/diagnostic.ts'
import { secretForm } from '../../diagnostics/secret-form.ts'
import { referenceKinds, referenceTo } from '../place-name.ts'
import type { Schema } from '../schema/schema.ts'
import { entryWord, isRecord } from '../typed-lists.ts'
import { plainText } from '../words.ts'
import { asMap } from './as-map.ts'
import { conditionsApart } from './conditions.ts'
import { inBrackets, isShown } from './entries.ts'
import { firstSource, scalar } from './example.ts'
import { fits } from './fits.ts'
import { ownWords } from './own-words.ts'
import { keyed, toValue, type Value } from './value.ts'

/** What to write for a map where a list belongs: it may be one entry, entries by their ids, or nothing. */
export function asList(value: Value): string {
  const { path, schema, context } = value
  const given = isRecord(value.value) ? value.value : {}
  const entry = { ...value, path: [...path, 0], schema: context.schemaOf([...path, 0]) ?? {} }
  const names = Object.keys(given)
  if (names.length === 0)
    return schema.minItems === undefined
      ? `write ${keyed(path, '[]')}`
      : `write ${keyed(path, `[${entryWord(entry.path) === 'source' ? firstSource : '…'}]`)}`
  const reference = referenceIn(entry.schema, given)
  if (reference !== undefined) return `write ${keyed(path, `[${reference}]`)}`
  if (entry.schema.type === 'string') return ofNames(value, given, entry.schema)
  const apart = conditionsApart({ ...value, schema: entry.schema })
  if (apart !== undefined) return `write ${keyed(path, `[${apart}]`)}`
  const known = entryWord(entry.path) ? ['id', 'type', 'name'] : Object.keys(entry.schema.properties ?? {})
  if (names.some(name => known.includes(name)))
    return `begin the entry with "- ", or write ${keyed(path, `[${ownWords(value) ?? asMap(entry)}]`)}`
  const id = names.find(name => /^[a-z][a-z0-9-]{0,62}$/.test(name) && isRecord(given[name]))
  return `begin each entry with "- ", such as - ${known.includes('id') ? `id: ${id ?? 'NAME'}` : `${known[0] ?? 'NAME'}: …`}, and the other keys below it`
}

/** `{ openid: true, email: true }` and `{ openid, email }` are `[openid, email]`. */
function ofNames({ path, context }: Value, given: Readonly<Record<string, unknown>>, items: Schema): string {
  const names = Object.keys(given).filter(name => given[name] !== false)
  const isSwitches = Object.values(given).every(on => typeof on === 'boolean' || on === null)
  const isTold = !context.hidden(path) && names.every(name => secretForm(name) === undefined)
  // `{ callback: https://… }`: what it is called is not asked for
  const texts = Object.keys(given).map(name => toValue(problemAt([...path, name]), context))
  if (texts.every(text => isShown(text) && fits(text.value, items)))
    return `write ${keyed(path, `[${texts.map(({ value }) => scalar(value)).join(', ')}]`)}`
  const written = names.map(inBrackets).join(', ')
  return isSwitches && isTold && written.length <= most
    ? `write ${keyed(path, `[${written}]`)}`
    : 'write the entries in brackets: [a, b]'
}

const problemAt = (path: Path) => ({ path, keyword: 'type', params: {} })

/** No help repeats more than somebody reads. */
const most = 120

/** `{ env: X }` of a list of references. */
function referenceIn(items: Schema, given: Readonly<Record<string, unknown>>): string | undefined {
  const kind = items['x-secret'] === true ? Object.keys(given)[0] : undefined
  if (kind === undefined) return undefined
  return referenceKinds.includes(kind) ? referenceTo(kind, plainText(given[kind])) : '{ env: NAME }'
}
