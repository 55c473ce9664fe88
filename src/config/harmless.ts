import { keys } from '../generated/keys.js'
import { typeNames } from './types.ts'

/**
 * Whether a value may be shown behind a key that nobody knows, where it may be a secret: a switch, an amount, a word of
 * the language, Chinese, a path, the name of a host, an address without more in it than names. In a list words may, too.
 */
export const isHarmless = (value: unknown, inList: boolean): boolean =>
  typeof value === 'string'
    ? isHarmlessText(value) || (inList && words.test(value))
    : String(value).length <= longestNumber

const isHarmlessText = (text: string): boolean => isKnownWord(text) || isHarmlessForm(text) || isPair(text)

/** `lifetime:8h`, `lifetime 8h` and `lifetime8h` have lost something between the two. */
function isPair(text: string): boolean {
  const [, key = '', value = ''] = /^([A-Za-z]{1,64})[\s:]{0,8}([^\s:]{1,256})$/.exec(text) ?? []
  return Object.hasOwn(keys, key) && keys[key] !== 'secret' && isHarmlessForm(value)
}

/** Digits. A PIN may have more. */
const longestNumber = 5

const isKnownWord = (word: string): boolean =>
  Object.hasOwn(keys, word) || Object.values(typeNames).flat().includes(word)

/** Letters alone, or digits alone: what somebody made up is of one kind, and what a machine made is of both. */
const part = '(?:[a-z]{1,20}|\\d{1,5})'
const host = `${part}(?:[.-]${part}){0,12}`

const isHarmlessForm = (text: string): boolean => {
  harmless ??= forms()
  return harmless.some(form => form.test(text))
}

let harmless: readonly RegExp[] | undefined

// made when they are asked for: V8 takes a millisecond to read a class by a property of Unicode, and most files need none
const forms = (): readonly RegExp[] => [
  /^\d{1,5}(?:ms|[smhdw])?$/,
  /^\$\{?[A-Z_]{1,64}\}?$/,
  /^[\p{Script=Han}\s，。、（）()-]{1,200}$/u,
  /^\.{0,2}(?:\/[A-Za-z\p{Script=Han}_.-]{0,64}){1,16}$/u,
  new RegExp(
    `^(?:https?://)?(?=[^/]{0,256}\\.)${host}(?::\\d{1,5})?(?:/(?:\\d{1,3}$|[A-Za-z_.-]{0,32})){0,8}$`,
  ),
]

const words = /^[A-Za-z]{1,20}(?:[ -][A-Za-z]{1,20}){0,6}$/
