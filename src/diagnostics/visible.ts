// control characters, direction controls, invisible ones, line separators and unpaired surrogates
const unseen = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\p{Cs}]/u

/** Text of the file as a terminal may show it: what would move the cursor or hide is written out. */
export const visible = (text: string): string =>
  unseen.test(text) ? [...text].map(visibleCharacter).join('') : text

export function visibleCharacter(character: string): string {
  if (character === '\t') return '  '
  if (!unseen.test(character)) return character
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
}
