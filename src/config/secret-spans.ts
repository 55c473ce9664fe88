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
  type YAMLMap,
} from 'yaml'
import type { Path } from '../diagnostics/diagnostic.ts'
import { lineEndOf } from '../diagnostics/lines.ts'
import { discreetly, isRandomKey, looksRandom, sounds } from '../diagnostics/secret-form.ts'
import { isSecretKey } from '../diagnostics/secret-key.ts'
import { commentedOut } from './commented-out.ts'
import { mayHavePassword } from './database-text.ts'
import type { ParsedLayer } from './document.ts'
import { type Hidden, isFree, signIn } from './hidden.ts'
import { isPlaceName, isReferenceKey, referenceKinds } from './place-name.ts'
import { keyOf } from './positions.ts'
import { remembering } from './remembering.ts'
import type { Schema } from './schema/schema.ts'
import type { SchemaOf } from './schemas.ts'
import { restsOfSecrets } from './shape/cut-secret.ts'
import { referenceText } from './shape/reference-text.ts'
import { namesIn } from './shape/rename.ts'
import { type Span, withComment, withProperties } from './span.ts'
import { isStranger } from './stranger.ts'
import { isOtherName, suggest } from './suggest.ts'
import { typeNames } from './types.ts'
import { whenWanted } from './when-wanted.ts'

