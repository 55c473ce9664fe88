import { impactOf } from '../../shape/access.ts'
import { nameOf } from '../../shape/context.ts'
import { codeOf } from '../../yaml/characters.ts'
import type { Rule } from '../rule.ts'
import { texts } from '../texts.ts'

/**
 * Nobody sees these. Joiners have a place behind letters of Arabic and Indic scripts and in emoji, and so has the selector
 * of a coloured emoji. What stands in the place of `lost` nobody sees any more.
 */
const unseen =
  /[\xAD\u115F\u1160\u17B4\u17B5\u2061-\u2065\u3164\uFFA0\uFFF0-\uFFF8\uFFFD]|\u034F|[\u180B-\u180F]|[\uFE00-\uFE0E]|\uDB40[\uDD00-\uDDEF]|[\u200C\u200D](?<!(?:[\u0600-\u0DFF\u2190-\u32FF\uDC00-\uDFFF]|\uFE0F).)|\uFE0F(?<![\xA9\xAE\u203C-\u32FF\uDC00-\uDFFF].)(?!\u20E3)/

/** U+FFFD: some program has read bytes of another encoding as UTF-8, and written this for what it could not read. */
const lost = 0xfffd

/** In what is compared, called or asked; on a page such a character does no harm, but one that was lost is missing there, too. */
export const invisibleCharacter: Rule = draft =>
  texts(draft, text => unseen.test(text)).flatMap(({ at, text }) => {
    const found = unseen.exec(text)?.[0].codePointAt(0)
    if (found === lost)
      return [
        {
          at,
          message: `${nameOf(at)} has U+FFFD in it, which stands for a character that was lost`,
          help: 'write the text anew; the file that it was taken from was not UTF-8, but GBK perhaps',
        },
      ]
    if (found === undefined || impactOf(at, draft.schemaOf) === 'cosmetic') return []
    return [
      {
        at,
        message: `${nameOf(at)} has the invisible character U+${codeOf(found)} in it: it is another text than the one that is seen`,
        help: 'delete the character; retype the text if you cannot see it',
      },
    ]
  })
