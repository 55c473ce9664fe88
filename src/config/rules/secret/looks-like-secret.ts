import type { Path } from '../../../diagnostics/diagnostic.ts'
import { secretForm } from '../../../diagnostics/secretive.ts'
import type { Draft } from '../../draft.ts'
import { nameOf } from '../../shape/context.ts'
import type { Rule } from '../rule.ts'
import { texts } from '../texts.ts'

export const looksLikeSecret: Rule = draft =>
  texts(draft, text => secretForm(text) !== undefined).flatMap(({ at, text }) => {
    const what = secretForm(text)
    if (what === undefined || (what === 'a long random text' && mayBeRandom(at, draft))) return []
    return [
      {
        at,
        message: `${nameOf(at)} looks like ${what}`,
        help: 'keep it out of the file: put a reference such as { env: NAME } in the key it belongs to, and replace it at the vendor',
        secret: true,
      },
    ]
  })

/** A vendor's ids of people and of clients are long and random, and no secret. */
const mayBeRandom = (at: Path, { schemaOf }: Draft): boolean =>
  at.at(-1) === 'subject' || schemaOf(at)?.['x-ref'] === true