/** The parts of the text that no output may show. */
export function secretSpans(
  { parsed: { document }, lines: { text } }: ParsedLayer,
  hidden: Hidden,
  schemaOf: SchemaOf,
): Span[] {
  const spans: Span[] = []
  /** A list or a map where one belongs: what is secret in it is found inside. */
  const groups = (schema: Schema | undefined) => schema !== undefined && schema['x-secret'] !== true
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
    const colon = String(value).indexOf(':')
    if (colon !== -1 && range && isSecretKey(String(value).slice(0, colon)))
      spans.push([range[0] + colon, range[1]])
  }

  /** `clientSecre]abc` may be a key and its secret. */
  const hideAfterSign = ({ value, range }: Scalar, map: Path) => {
    const sign = signIn(String(value), map, schemaOf)
    if (sign !== -1 && range) spans.push([range[0] + sign, range[1]])
  }

  /** A line without a key and without a comma between braces goes on as the next key. */
  const isBroken = ({ range }: Scalar) => range && text.slice(range[0], range[1]).includes('\n')

  /** `clientSecret { env` begins with a key of the language. */
  const hideKey = (key: Scalar, map: Path) => {
    const name = /^[A-Za-z]+(?=[\s={])/.exec(String(key.value))?.[0]
    if (name === undefined || schemaOf([...map, name]) === undefined || key.type !== 'PLAIN' || !key.range)
      hide(key)
    else spans.push([key.range[0] + name.length, key.range[1]])
  }

  /** A comment beside a reference may be what was there before. */
  const hideComment = (node: unknown) => {
    if (!isNode(node) || !node.range) return
    const end = node.range[1]
    const line = text.slice(end, lineEndOf(text, end))
    const comment = line.search(/(?<=\s)#/)
    if (comment !== -1) spans.push([end + comment, end + line.length])
  }

  const hideAll = (pattern: RegExp, from: number, to: number) => {
    for (const { 0: found, index } of text.slice(from, to).matchAll(pattern))
      spans.push([from + index, from + index + found.length])
  }

  /** `clientSecret: # abc` and `clientSecret: &abc` above a reference. */
  const hideBetween = (start: number | undefined, { range }: Node) => {
    if (start !== undefined && range) hideAll(/(?<=\s)[#!&].*/g, start, range[0])
  }

  /** `{ env: NAME, # abc`. */
  const hideCommentsIn = ({ range }: Node) => {
    if (range) hideAll(/(?<=\s)#.*/g, range[0], range[1])
  }

  /** A line below a plain text may be a secret whose key is gone; behind a dash it is an entry that slipped. */
  const hideFolded = ({ type, range }: Scalar, path: Path) => {
    if (type !== 'PLAIN' || !range || lineEndOf(text, range[0]) >= range[1]) return
    // a list has lost its signs, or a comma
    if (typeof path.at(-1) === 'number' || schemaOf(path)?.items !== undefined) return
    for (let at = lineEndOf(text, range[0]); at < range[1]; ) {
      const end = Math.min(lineEndOf(text, at + 1), range[1])
      if (!/^\s*-/.test(text.slice(at, end))) spans.push([at, end])
      at = end
    }
  }

  // most keys are there many times
  const isNamed = remembering((key: string) => !sounds(key) && discreetly(key) === key)

  /** What has an anchor, and where it is, for the aliases that secrets are. */
  const anchored = new Map<string, [Node, Path][]>()
  const secretAliases: string[] = []
  const enteredAsSecret = new Set<unknown>()

  const enter = (node: unknown, path: Path, secret: boolean): void => {
    // `&abc` and `*abc` begin as a secret may
    if (
      isNode(node) &&
      [node.anchor, node.tag, isAlias(node) ? node.source : undefined].some(isRandomProperty)
    )
      hide(node)
    if (secret) {
      if (enteredAsSecret.has(node)) return
      enteredAsSecret.add(node)
    } else if (!isAlias(node) && isNode(node) && node.anchor !== undefined) {
      const before = anchored.get(node.anchor)
      if (before) before.push([node, path])
      else anchored.set(node.anchor, [[node, path]])
    }
    if (isScalar(node)) {
      hideFolded(node, path)
      const text = String(node.value)
      const isSecret = (secret && !isVariable(node)) || sounds(text)
      if (isSecret || mayHavePassword(node.value, path, schemaOf) || isStranger(text, path, schemaOf))
        hide(node)
    } else if (isAlias(node)) {
      if (!secret) return
      hide(node)
      secretAliases.push(node.source)
    } else if (isMap(node)) {
      if (secret) hideComment(node)
      // a key in the place of a secret is a reference or perhaps the secret: `{ hunter2 }`
      const schema = schemaOf(path)
      const misplaced = schema?.items !== undefined && hidden(path)
      const isOpen = isFree(schema)
      // `{ token, hunter2 }`: what has no value may be that of the secret before it
      const isLost = (pair: Pair) => (isScalar(pair.value) ? pair.value.value === null : pair.value === null)
      const loses = (node.items as Pair[]).some(pair => {
        const key = keyOf(pair) ?? ''
        // `(a, b)` between braces leaves `b)`, which is no torn key
        return isLost(pair) && !/^[^()[\]]+[)\]]$/.test(key) && hidden([...path, key])
      })
      // `{ clientSecret: one,two }`: behind the comma the secret goes on, until a key that is known here
      const rests = restsOfSecrets(node, path, hidden, schemaOf, true)
      const mayBeMissing = missingSecret(node, path, schema, schemaOf)
      // `clientSecret:` without a value, and below it a key that nobody knows
      let isOwed = false
      for (const pair of node.items as Pair[]) {
        const key = keyOf(pair) ?? ''
        const at = [...path, key]
        const below = schemaOf(at)
        const isUnknown = below === undefined
        const isMore = rests.has(key) || (isOwed && isUnknown && !isKind(key) && !isMisspelt(key, schema))
        isOwed = isLost(pair) && below?.['x-secret'] === true
        if (isMore && isNode(pair.key)) hide(pair.key)
        const inside =
          secret ||
          isMore ||
          (isUnknown && mayBeMissing(key) && !isSwitch(pair.value)) ||
          (hidden(at) && !(isCollection(pair.value) && groups(below)))
        const named = inside && isReference(key, pair.value)
        if (named) hideComment(pair.value)
        if ((secret || misplaced) && !named && isNode(pair.key) && !isKind(key)) hide(pair.key)
        if (!secret && loses && isLost(pair) && isUnknown && isNode(pair.key)) hide(pair.key)
        if (isScalar(pair.key)) {
          hideAfterColon(pair.key)
          if (isOpen || isUnknown) hideAfterSign(pair.key, path)
          const isStrange =
            (isUnknown && isBroken(pair.key)) ||
            ((isUnknown || isOpen) && isRandomKey(key) && suggest(key, namesIn(schema)) === undefined)
          if (
            !isNamed(key) ||
            isStrange ||
            (at.length > 1 && isUnknown && mayHavePassword(key, at, schemaOf))
          )
            hideKey(pair.key, path)
        }
        if (isCollection(pair.value) && (inside || hidden(at))) hideBetween(endOf(pair.key), pair.value)
        if (isMap(pair.value) && inside) hideCommentsIn(pair.value)
        enter(pair.value, at, inside && !named)
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const at = [...path, index]
        // a text among sources has lost what was around it
        const isStray = isScalar(item) && schemaOf(at)?.type === 'object' && !isType(item.value)
        const inside = secret || isStray || hidden(at)
        if (inside && isCollection(item))
          hideBetween(index === 0 ? node.range?.[0] : endOf(node.items[index - 1]), item)
        if (inside && isMap(item)) hideCommentsIn(item)
        enter(item, at, inside)
      }
    }
  }

  enter(document.contents, [], false)
  for (const name of secretAliases) {
    for (const [node, path] of anchored.get(name) ?? []) enter(node, path, true)
    anchored.delete(name)
  }
  return [...spans.map(span => withComment(text, span)), ...commentedOut(text)]
}

const endOf = (node: unknown) => (isNode(node) ? node.range?.[1] : undefined)

const isType = (value: unknown) => Object.values(typeNames).flat().includes(String(value))

const isRandomProperty = (name: string | undefined) => name !== undefined && looksRandom(name)

const isSwitch = (node: unknown) => isScalar(node) && typeof node.value === 'boolean'

const isMisspelt = (key: string, schema: Schema | undefined) => suggest(key, namesIn(schema)) !== undefined

/** Whether a key that nobody knows may be that of a secret which the map has not, and is no other misspelt one. */
function missingSecret(
  node: YAMLMap,
  path: Path,
  schema: Schema | undefined,
  schemaOf: SchemaOf,
): (key: string) => boolean {
  const names = namesIn(schema)
  const isSecret = (name: string) => schemaOf([...path, name])?.['x-secret'] === true
  const isMissing = whenWanted(() => names.some(name => isSecret(name) && !node.has(name)))
  return key => {
    if (!isMissing() || isOtherName(key)) return false
    const meant = suggest(key, names)
    return meant === undefined || isSecret(meant)
  }
}

const isKind = (key: string) => isReferenceKey(key) || suggest(key, referenceKinds) !== undefined

/** The name of a place, not a secret. */
const isReference = (key: string, value: unknown): boolean =>
  referenceKinds.includes(key) &&
  isScalar(value) &&
  // `&abc` and `!abc` are perhaps the beginning of a secret
  value.anchor === undefined &&
  (value.tag === undefined || value.tag.startsWith('tag:yaml.org,2002:')) &&
  isPlaceName(key, String(value.value))

/** `${NAME}` and `$THE_NAME`: what the help for it names as a variable, and without braces nothing that a password might be. */
function isShellVariable(text: string): boolean {
  const { shown = '', reference } = referenceText(text) ?? {}
  return reference !== undefined && /^\$(?:\{…\}|…)$/.test(shown)
}
