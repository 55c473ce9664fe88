import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft } from '../../draft.ts'
import { nameOf } from '../../shape/context.ts'
import type { Rule } from '../rule.ts'
import { isProse, texts } from '../texts.ts'

/** What `init`, manuals and forms write where only the reader knows the value, and what the help of a message leaves open. */
const forms: readonly RegExp[] = [
  /(?<![a-z])your[-_](?:app|application|client|company|corp|domain|org|organization|partner|tenant)(?![a-z])/,
  /^(?:change|replace)[-_ ]?(?:me|this)$/,
  /^<[^<>]+>$/,
  /0{12}|x{8}/,
  /(?<![0-9a-f])1234567890abcdef/,
  /^(?:…|\.{3})$/,
  /^[你您]的 ?[a-z]/,
  /^请(?:填|输入|替换|修改)|^待(?:填|补)/,
]
// as one: each text of a file is held against it
const placeholders = new RegExp(forms.map(({ source }) => source).join('|'), 'i')
// `0ba5…`: what a console shows of a long id, or somebody of theirs; `./...` is a path
const cut = /[0-9a-z](?:…|\.{3})$/i
// in capitals: there are apps that are called so
const reminders = /^(?:TO-?DO|FIX-?ME|TBD)(?![A-Za-z])/

export const placeholder: Rule = draft =>
  texts(draft, text => placeholders.test(text) || reminders.test(text) || cut.test(text))
    .filter(({ at }) => !isName(at))
    .flatMap(({ at, text }) => {
      const isCut = !placeholders.test(text) && !reminders.test(text)
      // a sentence may end so
      if (isCut && (/\s/.test(text) || isShownToPeople(draft, at))) return []
      return [
        {
          at,
          message: isCut
            ? `${nameOf(at)} is cut off: it ends with an ellipsis`
            : `${nameOf(at)} still holds a placeholder`,
          help: `put ${isCut ? 'all of it' : 'the real value'} there${at[0] === 'sources' ? '; sso-kit urls says where the vendor shows it' : ''}`,
        },
      ]
    })

const isShownToPeople = (draft: Draft, at: Path): boolean =>
  isProse(draft, at) || draft.schemaOf(at)?.['x-impact'] === 'cosmetic'

/** What a variable or a credential is called is the reader's own choice, and no value. */
const isName = (at: Path): boolean => ['env', 'credential'].includes(String(at.at(-1)))
