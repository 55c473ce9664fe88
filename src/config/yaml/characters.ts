import type { Finding } from '../finding.ts'

/** What makes a reviewer see another text than the parser does: direction controls, invisible and control characters. */
const treacherous = /[\u202A-\u202E\u2066-\u2069\u200B\u2060\uFEFF]|(?![\t\n\r\u0085])\p{Cc}/u

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
