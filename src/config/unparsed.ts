import { maskText } from '../diagnostics/mask/text.ts'
import { keys } from '../generated/keys.js'

/** A text that could not be parsed, for frames: with what it says behind keys of the language that have no secrets. */
export const maskedByKeys = (text: string): string =>
  maskText(text, word => (Object.hasOwn(keys, word) ? keys[word] : undefined))
