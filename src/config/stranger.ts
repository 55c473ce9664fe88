import type { Path } from '../diagnostics/diagnostic.ts'
import { looksRandom, randomWords } from '../diagnostics/secret-form.ts'
import { keys } from '../generated/keys.js'
import type { Schema } from './schema/schema.ts'
import type { SchemaOf } from './schemas.ts'
import { namesIn } from './shape/rename.ts'
import { suggest } from './suggest.ts'

/** A text that looks random where the language has none, and which may be a secret that was put there: below a key that nobody knows, or for a word. */
export const isStranger = (text: string, path: Path, schemaOf: SchemaOf): boolean =>
  (looksRandom(text) || randomWords(text).length > 0) && !mayStand(text, path, schemaOf)

/** Texts on pages and the words of types: no ids. */
const noIds: ReadonlySet<unknown> = new Set(['name', 'title', 'description', 'type'])

/** At its place, or at that of the key which is meant. */
function mayStand(text: string, path: Path, schemaOf: SchemaOf): boolean {
  const schema = schemaOf(path)
  if (schema !== undefined) return takesOne(schema, text, path, schemaOf)
  // an entry of a list stands where its key does
  const depth = path.findLastIndex(segment => typeof segment === 'string')
  const [above, key] = [path.slice(0, depth), String(path[depth] ?? '')]
  // an id that belongs to another level
  if (Object.hasOwn(keys, key) && /^(?:word|either)$/.test(keys[key] ?? '')) return true
  const at = [...above, suggest(key, namesIn(schemaOf(above))) ?? key]
  const meant = schemaOf(at)
  return meant !== undefined && takesOne(meant, text, at, schemaOf)
}

/** What is in a free map may be a list of the same. */
const takesOne = (schema: Schema, text: string, at: Path, schemaOf: SchemaOf): boolean =>
  schema.type === 'array'
    ? takes(schemaOf([...at, 0]), text)
    : takes(schema, text) && !(noIds.has(at.at(-1)) && /[A-Z]/.test(text))

function takes({ type, pattern, enum: words }: Schema = {}, text: string): boolean {
  if (words !== undefined) return words.includes(text)
  if (type !== undefined && ![type].flat().includes('string')) return false
  // ids have a form as well, and small letters and digits are what they are mostly made of
  return pattern === undefined || !/[A-Z]/.test(text) || new RegExp(pattern, 'u').test(text)
}
