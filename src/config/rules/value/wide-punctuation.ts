import { nameOf } from '../../shape/context.ts'
import { quote } from '../../words.ts'
import { flow } from '../../written.ts'
import { namesOf } from '../names.ts'
import type { Rule } from '../rule.ts'
import { isProse, type Text, texts } from '../texts.ts'

/** Signs of a Chinese keyboard in what is compared or called as it is written. */
export const widePunctuation: Rule = draft => [
  ...bracketed(draft),
  // nearly every text has none
  ...texts(draft, text => /[，。；：、！？（【「《“]/.test(text) && beginning(text) !== undefined)
    .filter(({ at }) => !isProse(draft, at))
    .map(finding),
]

const pairs = /^(?:「(.+)」|『(.+)』|《(.+)》|〈(.+)〉|【(.+)】|“(.+)”|‘(.+)’)$/

/** `[「研发部」]`: no department is called so. */
const bracketed: Rule = draft =>
  namesOf(draft).flatMap(({ at, name, isNegated }) => {
    const inner = pairs.exec(name)?.slice(1).find(Boolean)
    return inner === undefined
      ? []
      : {
          at,
          ...(isNegated && { severity: 'error' as const }),
          message: `${quote(name)} is compared as it is written, with its ${quote(name.charAt(0))}`,
          help: `write ${flow(inner.trim())}`,
        }
  })

/** Directly behind an ASCII character: an address may well go on with `/文档（旧）`. */
const inAddress = /^[a-z][a-z0-9+.-]*:\/\/\S*?[!-~](?=[，。；：、！？（【「《“])/i
/** `ou=staff，dc=example`: what follows is another part of the name. */
const inDistinguished = /^[A-Za-z][\w.-]*=[^，、；]*(?=[，、；]\s*[A-Za-z][\w.-]*=)/

const beginning = (text: string) => (inAddress.exec(text) ?? inDistinguished.exec(text))?.[0]

function finding({ at, text }: Text) {
  const before = beginning(text)?.length ?? 0
  const sign = text.charAt(before)
  return {
    at,
    message: `${nameOf(at)} has a full-width ${quote(sign)} in it, and counts with it`,
    help: inDistinguished.test(text)
      ? 'write "," in the place of each'
      : before + 1 === text.length
        ? 'remove it'
        : 'end the address before it; what is a remark belongs behind " # "',
  }
}
