import { CST } from 'yaml'

/** A piece of the text with its place. Unlike nodes, these are there in a file that is not valid YAML too. */
export interface Token {
  /** `plain`, `block` (the lines of `|` and `>`), or the parser's name. */
  readonly kind: string
  readonly text: string
  readonly start: number
  /** How far from the beginning of its line it starts. */
  readonly column: number
  /** Nothing but spaces and "-" before it in its line. */
  readonly first: boolean
  /** The brackets that it stands in, the innermost. */
  readonly inside: '{' | '[' | undefined
  /** The kind of what is before it, spaces and line breaks left out. */
  readonly after: string | undefined
}

/** What the lexer has made of a text, without spaces, line breaks and comments. */
export function tokensOf(lexemes: Iterable<string>): Token[] {
  const tokens: Token[] = []
  const brackets: ('{' | '[')[] = []
  let start = 0
  let lineStart = 0
  let first = true
  let scalar = false
  let block = false
  for (const lexeme of lexemes) {
    const type: string = scalar ? (block ? 'block' : 'plain') : (CST.tokenType(lexeme) ?? 'plain')
    if (marks.has(type)) {
      scalar = type === 'scalar'
      continue
    }
    if (type === 'block-scalar-header') block = true
    else if (scalar) block = false
    scalar = false
    if (type.endsWith('-end')) brackets.pop()
    if (!blank.has(type))
      tokens.push({
        kind: type,
        text: lexeme,
        start,
        column: start - lineStart,
        first,
        inside: brackets.at(-1),
        after: tokens.at(-1)?.kind,
      })
    if (lexeme === '{' || lexeme === '[') if (type.endsWith('-start')) brackets.push(lexeme)
    first = lexeme.endsWith('\n') || (first && (blank.has(type) || type === 'seq-item-ind'))
    const lastBreak = lexeme.lastIndexOf('\n')
    if (lastBreak !== -1) lineStart = start + lastBreak + 1
    start += lexeme.length
  }
  return tokens
}

/** Signs of the lexer that are no part of the text. */
const marks = new Set(['doc-mode', 'scalar', 'flow-error-end'])
const blank = new Set(['space', 'newline', 'comment', 'byte-order-mark'])
