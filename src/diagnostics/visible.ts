import { isJoined, signsOf } from './signs.ts'

// control characters, direction controls, line separators, and what Unicode calls default-ignorable; beyond the basic
// plane by their first halves. By ranges: \p{Cc} takes ten times as long to read, and every command has this
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\x00-\x1F\x7F-\x9F\xAD\u061C\u115F\u1160\u17B4\u17B5\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB]|\u034F|[\u180B-\u180F]|[\uFE00-\uFE0F]|\uD82F[\uDCA0-\uDCA3]|\uD834[\uDD73-\uDD7A]|[\uDB40-\uDB43][\uDC00-\uDFFF]/

const isSeen = (text: string): boolean => !unseen.test(text) && text.isWellFormed()

/**
 * Text of the file on one line of a terminal or a log: what would move the cursor or hide is written out, and so is the
 * first sign of what the log of a pipeline would take for a command to its runner.
 */
export const visible = (text: string): string =>
  withoutCommands(isSeen(text) ? text : signsOf(text).map(visibleSign).join(''))

/** Of a sign of `signsOf`. */
export function visibleSign(sign: string): string {
  if (sign === '\t') return '  '
  return isSeen(sign) || isJoined(sign) ? sign : escaped(sign)
}

/** `##[group]` (GitHub), `##vso[…]` (Azure), `##teamcity[…]`: anywhere in a line. */
export const command = /#(?=#[a-z]{0,16}\[)/gi
/** `::set-output …` (GitHub): at the begin of a line, behind spaces too. */
const atBegin = /^(\s*):(?=:)/

/** One line that no runner takes for a command. */
export const withoutCommands = (line: string): string =>
  line.replace(command, escaped).replace(atBegin, (_, blanks) => `${blanks}${escaped(':')}`)

/** Whether a sign of a line would begin a command. */
export const beginsCommand = (line: string, at: number): boolean =>
  line[at] === '#' && /^##[a-z]{0,16}\[/i.test(line.slice(at, at + 19))

/** `\u0023` */
export const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
