/** Letters of other alphabets, and the Latin ones that they are taken for. */
const taken: Readonly<Record<string, string>> = Object.fromEntries(
  ['аa', 'еe', 'іi', 'ѕs', 'оo', 'рp', 'сc', 'уy', 'хx', 'јj', 'һh', 'ԁd', 'вb', 'кk', 'мm', 'тt', 'ьb']
    .concat(['αa', 'ιi', 'οo', 'ρp', 'νv', 'υu', 'κk', 'χx', 'τt'])
    .map(([other = '', latin = '']) => [other, latin]),
)

const others = new RegExp(`[${Object.keys(taken).join('')}]`, 'u')

/** The first such letter of a text. */
export const otherLetter = (text: string): string => others.exec(text)?.[0] ?? ''

/** `wikі` with a Cyrillic і is `wiki`; a text all of another alphabet is as it was meant. */
export const inLatin = (text: string): string =>
  /[a-z]/i.test(text) ? text.replace(new RegExp(others, 'gu'), letter => taken[letter] ?? letter) : text
