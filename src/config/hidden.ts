import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
} from 'yaml'
import type { Path } from '../diagnostics/diagnostic.ts'
import { isNearlySecret } from '../diagnostics/redact.ts'
import { assignment, isSecretKey, secretForm } from '../diagnostics/secretive.ts'
import type { ParsedLayer } from './document.ts'
import { isPlaceName } from './place-name.ts'
import { keyOf } from './positions.ts'
import type { Schema } from './schema/schema.ts'
import type { SchemaOf } from './schemas.ts'
import { referenceText } from './shape/reference-text.ts'
import { suggest } from './suggest.ts'

export type Span = readonly [start: number, end: number]

/** True where a value may be a secret: it is then neither quoted in a message nor shown in a frame. */
export type Hidden = (path: Path) => boolean

/** The schema says so, the key sounds so, or the key is a misspelt one of these. */
export function hiddenIn(schemaOf: SchemaOf): Hidden {
  const nearlySecret = remembering(isNearlySecret)
  const suggested = new Map<object, (segment: string) => string | undefined>()
  const suggestedIn = (siblings: object) => {
    const known = suggested.get(siblings)
    if (known) return known
    const keys = Object.keys(siblings)
    const suggestion = remembering(segment => suggest(segment, keys))
    suggested.set(siblings, suggestion)
    return suggestion
  }
  const holding = new WeakMap<Schema, boolean>()
  /** A place for a list or a map of secrets: whoever writes something else there has probably written one. */
  const holdsSecrets = (path: Path): boolean => {
    const schema = schemaOf(path)
    // what a list holds depends on the types of its entries, and behind those on the schema alone
    if (schema === undefined || path.length < 2) return isHolding(path, schema, 4)
    const holds = holding.get(schema) ?? isHolding(path, schema, 4)
    holding.set(schema, holds)
    return holds
  }
  const isHolding = (path: Path, schema: Schema | undefined, deep: number): boolean => {
    if (schema === undefined || deep === 0) return false
    if (schema['x-secret'] === true) return true
    const below = [...(schema.items ? [0] : []), ...Object.keys(schema.properties ?? {})]
    const inside = below.map(key => [...path, key])
    // a reference to something public beside them, such as a key's certificate, makes it no other place, nor do a few words
    const secret = inside.filter(at => !isReferencePlace(schemaOf(at)) && schemaOf(at)?.enum === undefined)
    return secret.length > 0 && secret.every(at => isHolding(at, schemaOf(at), deep - 1))
  }

  /** Whether a step hides what it leads to, with everything in there. */
  const hides = (here: Path): boolean => {
    const segment = here.at(-1)
    const above = here.slice(0, -1)
    const schema = schemaOf(here)
    if (schema?.['x-secret'] === true) return true
    if (schema === undefined && holdsSecrets(above)) return true
    if (typeof segment !== 'string') return false
    // a colon too many: what follows belongs to something before it
    if (segment === '') return true
    if (schema !== undefined) return isSecretKey(segment) && !described(schema) && !isOpen(schema)
    const siblings = schemaOf(above)?.properties ?? noKeys
    const meant = suggestedIn(siblings)(segment)
    if (meant !== undefined && isOpen(siblings[meant]) && !isSecretKey(segment)) return false
    // a reference without the key that it belongs to
    return (
      isSecretKey(segment) ||
      // where nobody knows what the keys are, none is suggested
      nearlySecret(segment) ||
      ofOthers.test(segment) ||
      kinds.test(segment) ||
      (meant !== undefined && holdsSecrets([...above, meant]))
    )
  }

  const top: Step = { hides: false, below: new Map() }
  /** True from the first step on that hides. */
  const isBehind = (path: Path): boolean => {
    let step = top
    for (const [index, segment] of path.entries()) {
      const next: Step = step.below.get(segment) ?? {
        hides: hides(path.slice(0, index + 1)),
        below: new Map(),
      }
      step.below.set(segment, next)
      if (next.hides) return true
      step = next
    }
    return false
  }
  return path => path.length > 0 && (isBehind(path) || holdsSecrets(path))
}

