/**
 * `B2C_1_SignUpSignIn`, `K8s-Prod1` and `SZ-R7-Bldg3A`: words, of which one may have a number behind it, and between them
 * numbers and a few codes. Groups, policies and apps are called so, and no machine makes that.
 */
export function isNameOfWords(text: string): boolean {
  const parts = text.split(/[-_. ]+/)
  const words = parts.filter(part => !code.test(part))
  return (
    words.some(word => /[A-Za-z]{3}/.test(word)) &&
    words.every(word => isWords(word.replace(/(?<=[A-Za-z])\d{1,4}[A-Za-z]?$/, ''))) &&
    words.filter(word => /\d/.test(word)).length <= 1 &&
    words.join('').length * 3 >= parts.join('').length
  )
}

/** `B2C`, `R7`, `O365`, `1A`, `SZ`, `v2`. */
const code = /^(?:[A-Z]\d{1,3}[A-Za-z]?|\d{1,4}[A-Z]?|[A-Z]{1,4}|v\d{1,3})$/

/** `AppSecret`, `WeCom`, `phpMyAdmin`: of words, of which one may be as short as two letters, besides those that English has. */
export const isWords = (text: string): boolean =>
  /^[A-Za-z]{3,48}$/.test(text) &&
  !consonants.test(text) &&
  (text.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? []).filter(part => /^[A-Z].$/.test(part) && !short.test(part))
    .length < 2

const short = /^(?:A[dnst]|B[ey]|Do|Go|I[dfnst]|M[ey]|No|O[fnr]|To|U[ps])$/

/** Hardly a word has as many in a row. */
export const consonants = /[b-df-hj-np-tv-xz]{6}/i
