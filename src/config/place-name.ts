import { isRandomName, secretForm } from '../diagnostics/secret-form.ts'

const forms: Readonly<Record<string, RegExp>> = {
  // in capitals, or several words: `github_client_secret`, `GithubSecret`
  env: /^_?[A-Z][A-Z0-9_]*$|^[A-Za-z][a-z]+(?:_+(?:[A-Z]?[a-z]+|[A-Z]+|[0-9]{1,4}))+$|^[A-Za-z][a-z]{2,}(?:[A-Z][a-z]{2,})+$/,
  // a path, or a name with an ending
  file: /^[./~]|^[A-Z]+(?:_[A-Z]+)*\.[a-z]{2,5}$/,
}

/** Words, in one case, with numbers of their own behind them: `sso-cookie`, `secrets/github_2`. A password of a person's looks otherwise. */
const words = /^[a-z]+(?:[-_./]+(?:[a-z]+|[0-9]{1,4}))*$|^[A-Z]+(?:[-_./]+(?:[A-Z]+|[0-9]{1,4}))*$/

/** Whether what `env`, `file` or `credential` says is the name of a place, and not perhaps the secret itself: as a file, one plain word is as likely that. */
export function isPlaceName(kind: string, name: string): boolean {
  if (kind === 'exec' || secretForm(name) !== undefined || isRandomName(name)) return false
  if (forms[kind]?.test(name) === true) return true
  return kind !== 'env' && words.test(name) && (kind !== 'file' || /[-_./]/.test(name))
}

/** The same of a word of `exec`: programs and what they are told are called by plain words. */
export const isProgramName = (word: string): boolean =>
  isPlaceName('file', word) || isPlaceName('credential', word)

export const referenceKinds: readonly string[] = ['env', 'file', 'credential', 'exec']

/** A key of a reference; `{env:NAME}` and `{ env=NAME }` too, of which another rule says what is missing. */
export const isReferenceKey = (key: string): boolean =>
  referenceKinds.includes(key.replace(/ ?[:=] ?[A-Z][A-Z0-9_]*$/, ''))

/** A reference as a help may write it. */
export const referenceTo = (kind: string, name: string): string =>
  `{ ${kind}: ${isPlaceName(kind, name) ? name : '…'} }`
