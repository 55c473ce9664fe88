import { isScalar, type Pair, type YAMLMap } from 'yaml'
import type { Told } from './other-file.ts'

/** `@@ -5,3 +5,3 @@`, or a key behind a "+" in the first column, which no key of the language begins with. */
const hunk = /^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/m
const addition = /^\+( *)(?:- +)*[A-Za-z][\w-]*:(?:\s|$)/m

/** What `git diff` shows, pasted. */
export function patch(text: string): Told | undefined {
  const plus = addition.exec(text)
  const head = hunk.exec(text)
  const first = head && (plus === null || head.index < plus.index) ? head : plus
  if (first === null) return undefined
  const parts = [
    ...(head ? ['everything above the line "@@", that line,'] : []),
    ...(head || /^-(?!--)/m.test(text) ? ['the old lines, which begin with "-"'] : []),
  ]
  const sign = plus && (isColumnOf(text, (plus[1]?.length ?? 0) + 1) ? 'write a space for' : 'remove')
  const old = parts.length > 0 ? [`remove ${parts.join(' and ')}`] : []
  const added = sign ? [`${sign} each "+" in the first column`] : []
  return {
    on: [first.index, first.index + (first === head ? 2 : 1)],
    message: 'a line of a diff is not YAML',
    help: [...old, ...added].join('; '),
  }
}

/** Whether another line begins there: the sign stands in the place of a space then. */
const isColumnOf = (text: string, column: number): boolean =>
  new RegExp(`^ {${Math.min(column, 64)}}(?:- )?[A-Za-z]`, 'm').test(text)

/** A key at the top of a file that begins with "+": what was added may be YAML all the same. */
export const hasAdded = ({ items }: YAMLMap): boolean =>
  (items as Pair[]).some(({ key }) => isScalar(key) && key.source?.startsWith('+'))
