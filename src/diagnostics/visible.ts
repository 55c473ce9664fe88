// control characters, direction controls, invisible ones and line separators
// biome-ignore lint/suspicious/noControlCharactersInRegex: \p{Cc} takes ten times as long to read, and every command has this
const unseen = /[\x00-\x1F\x7F-\x9F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/

const isSeen = (text: string): boolean => !unseen.test(text) && text.isWellFormed()

/** Text of the file as a terminal may show it: what would move the cursor or hide is written out. */
export const visible = (text: string): string =>
  isSeen(text) ? text : [...text].map(visibleCharacter).join('')

export function visibleCharacter(character: string): string {
  if (character === '\t') return '  '
  if (isSeen(character)) return character
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
}
