import type { Pair, YAMLMap } from 'yaml'
import type { Path } from '../diagnostics/diagnostic.ts'
import { keys } from '../generated/keys.js'
import { keyOf } from './positions.ts'
import type { Schema } from './schema/schema.ts'
import type { SchemaOf } from './schemas.ts'
import { namesIn } from './shape/rename.ts'
import { isOtherName, suggest } from './suggest.ts'
import { whenWanted } from './when-wanted.ts'

/** Which keys of a map may be that of a secret which it has not: a map has nearly always all of its keys, by some name. */
export interface MissingSecret {
  /** One that nobody knows, and that is no other misspelt one which is still free. */
  isUnknown(key: string): boolean
  /** One that is meant to be another which is there already. */
  isSecond(key: string): boolean
  /** One that is there twice, as when a line was copied: one of the two is of something else. */
  isDouble(key: string): boolean
}

export function missingSecret(
  node: YAMLMap,
  path: Path,
  schema: Schema | undefined,
  schemaOf: SchemaOf,
): MissingSecret {
  const names = namesIn(schema)
  const isSecret = (name: string) => schemaOf([...path, name])?.['x-secret'] === true
  const isMissing = whenWanted(() => names.some(name => isSecret(name) && !node.has(name)))
  const doubles = whenWanted(() => twice((node.items as Pair[]).map(pair => keyOf(pair) ?? '')))
  return {
    isUnknown: key => {
      if (!isMissing() || isOtherName(key)) return false
      const meant = suggest(key, names)
      return meant === undefined || isSecret(meant)
    },
    isSecond: key => {
      const meant = isMissing() ? suggest(key, names) : undefined
      return meant !== undefined && node.has(meant)
    },
    isDouble: key => isMissing() && doubles().has(key) && schemaOf([...path, key])?.enum === undefined,
  }
}

function twice(all: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(all.filter(key => seen.has(key) || !seen.add(key)))
}

/** A key that is none of the language, and is not misspelt as one that may be shown. */
export function isNobodys(key: string, schema: Schema | undefined): boolean {
  const names = namesIn(schema)
  if (isElsewhere(key)) return false
  const meant = suggest(key, names)
  const isSecret = (name: string) => schema?.properties?.[name]?.['x-secret'] === true
  // `client` and `bind` are what is left of two keys, and one of them is of a secret
  return meant === undefined || isSecret(meant) || names.some(name => isSecret(name) && name.startsWith(key))
}

/** A key of another level. Those of a group are asked about for themselves. */
const isElsewhere = (key: string): boolean =>
  Object.hasOwn(keys, key) && /^(?:word|either|prose)$/.test(keys[key] ?? '')
