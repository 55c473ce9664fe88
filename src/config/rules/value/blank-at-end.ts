import { sounds } from '../../../diagnostics/secret-form.ts'
import { nameOf } from '../../shape/context.ts'
import { keyed } from '../../shape/value.ts'
import { flow } from '../../written.ts'
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
    help: `write ${without(at, text.trim())}, without ${isFirst && text.trimEnd() !== text ? 'the blanks at both ends' : 'it'}`,
  }
}

/** "remove it" would leave open what; what may be a secret is not repeated. */
const without = (at: Text['at'], text: string): string =>
  text.length > 60 || sounds(text) ? 'the same' : keyed(at, flow(text))

const called = (blank: string): string =>
  /[\r\n]/.test(blank)
    ? 'a line break'
    : blank === ' '
      ? 'a blank'
      : blank === '\t'
        ? 'a tab'
        : 'a blank that is no ASCII one'
