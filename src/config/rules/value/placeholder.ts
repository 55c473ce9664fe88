import { nameOf } from '../../shape/context.ts'
import type { Rule } from '../rule.ts'
import { texts } from '../texts.ts'

/** What `init`, manuals and forms write where only the reader knows the value. Names of variables have `_` and not `-`. */
const placeholders: readonly RegExp[] = [
  /\byour-(?:app|application|client|company|corp|domain|org|organization|partner|tenant)(?![a-z])/i,
  /^<[^<>]+>$/,
  /0{12}/,
]

export const placeholder: Rule = draft =>
  texts(draft, text => placeholders.some(form => form.test(text))).map(({ at }) => ({
    at,
    message: `${nameOf(at)} still holds a placeholder`,
    help:
      at[0] === 'sources'
        ? 'put the real value there; sso-kit urls says where the vendor shows it'
        : 'put the real value there',
  }))
