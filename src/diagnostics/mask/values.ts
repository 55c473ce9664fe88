import type { Behind } from './keys.ts'
import { endOf } from './matched.ts'

/** How far a value goes that may be shown. */
export const valueEnd = (line: string, at: number, behind: Behind): number =>
  behind === 'prose' ? proseEnd(line, at) : behind === 'group' ? at : wordsEnd(line, at)

const blockHeader = /[|>][-+\d]*\s*$/y
// in JSON without blanks the next key is directly behind the comma
const oneWord =
  /"[^"\s]*"?|'[^'\s]*'?|\{\{[^{}]{1,256}\}\}|\*?[^\s{}[\]｛｝"'#＃,，&*!|>](?:(?![,，]["'“‘])[^\s{}[\]｛｝])*/y
const beforeEntry = /[\s,，]*/y

/** One word, or a list of them. */
export function wordsEnd(line: string, from: number): number {
  if (line[from] !== '[') return endOf(oneWord, line, endOf(blockHeader, line, from))
  for (let at = from + 1; ; ) {
    const entry = endOf(beforeEntry, line, at)
    const end = endOf(oneWord, line, entry)
    if (end === entry) return line[end] === ']' ? end + 1 : entry
    at = end
  }
}

const quotedProse = /"[^"]*"?|'[^']*'?|\{\{[^{}]{1,256}\}\}|\*[\w-]+/y
const proseWord = /\s*[^\s{}[\]｛｝"'#＃,，:=：&*!|>]+(?=[\s{}[\]｛｝,，]|$)/y

/** Words, up to what may be the next key. */
function proseEnd(line: string, from: number): number {
  const quoted = endOf(quotedProse, line, from)
  if (quoted > from) return quoted
  for (let at = endOf(blockHeader, line, from); ; ) {
    const end = endOf(proseWord, line, at)
    if (end === at) return at
    at = end
  }
}
