import type { Path } from '../../diagnostics/diagnostic.ts'
import { sounds } from '../../diagnostics/secret-form.ts'
import type { Schema } from '../schema/schema.ts'
import { letters, suggest } from '../suggest.ts'
import { isRecord } from '../typed-lists.ts'
import { unitInName } from '../unit-in-name.ts'
import { list, listed, quote } from '../words.ts'
import { impactOf } from './access.ts'
import { isAddresses } from './addresses.ts'
import { asMap, wantsMap } from './as-map.ts'
import type { Context } from './context.ts'
import { corrected, isTime } from './corrected.ts'
import { databaseInstead } from './database.ts'
import { entries } from './entries.ts'
import { exampleValue, scalar, secretExample } from './example.ts'
import { fits } from './fits.ts'
import { isLiteral } from './inline-secret.ts'
import { fileReference, referenceText } from './reference-text.ts'
import { secretsInstead } from './secrets-instead.ts'
import { keyed, toValue, type Value } from './value.ts'
import { valuesInside } from './wrapped.ts'
import { switchWord } from './yes-no.ts'

/** The discovery document of an issuer, OpenID Connect Discovery 1.0, section 4. */
const wellKnown = /^(https?:\/\/[^\s?#]{1,200}?)\/\.well-known\/openid-configuration$/

/** What the value of a key that is called otherwise here has to be under its name; undefined where it can stay as it is. */
export function renamedValue(at: Path, meant: string, context: Context): string | undefined {
  const given = toValue({ path: at, keyword: 'type', params: {} }, context)
  const { value, shown } = given
  const there = [...at.slice(0, -1), meant]
  const schema = context.schemaOf(there) ?? {}
  if (schema['x-secret'] === true) return secretInstead(value, there, context)
  const references = secretsInstead(value, there, context)
  if (references !== undefined) return references
  const [inside, ...more] = typeof value === 'object' ? valuesInside({ ...given, schema }) : []
  if (inside !== undefined && schema.type !== 'array')
    return listed([inside, ...more.map(text => keyed(there, text))], 'or')
  const entry = context.schemaOf([...there, 0])
  if (schema.type === 'array' && entry !== undefined && wantsMap(entry) && !isRecord(value))
    return entriesInstead(given, there, entry)
  if (wantsMap(schema) && isLiteral(value)) return mapInstead({ ...given, path: there, schema }, at)
  const words = schema.enum?.map(String) ?? []
  if (typeof value === 'boolean') return switchWord(value, words)
  if (typeof value === 'number') return schema.type === 'string' ? ofNumber(value, at, schema) : undefined
  const issuer = meant === 'issuer' && !context.hidden(at) ? wellKnown.exec(String(value))?.[1] : undefined
  // a long address is one that may be shown where nothing in it is a secret
  if (issuer !== undefined && !sounds(issuer)) return issuer
  if (typeof value !== 'string' || context.hidden(at) || shown !== quote(value)) return undefined
  if (schema.type === 'array') {
    const items = context.schemaOf([...at.slice(0, -1), meant, 0])
    return items?.type === 'string' ? `[${entries(given, items).join(', ')}]` : undefined
  }
  if (schema.properties?.credential !== undefined) return fileReference(value)
  if (words.length > 0)
    return words.includes(value) ? undefined : (scalar(suggest(value, words)) ?? oneOf(words))
  const isFit = schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value)
  if (isFit) return undefined
  // `cron: "0 3 * * *"`: what is usual is the nearest to a value of another kind, where nobody is let in by it
  const isOpen = /^(?:grant|trust)$/.test(impactOf(there, context.schemaOf) ?? '')
  return scalar(corrected(value, schema) ?? (isOpen ? undefined : schema.default))
}

/** `register: true` and `sessionSecret: …`: what one word says of a map, where that is certain. */
function mapInstead(value: Value, at: Path): string | undefined {
  const { path, schema, context } = value
  const [, database] = /^write storage: (.*)/s.exec(databaseInstead(value) ?? '') ?? []
  if (database !== undefined) return database
  if (context.hidden(at) && !isAddresses(schema)) return exampleValue(path, schema, context)
  return typeof value.value === 'boolean' ? asMap(value) : undefined
}

/** A number that is the only choice needs no quotes. */
const oneOf = (words: readonly string[]): string | undefined =>
  words.length === 1 ? words[0] : list(words.toSorted(), 'or')

/** `intervalHours: 12` is 12h. */
function ofNumber(value: number, at: Path, schema: Schema): string | undefined {
  const { unit } = unitInName(letters(String(at.at(-1)))) ?? {}
  const text = unit !== undefined && isTime(schema['x-form']) ? `${value}${unit}` : undefined
  return text !== undefined && fits(text, schema) ? text : scalar(corrected(text ?? value, schema))
}

/** No help repeats more entries than somebody reads. */
const most = 20

/** `role: dev` is `roles: [{ role: dev, … }]`; undefined where the entries are maps already. */
function entriesInstead(given: Value, there: Path, schema: Schema): string | undefined {
  const { path, value, context } = given
  if (context.hidden(path) || (Array.isArray(value) && value.length > most)) return undefined
  const each = Array.isArray(value)
    ? value.map((_, index) => toValue({ path: [...path, index], keyword: 'type', params: {} }, context))
    : [given]
  return each.every(one => isRecord(one.value))
    ? undefined
    : `[${each.map(one => asMap({ ...one, path: [...there, 0], schema })).join(', ')}]`
}

/** A literal would be the next mistake. */
function secretInstead(value: unknown, at: Path, { data }: Context): string | undefined {
  if (!isLiteral(value)) return undefined
  const text = typeof value === 'string' ? value : ''
  return referenceText(text)?.reference ?? fileReference(text) ?? secretExample(at, data)
}
