import { keys } from '../../../generated/keys.js'

/** Whether a word is a key of the language, wherever that stands. */
export const isOfLanguage = (word = ''): boolean => Object.hasOwn(keys, word)
