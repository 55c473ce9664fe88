import type { Finding } from '../finding.ts'

/**
 * What makes a reviewer see another text than the parser does, and is of no use in any: direction controls, tags, line
 * separators, invisible and control characters. Those that emoji and some scripts are written with: value/invisible-character.
 */
const treacherous =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those of \p{Cc}, which takes ten times as long to read, but for tab, the ends of lines and U+0085
  /[\x00-\x08\v\f\x0E-\x1F\x7F-\x84\x86-\x9F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|\uDB40[\uDC00-\uDC7F]/

/**
 * Nobody sees these. Joiners have a place behind letters of Arabic and Indic scripts and in emoji, and so has the selector
 * of a coloured emoji.
 */
export const unseen =
  /[\xAD\u115F\u1160\u17B4\u17B5\u2061-\u2065\u3164\uFFA0\uFFF0-\uFFF8]|\u034F|[\u180B-\u180F]|[\uFE00-\uFE0E]|\uDB40[\uDD00-\uDDEF]|[\u200C\u200D](?<!(?:[\u0600-\u0DFF\u2190-\u32FF\uDC00-\uDFFF]|\uFE0F).)|\uFE0F(?<![\xA9\xAE\u203C-\u32FF\uDC00-\uDFFF].)(?!\u20E3)/

export function invisibleCharacter(text: string): Finding | undefined {
  const at = text.search(treacherous)
  if (at === -1) return undefined
  const point = text.codePointAt(at) ?? 0
  const code = codeOf(point)
  if (point === 0)
    return {
      rule: 'yaml/bidi-control',
      severity: 'error',
      at: [],
      on: [at, at + 1],
      message: 'a NUL (U+0000) is in the file, which no text has',
      label: 'it is here',
      help: 'delete the character; where there are many of them, the file was damaged: take it from where it came from',
    }
  return {
    rule: 'yaml/bidi-control',
    severity: 'error',
    at: [],
    on: [at, at + String.fromCodePoint(point).length],
    message: `the invisible character U+${code} makes this line read differently than it is`,
    label: 'it is here',
    help: 'delete the character; retype the line if you cannot see it',
  }
}

/** `U+200E` has `200E`. */
export const codeOf = (point: number): string => point.toString(16).toUpperCase().padStart(4, '0')
