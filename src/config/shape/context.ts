import type { Path } from '../../diagnostics/diagnostic.ts'
import { discreetly } from '../../diagnostics/secret-form.ts'
import type { Finding, Locate } from '../finding.ts'
import type { Hidden } from '../hidden.ts'
import type { Positions } from '../positions.ts'
import type { SchemaOf } from '../schemas.ts'
import { entryWord, isRecord, typedLists } from '../typed-lists.ts'
import type { Summaries, Types } from '../types.ts'
import { quote } from '../words.ts'

/** What the words about one file are made from. */
export interface Context {
  readonly data: unknown
  readonly types: Types
  readonly summaries: Summaries
  readonly schemaOf: SchemaOf
  readonly hidden: Hidden
  readonly positions: Positions
  readonly locate: Locate
  /** The name of the file, where it is the only one of its configuration. */
  readonly alone: string | undefined
  /** Numbers that are not what is written: the key before such a one may be wrong as well, and then says more. */
  readonly misread: readonly Path[]
  /** `*.sandbox.yaml`: secrets may be written out. */
  readonly sandbox: boolean
}

/** One error of a validator, at its place in the file. */
export interface Problem {
  readonly path: Path
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}

/** A finding, and the parts of the file that later layers must not look at because of it. */
export interface ShapeFinding extends Finding {
  readonly failed: readonly Path[]
}

export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, segment) => {
    if (Array.isArray(value)) return value[Number(segment)]
    return isRecord(value) && Object.hasOwn(value, segment) ? value[segment] : undefined
  }, data)
}

/** What an entry of a list at the top level is called. */
const words: Readonly<Record<string, string>> = {
  ...typedLists,
  organizations: 'organisation',
  grants: 'grant',
}

/** `"listen"`, or `entry 2 of "trustedProxies"`. */
export function nameOf(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'the file'
  if (typeof last === 'string') return quote(discreetly(last))
  const word = wordFor(path)
  return word === undefined ? `entry ${last + 1} of ${nameOf(path.slice(0, -1))}` : `${word} ${last + 1}`
}

/** `source` for an entry of `sources`; undefined where entries have no id. */
export const wordFor = (path: Path): string | undefined =>
  path.length === 2 && typeof path[1] === 'number' ? words[String(path[0])] : undefined

/** Where a key stands: `for source type "github"`, `in "server"`, `at the top level`. */
export function within(path: Path, { data }: Pick<Context, 'data'>): string {
  if (path.length === 0) return 'at the top level'
  const word = entryWord(path)
  const type = word && valueAt(data, [...path, 'type'])
  return typeof type === 'string' ? `for ${word} type ${quote(type)}` : `in ${nameOf(path)}`
}
