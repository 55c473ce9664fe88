import { isMap } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import type { SchemaOf } from '../schemas.ts'
import { suggest } from '../suggest.ts'
import { isRecord } from '../types.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'
import { inlineSecret, isLiteral } from './inline-secret.ts'
import { namesIn } from './rename.ts'

/** A secret that ends at a comma, and the words behind it, which were read as keys. */
export interface CutSecret {
  readonly at: Path
  readonly words: readonly string[]
  /** Absent where the secret stands under a key that has its own finding. */
  readonly finding: ShapeFinding | undefined
}

/**
 * `{ clientSecret: one,two }`: between braces a comma begins the next key, so the rest of a secret becomes the name of
 * one. It is told with the secret, and never named.
 */
export function cutSecrets(map: Path, unknown: readonly string[], context: Context): CutSecret[] {
  const given = valueAt(context.data, map)
  const node = context.positions.node(map)
  if (!isRecord(given) || !isMap(node) || node.flow !== true) return []
  // keys of digits come first in the data
  const place = (key: string) => context.positions.key([...map, key]).start.offset
  const keys = Object.keys(given)
    .filter(key => context.positions.has([...map, key]))
    .sort((a, b) => place(a) - place(b))
  const found: { at: Path; words: string[] }[] = []
  let open: { at: Path; words: string[] } | undefined
  for (const key of keys) {
    const at = [...map, key]
    if (open && unknown.includes(key) && isRest(at, given[key], context.schemaOf)) open.words.push(key)
    else {
      open = isLiteral(given[key]) && context.hidden(at) ? { at, words: [] } : undefined
      if (open) found.push(open)
    }
  }
  return found.flatMap(({ at, words }) =>
    words.length === 0
      ? []
      : [{ at, words, finding: unknown.includes(String(at.at(-1))) ? undefined : told(at, words, context) }],
  )
}

/** Behind a secret and its comma: a word without a value, or a key that is nearly none of those that may stand here. */
export const isRest = (at: Path, value: unknown, schemaOf: SchemaOf): boolean =>
  schemaOf(at) === undefined &&
  (value === null || suggest(String(at.at(-1)), namesIn(schemaOf(at.slice(0, -1)))) === undefined)

function told(at: Path, words: readonly string[], context: Context): ShapeFinding {
  const rest = words.map(word => [...at.slice(0, -1), word])
  if (context.schemaOf(at)?.['x-secret'] === true && !context.sandbox)
    return { ...inlineSecret(at, context), failed: rest, rest }
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at,
    message: `${nameOf(at)} ends at the ",", which begins the next key between braces`,
    ...(context.sandbox
      ? { label: 'a text with a comma needs quotes', help: 'put all of it in quotes' }
      : {
          label: 'must be a reference',
          help: 'name the place where it is kept, such as { env: NAME }, and replace the secret at the vendor',
        }),
    secret: true,
    failed: [at, ...rest],
    rest,
  }
}
