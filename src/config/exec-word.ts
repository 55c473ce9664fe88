import { argumentForm, soundsBeyondRandom } from '../diagnostics/secret-form.ts'
import { isSecretKey } from '../diagnostics/secret-key.ts'
import { isProgramName } from './place-name.ts'

/**
 * Whether a word of `exec` is one that may be printed: the program, an option, a name, a path, an address, a small number,
 * or several of these. What else there is may be a secret that the program is given.
 */
export function isPlainWord(words: readonly string[], index: number): boolean {
  const { [index]: word = '' } = words
  if (argumentForm(words, index) !== undefined) return false
  if (index === 0) return !soundsBeyondRandom(word)
  const parts = word.split(/\s+/)
  return parts.length === 1
    ? isPlain(word)
    : parts.every((part, at) => (at === 0 ? isPlain(part) : isPlainWord(parts, at)))
}

function isPlain(word: string): boolean {
  const [, option, variable = '', value] = /^(?:(--?[a-z][a-z_-]*)|([A-Z][A-Z0-9_]*))=(.*)$/s.exec(word) ?? []
  // argumentForm has judged options
  if (value !== undefined) return isName(value) && (option !== undefined || !isSecretKey(variable))
  return /^-[A-Za-z]$|^--?[a-z][a-z-]*$|^[0-9]{1,4}$/.test(word) || isName(word)
}

/** A name or a path; the same behind the scheme of an address; or a field as AWS has it, `SecretString`. */
function isName(word: string): boolean {
  const [, path = word] = /^[a-z][a-z0-9+]{1,20}:\/\/(.+)$/s.exec(word) ?? []
  return isProgramName(path.replace(/:[0-9]{1,5}(?=\/|$)/, '')) || /^(?:[A-Z][a-z]+){2,4}$/.test(word)
}
