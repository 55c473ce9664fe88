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
import { discreetly, isRandomKey, looksRandom, sounds } from '../diagnostics/secret-form.ts'
import { commentedOut } from './commented-out.ts'
import { covering } from './covering.ts'
import { mayHavePassword } from './database-text.ts'
import type { ParsedLayer } from './document.ts'
import { isHarmless } from './harmless.ts'
import { type Hidden, isFree } from './hidden.ts'
import { isNobodys, missingSecret } from './missing-secret.ts'
import { hasMadeUpWord } from './mixed-words.ts'
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
import { suggest } from './suggest.ts'
import { typeNames } from './types.ts'

/** The parts of the text that no output may show. */
export function secretSpans(
  { parsed: { document }, lines: { text } }: ParsedLayer,
  hidden: Hidden,
  schemaOf: SchemaOf,
): Span[] {
  const cover = covering(text, schemaOf)
  /** A list or a map where one belongs: what is secret in it is found inside. */
  const groups = (schema: Schema | undefined) => schema !== undefined && schema['x-secret'] !== true
  /** With a tag, an anchor or a comment beside it, it may be a part of something else. */
  const isVariable = ({ value, range }: Scalar) => {
    if (!range || typeof value !== 'string' || !isShellVariable(value)) return false
    const [start, end] = [withProperties(text, range[0]), range[1]]
    return start === range[0] && withComment(text, [start, end])[1] === end
  }

  /** A line without a key and without a comma between braces goes on as the next key. */
  const isBroken = ({ range }: Scalar) => range && text.slice(range[0], range[1]).includes('\n')

  // most keys are there many times
  const isNamed = remembering((key: string) => !sounds(key) && discreetly(key) === key)

  /** What has an anchor, and where it is, for the aliases that secrets are. */
  const anchored = new Map<string, [Node, Path][]>()
  const secretAliases: string[] = []
  const enteredAsSecret = new Set<unknown>()

  const enter = (node: unknown, path: Path, secret: boolean, unknown: Unknown = 'nothing'): void => {
    // `&abc` and `*abc` begin as a secret may
    if (
      isNode(node) &&
      [node.anchor, node.tag, isAlias(node) ? node.source : undefined].some(isRandomProperty)
    )
      cover.node(node)
    if (secret) {
      if (enteredAsSecret.has(node)) return
      enteredAsSecret.add(node)
    } else if (!isAlias(node) && isNode(node) && node.anchor !== undefined) {
      const before = anchored.get(node.anchor)
      if (before) before.push([node, path])
      else anchored.set(node.anchor, [[node, path]])
    }
    if (isScalar(node)) {
      cover.goingOn(node, path)
      const text = String(node.value)
      // where a section of the file belongs, nobody knows what a text is
      const isSectionText = path.length === 1 && isSection(schemaOf(path))
      const isSecret =
        (secret && !isVariable(node)) ||
        sounds(text) ||
        (unknown === 'key' && (node.anchor !== undefined || isOwnTag(node.tag))) ||
        (unknown === 'level' && hasMadeUpWord(text)) ||
        ((unknown === 'key' || isSectionText) &&
          !isHarmless(node.value, isSectionText || typeof path.at(-1) === 'number'))
      if (isSecret || mayHavePassword(node.value, path, schemaOf) || isStranger(text, path, schemaOf))
        cover.node(node)
    } else if (isAlias(node)) {
      if (!secret) return
      cover.node(node)
      secretAliases.push(node.source)
    } else if (isMap(node)) {
      if (secret) cover.commentBehind(node)
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
      const missing = missingSecret(node, path, schema, schemaOf)
      // `clientSecret:` without a value, and below it a key that nobody knows
      let isOwed = false
      for (const pair of node.items as Pair[]) {
        const key = keyOf(pair) ?? ''
        const at = [...path, key]
        const below = schemaOf(at)
        const isUnknown = below === undefined
        const isMore = rests.has(key) || (isOwed && isUnknown && !isKind(key) && !isMisspelt(key, schema))
        isOwed = isLost(pair) && below?.['x-secret'] === true
        if (isMore && isNode(pair.key)) cover.node(pair.key)
        const inside =
          secret ||
          isMore ||
          (isUnknown && missing.isUnknown(key) && !isSwitch(pair.value)) ||
          (isScalar(pair.value) && missing.isDouble(key)) ||
          (hidden(at) && !(isCollection(pair.value) && groups(below)))
        const named = inside && isReference(key, pair.value)
        if (named) cover.commentBehind(pair.value)
        if ((secret || misplaced) && !named && isNode(pair.key) && !isKind(key)) cover.node(pair.key)
        if (!secret && loses && isLost(pair) && isUnknown && isNode(pair.key)) cover.node(pair.key)
        if (isScalar(pair.key)) {
          cover.afterColon(pair.key)
          if (isOpen || isUnknown) cover.afterSign(pair.key, path)
          const isStrange =
            (isUnknown && isBroken(pair.key)) ||
            ((isUnknown || isOpen) && isRandomKey(key) && suggest(key, namesIn(schema)) === undefined)
          if (
            !isNamed(key) ||
            isStrange ||
            (at.length > 1 && isUnknown && mayHavePassword(key, at, schemaOf))
          )
            cover.key(pair.key, path)
        }
        if (isCollection(pair.value) && (inside || hidden(at))) cover.between(endOf(pair.key), pair.value)
        if (isMap(pair.value) && inside) cover.commentsIn(pair.value)
        const isForeign = isUnknown && !isOpen && !isReference(key, pair.value)
        enter(
          pair.value,
          at,
          inside && !named,
          !isForeign ? 'nothing' : isNobodys(key, schema) || missing.isSecond(key) ? 'key' : 'level',
        )
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const at = [...path, index]
        // a text among sources has lost what was around it
        const isStray = isScalar(item) && schemaOf(at)?.type === 'object' && !isType(item.value)
        const inside = secret || isStray || hidden(at)
        if (inside && isCollection(item))
          cover.between(index === 0 ? node.range?.[0] : endOf(node.items[index - 1]), item)
        if (inside && isMap(item)) cover.commentsIn(item)
        enter(item, at, inside, unknown)
      }
    }
  }

  // what is no map at all is a file of something else
  enter(document.contents, [], false, isMap(document.contents) ? 'nothing' : 'key')
  for (const name of secretAliases) {
    for (const [node, path] of anchored.get(name) ?? []) enter(node, path, true)
    anchored.delete(name)
  }
  return [...cover.spans.map(span => withComment(text, span)), ...commentedOut(text)]
}

/** What nobody knows of a place: anything, for it is below a key that is none; or why the key is at this level. */
type Unknown = 'nothing' | 'level' | 'key'

const endOf = (node: unknown) => (isNode(node) ? node.range?.[1] : undefined)

const isType = (value: unknown) => Object.values(typeNames).flat().includes(String(value))

const isRandomProperty = (name: string | undefined) => name !== undefined && looksRandom(name)

/** `!abc`, which may be a secret that begins so. */
const isOwnTag = (tag: string | undefined) => tag !== undefined && !tag.startsWith('tag:yaml.org,2002:')

const isSwitch = (node: unknown) => isScalar(node) && typeof node.value === 'boolean'

/** A list or a map alone. */
const isSection = (schema: Schema | undefined) => schema?.type === 'array' || schema?.type === 'object'

const isMisspelt = (key: string, schema: Schema | undefined) => suggest(key, namesIn(schema)) !== undefined

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
