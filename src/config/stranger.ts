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
  if (schema === undefined) {
    const [above, key] = [path.slice(0, -1), path.at(-1)]
    if (typeof key !== 'string') return false
    // an id that belongs to another level
    if (Object.hasOwn(keys, key) && /^(?:word|either)$/.test(keys[key] ?? '')) return true
    const meant = suggest(key, namesIn(schemaOf(above)))
    return meant !== undefined && meant !== key && mayStand(text, [...above, meant], schemaOf)
  }
  // one entry where a list belongs; what is in a free map may be anything, and lists of the same
  if (schema.type === 'array') return takes(schemaOf([...path, 0]), text)
  return takes(schema, text) && !(noIds.has(path.at(-1)) && /[A-Z]/.test(text))
}

function takes({ type, pattern, enum: words }: Schema = {}, text: string): boolean {
  if (words !== undefined) return words.includes(text)
  if (type !== undefined && ![type].flat().includes('string')) return false
  // ids have a form as well, and small letters and digits are what they are mostly made of
  return pattern === undefined || !/[A-Z]/.test(text) || new RegExp(pattern, 'u').test(text)
}
