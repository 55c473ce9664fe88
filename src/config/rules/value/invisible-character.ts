import { impactOf } from '../../shape/access.ts'
import { nameOf } from '../../shape/context.ts'
import { codeOf, unseen } from '../../yaml/characters.ts'
import type { Rule } from '../rule.ts'
import { texts } from '../texts.ts'

/** In what is compared, called or asked; on a page such a character does no harm. */
export const invisibleCharacter: Rule = draft =>
  texts(draft, text => unseen.test(text)).flatMap(({ at, text }) => {
    const found = unseen.exec(text)?.[0].codePointAt(0)
    if (found === undefined || impactOf(at, draft.schemaOf) === 'cosmetic') return []
    return [
      {
        at,
        message: `${nameOf(at)} has the invisible character U+${codeOf(found)} in it: it is another text than the one that is seen`,
        help: 'delete the character; retype the text if you cannot see it',
      },
    ]
  })
