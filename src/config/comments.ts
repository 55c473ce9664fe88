import { Lexer } from 'yaml'
import type { Range } from '../diagnostics/diagnostic.ts'
import type { Lines } from '../diagnostics/lines.ts'
import { cover } from '../diagnostics/redact.ts'
import type { Layer } from './document.ts'

/** A comment to this program, `# sso-kit: …`. */
export interface Comment {
  /** Behind `sso-kit:`. */
  readonly text: string
  /** The same as an output may show it. */
  readonly shown: string
  readonly file: string
  readonly range: Range
  /** The line it speaks about: its own, or the next one where it stands alone. */
  readonly about: number
}

const begin = /^#+\s*sso-kit:\s*/

/** `masked` is the text with its secrets covered: what looks like a comment may be the rest of a secret. */
export function commentsOf({ file, lines }: Layer, masked: string): Comment[] {
  const { text } = lines
  // nearly every file: do not read it once more
  if (!text.includes('sso-kit:')) return []
  const comments: Comment[] = []
  let at = 0
  let scalar = false
  for (const lexeme of new Lexer().lex(text)) {
    // https://eemeli.org/yaml/#lexer: signs that are no part of the text
    if (lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001f') {
      scalar = lexeme === '\u001f'
      continue
    }
    const head = scalar ? null : begin.exec(lexeme)
    if (head) {
      const end = at + lexeme.trimEnd().length
      comments.push({
        text: text.slice(at + head[0].length, end),
        shown: masked.slice(at + head[0].length, end).replace(new RegExp(`${cover}+`, 'g'), '‹redacted›'),
        file,
        range: lines.range(at, end),
        about: lineAbout(lines, at),
      })
    }
    scalar = false
    at += lexeme.length
  }
  return comments
}

function lineAbout(lines: Lines, at: number): number {
  const { line } = lines.position(at)
  if (lines.text.slice(lines.startOf(line), at).trim() !== '') return line
  let next = line + 1
  // several of them may stand above one line
  while (/^\s*#/.test(lines.line(next))) next += 1
  return next
}
