import { nameOf } from '../../shape/context.ts'
import type { Rule } from '../rule.ts'
import { isProse, type Text, texts } from '../texts.ts'

/** Names, ids and addresses are compared as they are written, and nobody sees such a blank. */
export const blankAtEnd: Rule = draft =>
  texts(draft, hasBlank)
    .filter(({ at }) => !isProse(draft, at))
    .map(finding)

const hasBlank = (text: string): boolean => /^\s|\s$/.test(text) && text.trim() !== ''

function finding({ at, text }: Text) {
  const [first = ''] = text
  const isFirst = first.trim() === ''
  const blank = isFirst ? first : text.slice(-1)
  return {
    at,
    message: `${nameOf(at)} ${isFirst ? 'begins' : 'ends'} with ${called(blank)}, and counts with it`,
    help: isFirst && text.trimEnd() !== text ? 'remove the blanks at both ends' : 'remove it',
  }
}

const called = (blank: string): string =>
  /[\r\n]/.test(blank)
    ? 'a line break'
    : blank === ' '
      ? 'a blank'
      : blank === '\t'
        ? 'a tab'
        : 'a blank that is no ASCII one'
