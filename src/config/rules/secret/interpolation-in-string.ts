import { nameOf } from '../../shape/context.ts'
import type { Rule } from '../rule.ts'
import { texts } from '../texts.ts'

const templates = [
  { begins: '${', shown: '$' + '{…}' },
  { begins: '{{', shown: '{{…}}' },
]

/** Nothing is put in for `${X}`: whoever writes it expects something else than what is there. */
export const interpolationInString: Rule = draft =>
  texts(draft, text => templates.some(({ begins }) => text.includes(begins))).map(({ at, text }) => ({
    at,
    message: `${nameOf(at)} is taken literally: nothing is put in for ${templates.find(({ begins }) => text.includes(begins))?.shown}`,
    help: 'write the value itself, or { env: NAME } where a reference is allowed',
  }))
