import type { Finding } from '../finding.ts'

/** What makes a reviewer see another text than the parser does: direction controls, invisible and control characters. */
const treacherous =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those of \p{Cc}, which takes ten times as long to read, but for tab, the ends of lines and U+0085
  /[\x00-\x08\v\f\x0E-\x1F\x7F-\x84\x86-\x9F\u202A-\u202E\u2066-\u2069\u200B\u2060\uFEFF]/

export function invisibleCharacter(text: string): Finding | undefined {
  const at = text.search(treacherous)
  if (at === -1) return undefined
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')
  return {
    rule: 'yaml/bidi-control',
    severity: 'error',
    at: [],
    on: [at, at + 1],
    message: `the invisible character U+${code} makes this line read differently than it is`,
    label: 'it is here',
    help: 'delete the character; retype the line if you cannot see it',
  }
}