/** A step into the file, asked about for everything that is behind it. */
interface Step {
  readonly hides: boolean
  readonly below: Map<string | number, Step>
}

const noKeys: NonNullable<Schema['properties']> = {}

/** The same key may be there thousands of times. */
function remembering<T>(answer: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>()
  return word => {
    const found = known.has(word) ? (known.get(word) as T) : answer(word)
    known.set(word, found)
    return found
  }
}

/** The definition `secret`, on a key that is not `x-secret`. */
const isReferencePlace = (schema: Schema | undefined) =>
  schema?.['x-secret'] !== true && schema?.properties?.credential !== undefined

/** A key that only groups others is not a secret itself; one that may be a text as well can be. */
const described = ({ properties, items, type }: Schema) =>
  (properties !== undefined || items !== undefined) && !(Array.isArray(type) && type.includes('string'))

/** An address of the vendor, or a key that only sounds like a secret; what has the form of a secret is hidden all the same. */
const isOpen = (schema: Schema | undefined) =>
  schema?.['x-public'] === true || schema?.['x-endpoint'] === true

/** What other programs and people call a secret, or what has one in it. */
const ofOthers =
  /pass$|pw$|^(?:sk|sec|dsn|otp|pin|seed|salt|hmac|pfx|pem|private|ticket|webhook|bearer)$|authorization|authentication|basicauth|connection_?string|serviceaccount|私钥|令牌|秘钥|凭据|凭证|密碼|密鑰|签名/i

