import { secretForm } from '../../../diagnostics/secretive.ts'
import { nameOf } from '../../shape/context.ts'
import type { Rule } from '../rule.ts'
import { texts } from '../texts.ts'

export const looksLikeSecret: Rule = draft =>
  texts(draft).flatMap(({ at, text }) => {
    const what = secretForm(text)
    // the vendor's ids of people are long and random
    if (what === undefined || (what === 'a long random text' && at.at(-1) === 'subject')) return []
    return [
      {
        at,
        message: `${nameOf(at)} looks like ${what}`,
        help: 'keep it out of the file: put a reference such as { env: NAME } in the key it belongs to, and replace it at the vendor',
        secret: true,
      },
    ]
  })
