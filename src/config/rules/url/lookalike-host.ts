import { nameOf } from '../../shape/context.ts'
import { canParse } from '../../sound-address.ts'
import { list } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { isProse, texts } from '../texts.ts'

/** A host that is read as another one: `wіki.example.com` with a Cyrillic і is somebody else's. */
export const lookalikeHost: Rule = draft =>
  texts(draft, text => /^https?:\/\/[^/?#]*[^\0-\x7F/?#]/i.test(text)).flatMap(({ at, text }) => {
    const host = /^https?:\/\/(?:[^/?#]*@)?([^/?#:]*)/i.exec(text)?.[1] ?? ''
    const odd = host.toLowerCase().split('.').filter(isRead(host))
    if (odd.length === 0 || !canParse(text) || isProse(draft, at)) return []
    const { hostname } = new URL(text)
    return [
      {
        at,
        message: `${nameOf(at)} leads to ${hostname}: in ${list(odd)} there are letters that look like Latin ones`,
        help: `retype the host in Latin letters, or write ${hostname} if this one is meant`,
      },
    ]
  })

/**
 * Which labels of a host are taken for others, much as browsers judge it: those that mix Latin with a script that is
 * not usually beside it, and those of nothing but such letters of another alphabet as Latin has too.
 */
function isRead(host: string): (label: string) => boolean {
  const usual =
    /^[\0-\x7F\xDF-\xF6\xF8-\xFF\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Hangul}\p{sc=Bopomofo}]+$/u
  const alike = /^[\0-\x7Fасԁеһіјӏорԗԛѕԝхуъьүҽпгѵѡαικνρυωηοτ]+$/
  // where all of a host is of another script, nobody reads it as Latin
  const isLatin = /\.[a-z0-9-]+$/i.test(host)
  return label => !usual.test(label) && (/[a-z]/.test(label) || (isLatin && alike.test(label)))
}
