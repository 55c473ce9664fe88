import { nameOf } from '../../shape/context.ts'
import { addressesOf } from '../app/addresses.ts'
import type { Rule } from '../rule.ts'

/** RFC 6749, section 3.1.2. */
export const fragment: Rule = draft =>
  addressesOf(draft)
    .filter(({ text }) => text.includes('#'))
    .map(({ at }) => ({
      at,
      message: `${nameOf(at)} has a fragment, which never reaches a server`,
      help: 'end it before the "#"; an app that needs the part behind it keeps that to itself',
    }))
