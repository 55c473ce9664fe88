import { Lexer } from 'yaml'
import type { Range } from '../diagnostics/diagnostic.ts'
import type { Lines } from '../diagnostics/lines.ts'
import { redacted } from '../diagnostics/redact.ts'
import type { Layer } from './document.ts'
import type { Span } from './span.ts'

/** A comment to this program, `# sso-kit: …`. */
export interface Comment {
  /** False where it begins otherwise, as `# sso-kit：ignore`, `# sso-kit ignore` and `# ssokit: ignore` do, which nobody reads. */
  readonly isMarked: boolean
  /** Behind `sso-kit:`, or what is there in its place. */
  readonly text: string
  /** The same as an output may show it. */
  readonly shown: string
  readonly file: string
  readonly range: Range
  /** The lines it speaks about: its own; where it stands alone the next one that is no comment, and the next that is one and not to this program. */
  readonly about: readonly number[]
}

const begin = /^#+\s*(sso[-_ ]?kit(?:\s*[:：]|(?=[-_\s]+[a-z])))[-_\s]*/i

/** `masked` is the text with its secrets covered: what looks like a comment may be the rest of a secret. */
export function commentsOf({ file, lines }: Layer, masked: () => string): Comment[] {
  const { text } = lines
  // nearly every file: do not read it once more
  if (!/#\s*sso[-_ ]?kit(?:\s*[:：]|[-_\s]+[a-z][^\n]{0,256}[/[])/i.test(text)) return []
  const comments: Comment[] = []
  const aboutOf = aboutIn(lines)
  for (const [at, end] of commentsIn(text)) {
    const head = begin.exec(text.slice(at, end))
    if (head)
      comments.push({
        isMarked: /^sso-kit\s*:$/.test(head[1] ?? ''),
        text: text.slice(at + head[0].length, end),
        shown: redacted(masked().slice(at + head[0].length, end)),
        file,
        range: lines.range(at, end),
        about: aboutOf(at),
      })
  }
  return comments
}

/** Where the comments of a text are: a `#` may be a part of a value as well. */
export function* commentsIn(text: string): Generator<Span> {
  let at = 0
  let scalar = false
  for (const lexeme of new Lexer().lex(text)) {
    // https://eemeli.org/yaml/#lexer: signs that are no part of the text
    if (lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001f') {
      scalar = lexeme === '\u001f'
      continue
    }
    if (!scalar && lexeme.startsWith('#')) yield [at, at + lexeme.trimEnd().length]
    scalar = false
    at += lexeme.length
  }
}

/** Asked from the top of the text to its end: a comment may stand above ten thousand others. */
function aboutIn(lines: Lines): (at: number) => readonly number[] {
  // the line behind the last comments that stood alone, and the first of these that is not to this program
  let behind = 0
  let other = 0
  return at => {
    const { line } = lines.position(at)
    if (lines.text.slice(lines.startOf(line), at).trim() !== '') return [line]
    if (line >= behind) {
      behind = line + 1
      // several of them may stand above one line
      while (/^\s*#/.test(lines.line(behind))) behind += 1
    }
    other = Math.max(other, line + 1)
    while (other < behind && begin.test(lines.line(other).trim())) other += 1
    return other < behind ? [other, behind] : [behind]
  }
}
