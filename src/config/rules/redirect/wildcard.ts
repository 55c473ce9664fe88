import { nameOf } from '../../shape/context.ts'
import { addressesOf } from '../app/addresses.ts'
import type { Rule } from '../rule.ts'

/** RFC 9700, section 2.1: addresses are compared character by character. */
export const wildcard: Rule = draft =>
  addressesOf(draft)
    .filter(({ text }) => text.includes('*'))
    .map(({ at }) => ({
      at,
      message: `${nameOf(at)} has a "*", and addresses are compared character by character`,
      help: 'list every address that the app uses',
    }))