/** The parts of the text that no output may show. */
export function secretSpans(
  { parsed: { document }, lines: { text } }: ParsedLayer,
  hidden: Hidden,
  schemaOf: SchemaOf,
): Span[] {
  const spans: Span[] = []
  /** A list or a map where one belongs: what is secret in it is found inside. */
  const groups = (path: Path) => schemaOf(path) !== undefined && schemaOf(path)?.['x-secret'] !== true
  const hide = (node: Node) => {
    if (node.range) spans.push([withProperties(text, node.range[0]), node.range[1]])
  }
  /** With a tag, an anchor or a comment beside it, it may be a part of something else. */
  const isVariable = ({ value, range }: Scalar) => {
    if (!range || typeof value !== 'string' || !isShellVariable(value)) return false
    const [start, end] = [withProperties(text, range[0]), range[1]]
    return start === range[0] && withComment(text, [start, end])[1] === end
  }

  /** `{ clientSecret:abc }` is one key. */
  const hideAfterColon = ({ value, range }: Scalar) => {
    const [name, ...rest] = String(value).split(':')
    if (rest.length > 0 && range && isSecretKey(name ?? ''))
      spans.push([range[0] + (name ?? '').length, range[1]])
  }

  /** A comment beside a reference may be what was there before. */
  const hideComment = (node: unknown) => {
    if (!isNode(node) || !node.range) return
    const end = node.range[1]
    const line = text.slice(end, lineEndOf(text, end))
    const comment = line.search(/(?<=\s)#/)
    if (comment !== -1) spans.push([end + comment, end + line.length])
  }

  const enter = (node: unknown, path: Path, secret: boolean): void => {
    if (isScalar(node)) {
      if ((secret && !isVariable(node)) || sounds(String(node.value))) hide(node)
    } else if (isAlias(node)) {
      if (secret) hide(node)
    } else if (isMap(node)) {
      // a key in the place of a secret is a reference or perhaps the secret: `{ hunter2 }`
      const misplaced = schemaOf(path)?.items !== undefined && hidden(path)
      for (const pair of node.items as Pair[]) {
        const key = keyOf(pair) ?? ''
        const at = [...path, key]
        const inside = secret || (hidden(at) && !(isCollection(pair.value) && groups(at)))
        const named = inside && isReference(key, pair.value)
        if (named) hideComment(pair.value)
        if ((secret || misplaced) && !named && isNode(pair.key) && !isKind(key)) hide(pair.key)
        if (isScalar(pair.key)) {
          hideAfterColon(pair.key)
          if (sounds(String(pair.key.value))) hide(pair.key)
        }
        enter(pair.value, at, inside && !named)
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries())
        enter(item, [...path, index], secret || hidden([...path, index]))
    }
  }

  enter(document.contents, [], false)
  return [...spans.map(span => withComment(text, span)), ...commentedOut(text)]
}

const isKind = (key: string) =>
  kinds.test(key) || suggest(key, ['env', 'file', 'credential', 'exec']) !== undefined

// `{env:NAME}` too: another rule says that the space is missing
const kinds = /^(env|file|credential|exec)(:[A-Z][A-Z0-9_]*)?$/

/** The name of a place, not a secret. */
const isReference = (key: string, value: unknown): boolean =>
  ['env', 'file', 'credential'].includes(key) && isScalar(value) && isPlaceName(key, String(value.value))

/** `${NAME}` and `$THE_NAME`: what the help for it names as a variable, and without braces nothing that a password might be. */
function isShellVariable(text: string): boolean {
  const { shown = '', reference } = referenceText(text) ?? {}
  return reference !== undefined && /^\$(?:\{…\}|…)$/.test(shown)
}

/** A secret by its form, or of any form in an address or behind a lost colon. */
export const sounds = (value: string) =>
  secretForm(value) !== undefined ||
  /[?&][\w.-]{0,64}(?:secret|passw|passphrase|token|key|pwd)[\w.-]{0,64}=[^&\s]/i.test(value) ||
  /\s\S{0,64}?(secret|password|passwd|token)\S{0,64}[\s:=]{1,8}\S/i.test(value) ||
  assignment.test(value)

/** `secret: !abc` and `secret: &abc` are a tag and an anchor without a value, and perhaps a secret. */
function withProperties(text: string, start: number): number {
  // one at a time: a pattern for all of them would try every way to part "!!!!" in two
  for (let at = start; ; ) {
    const before = text.slice(Math.max(0, at - 1024), at)
    const property = /(?<![^\s,[{])[!&][^\s,\]}]*[^\S\n]*$/.exec(before)
    if (property === null) return at
    at -= property[0].length
  }
}

/** `# clientSecret: abc`: a line that was switched off shows its secret as well as one that was not. */
function commentedOut(text: string): Span[] {
  const spans: Span[] = []
  for (let start = text.indexOf('#'); start !== -1; ) {
    const end = lineEndOf(text, start)
    const value = valueInComment(text.slice(start, end))
    if (value !== undefined) spans.push([start + value, end])
    start = text.indexOf('#', end)
  }
  return spans
}

/** Where the value begins behind a word for a secret, which stands at most 200 characters behind a `#`. */
function valueInComment(comment: string): number | undefined {
  const words = comment.matchAll(
    /(?:secret|passw|passphrase|pwd|token|credential|jwt|authorization|(?:aes|app|api|access|private|signing)[-_]?key|密码|密钥|口令)\w{0,64}["']?[^\S\n]{0,16}[:=：][^\S\n]{0,16}(?=\S)/gi,
  )
  for (const { index, 0: word } of words)
    if (comment.slice(Math.max(0, index - 201), index).includes('#')) return index + word.length
  return undefined
}

const lineEndOf = (text: string, from: number): number => {
  const lineBreak = text.indexOf('\n', from)
  return lineBreak === -1 ? text.length : lineBreak
}

const behindSpaces = /[^\S\n]*#/y

/** `secret: ab #cd`: what looks like a comment may be the rest of the secret. */
function withComment(text: string, [start, end]: Span): Span {
  behindSpaces.lastIndex = end
  if (!behindSpaces.test(text)) return [start, end]
  return [start, text.slice(0, lineEndOf(text, end)).trimEnd().length]
}
