import { isAlias, isMap, isScalar, isSeq, type Pair } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { type Hidden, isFree } from '../hidden.ts'
import { keyOf } from '../positions.ts'
import type { SchemaOf } from '../schemas.ts'
import { suggest } from '../suggest.ts'
import { type Context, nameOf, type ShapeFinding } from './context.ts'
import { inlineSecret } from './inline-secret.ts'
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
  const rests = restsOfSecrets(context.positions.node(map), map, context.hidden, context.schemaOf)
  if (rests.size === 0) return []
  const others = new Set(unknown)
  const wordsOf = new Map<string, string[]>()
  for (const [word, key] of rests) {
    if (!others.has(word)) continue
    const words = wordsOf.get(key)
    if (words) words.push(word)
    else wordsOf.set(key, [word])
  }
  return [...wordsOf].map(([key, words]) => {
    const at = [...map, key]
    if (others.has(key)) return { at, words, finding: undefined }
    const isOne = words.every(word => context.locate([...map, word]).layer === context.locate(at).layer)
    return { at, words, finding: isOne ? told(at, words, context) : alone(map, words) }
  })
}

/** Of the file below, where the one above has another secret in its place. */
const alone = (map: Path, words: readonly string[]): ShapeFinding => ({
  rule: 'schema/unknown-key',
  severity: 'error',
  at: map,
  message: `${nameOf(map)} has a word that is no key, behind a secret that is written out`,
  help: 'remove both: a secret that was written out there is to be replaced at the vendor',
  secret: true,
  failed: words.map(word => [...map, word]),
})

/**
 * The keys of a map between braces that are the rest of a secret, each with the key of that secret; where `behindAny` is
 * set, also words behind a reference, which may have been there before it.
 */
export function restsOfSecrets(
  node: unknown,
  map: Path,
  hidden: Hidden,
  schemaOf: SchemaOf,
  behindAny = isFree(schemaOf(map)),
): ReadonlyMap<string, string> {
  if (!isMap(node) || node.flow !== true) return none
  const schema = schemaOf(map)
  const names = namesIn(schema)
  const anyKey = isFree(schema)
  const rests = new Map<string, string>()
  let secret: { readonly key: string; readonly isLiteral: boolean } | undefined
  for (const pair of node.items as Pair[]) {
    const key = keyOf(pair) ?? ''
    const at = [...map, key]
    const isEmpty = isScalar(pair.value) ? pair.value.value === null : pair.value === null
    // a key that is nearly one of those that may stand here is misspelt
    const isOther = () => suggest(key, names) === undefined
    const isRest = () =>
      anyKey
        ? isEmpty
        : schemaOf(at) === undefined && (secret?.isLiteral ? isEmpty || isOther() : isEmpty && isOther())
    if (secret !== undefined && isRest()) rests.set(key, secret.key)
    else {
      const literal = isLiteral(pair.value)
      const isThere = anyKey || (!isEmpty && (literal || behindAny))
      secret = isThere && hidden(at) ? { key, isLiteral: literal } : undefined
    }
  }
  return rests
}

const none: ReadonlyMap<string, string> = new Map()

/** Of a list, without a reference in it. */
const isLiteral = (value: unknown): boolean =>
  isSeq(value) ? value.items.every(isLiteral) : isScalar(value) || isAlias(value)

function told(at: Path, words: readonly string[], context: Context): ShapeFinding {
  const rest = words.map(word => [...at.slice(0, -1), word])
  if (context.schemaOf(at)?.['x-secret'] === true && !context.sandbox)
    return { ...inlineSecret(at, context), failed: rest }
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
  }
}
