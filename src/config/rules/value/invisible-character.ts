import { impactOf } from '../../shape/access.ts'
import { nameOf } from '../../shape/context.ts'
import { codeOf, unseen } from '../../yaml/characters.ts'
import type { Rule } from '../rule.ts'
import { texts } from '../texts.ts'

/** U+FFFD: some program has read bytes of another encoding as UTF-8, and written this for what it could not read. */
const lost = '\uFFFD'

/** In what is compared, called or asked; on a page such a character does no harm, but one that was lost is missing there, too. */
export const invisibleCharacter: Rule = draft =>
  texts(draft, text => text.includes(lost) || unseen.test(text)).flatMap(({ at, text }) => {
    if (text.includes(lost))
      return [
        {
          at,
          message: `${nameOf(at)} has U+FFFD in it, which stands for a character that was lost`,
          help: 'write the text anew; the file that it was taken from was not UTF-8, but GBK perhaps',
        },
      ]
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
