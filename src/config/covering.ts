import { isNode, type Node, type Scalar } from 'yaml'
import type { Path } from '../diagnostics/diagnostic.ts'
import { lineEndOf } from '../diagnostics/lines.ts'
import { isSecretKey } from '../diagnostics/secret-key.ts'
import { signIn } from './hidden.ts'
import type { SchemaOf } from './schemas.ts'
import { type Span, withProperties } from './span.ts'

/** Parts of a text that are to be covered. */
interface Covering {
  readonly spans: readonly Span[]
  node(node: Node): void
  /** `{ clientSecret:abc }` is one key. */
  afterColon(key: Scalar): void
  /** `clientSecre]abc` may be a key and its secret. */
  afterSign(key: Scalar, map: Path): void
  /** … but for its beginning: `clientSecret { env` begins with a key of the language. */
  key(key: Scalar, map: Path): void
  /** A comment beside a reference may be what was there before. */
  commentBehind(node: unknown): void
  /** `clientSecret: # abc` and `clientSecret: &abc` above a reference. */
  between(start: number | undefined, node: Node): void
  /** `{ env: NAME, # abc`. */
  commentsIn(node: Node): void
  /** A line below a plain text may be a secret whose key is gone; behind a dash it is an entry that slipped. */
  goingOn(text: Scalar, path: Path): void
}

/** Collects them. What is a secret is not known here, but where it may end. */
export function covering(text: string, schemaOf: SchemaOf): Covering {
  const spans: Span[] = []
  const node = ({ range }: Node) => {
    if (range) spans.push([withProperties(text, range[0]), range[1]])
  }

  const afterColon = ({ value, range }: Scalar) => {
    const colon = String(value).indexOf(':')
    if (colon !== -1 && range && isSecretKey(String(value).slice(0, colon)))
      spans.push([range[0] + colon, range[1]])
  }

  const afterSign = ({ value, range }: Scalar, map: Path) => {
    const sign = signIn(String(value), map, schemaOf)
    if (sign !== -1 && range) spans.push([range[0] + sign, range[1]])
  }

  const key = (wrong: Scalar, map: Path) => {
    const name = /^[A-Za-z]+(?=[\s={])/.exec(String(wrong.value))?.[0]
    if (
      name === undefined ||
      schemaOf([...map, name]) === undefined ||
      wrong.type !== 'PLAIN' ||
      !wrong.range
    )
      node(wrong)
    else spans.push([wrong.range[0] + name.length, wrong.range[1]])
  }

  const commentBehind = (value: unknown) => {
    if (!isNode(value) || !value.range) return
    const end = value.range[1]
    const line = text.slice(end, lineEndOf(text, end))
    const comment = line.search(/(?<=\s)#/)
    if (comment !== -1) spans.push([end + comment, end + line.length])
  }

  const hideAll = (pattern: RegExp, from: number, to: number) => {
    for (const { 0: found, index } of text.slice(from, to).matchAll(pattern))
      spans.push([from + index, from + index + found.length])
  }

  const between = (start: number | undefined, { range }: Node) => {
    if (start !== undefined && range) hideAll(/(?<=\s)[#!&].*/g, start, range[0])
  }

  const commentsIn = ({ range }: Node) => {
    if (range) hideAll(/(?<=\s)#.*/g, range[0], range[1])
  }

  const goingOn = ({ type, range }: Scalar, path: Path) => {
    if (type !== 'PLAIN' || !range || lineEndOf(text, range[0]) >= range[1]) return
    // a list has lost its signs, or a comma
    if (typeof path.at(-1) === 'number' || schemaOf(path)?.items !== undefined) return
    for (let at = lineEndOf(text, range[0]); at < range[1]; ) {
      const end = Math.min(lineEndOf(text, at + 1), range[1])
      if (!/^\s*-/.test(text.slice(at, end))) spans.push([at, end])
      at = end
    }
  }

  return { spans, node, afterColon, afterSign, key, commentBehind, between, commentsIn, goingOn }
}
