import { CST, Lexer } from 'yaml'
import type { Finding } from '../finding.ts'

export const depthLimit = 64

/** A file as large as may be has about 65,000. The parser takes much longer for each than the lexer. */
const tokenLimit = 90_000
/** Empty ones and comments cost the parser as much as a word: lines of seven characters fill the largest file. */
const lineLimit = 40_000
/** Each of many without a value is an error that the parser takes long over. */
const anchorLimit = 1000

/**
 * What the lexer makes of a text, for the parser; or what would keep the parser busy for a long time: it takes the square
 * of the levels that begin in one line, and makes an error for every character of a file that is nothing but "&". The
 * lexer is linear, and goes only as far as it must.
 */
export function lexed(text: string): { lexemes: readonly string[] } | { finding: Finding } {
  const lexemes: string[] = []
  let at = 0
  let tokens = 0
  let lines = 0
  let anchors = 0
  let begunInLine = 0
  let brackets = 0
  let isScalar = false
  for (const lexeme of new Lexer().lex(text)) {
    lexemes.push(lexeme)
    const type: string | null = isScalar ? 'scalar' : CST.tokenType(lexeme)
    isScalar = !isScalar && type === 'scalar'
    // the lexer's own signs are no part of the text
    if (isScalar || type === 'doc-mode' || type === 'flow-error-end') continue
    if (type !== 'space' && type !== 'newline' && type !== 'comment') tokens += 1
    if (type === 'seq-item-ind' || type === 'explicit-key-ind') begunInLine += 1
    if (lexeme === '[' || lexeme === '{') brackets += type === 'scalar' ? 0 : 1
    if (type === 'flow-seq-end' || type === 'flow-map-end') brackets -= 1
    if (Math.max(begunInLine, brackets) > depthLimit + 1) return tooMuch(tooDeep, at)
    if (type === 'anchor') anchors += 1
    if (anchors > anchorLimit) return tooMuch(tooManyAnchors, at)
    if (tokens > tokenLimit) return tooMuch(tooMany, at)
    if (type === 'newline') lines += 1
    if (lines > lineLimit) return tooMuch(tooManyLines, at)
    if (lexeme.includes('\n')) begunInLine = 0
    at += lexeme.length
  }
  return { lexemes }
}

export const tooDeep = {
  message: `nested more than ${depthLimit} levels deep`,
  help: `nest at most ${depthLimit} levels`,
}

const tooMany = {
  message: `more than ${tokenLimit} words and signs in one file`,
  help: 'split the file',
}

const tooManyLines = {
  message: `more than ${lineLimit} lines in one file`,
  help: 'split the file',
}

const tooManyAnchors = {
  message: `more than ${anchorLimit} anchors in one file`,
  help: 'write out what you mean',
}

const tooMuch = (what: typeof tooDeep, at: number): { finding: Finding } => ({
  finding: { rule: 'yaml/too-large', severity: 'error', at: [], on: [at, at + 1], ...what },
})
