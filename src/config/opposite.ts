import { formsOf, letters, suggest } from './suggest.ts'

/** The key that a word denies: `inApp` of `noInApp`, `enabled` of `disabled`. With the same value it would say the opposite. */
export function opposite(word: string, candidates: readonly string[]): string | undefined {
  const plain = letters(word)
  const forms = formsOf(candidates)
  if (forms.some(({ letters }) => letters === plain)) return undefined
  const whole = Object.hasOwn(opposites, plain) ? opposites[plain] : undefined
  if (whole !== undefined && candidates.includes(whole)) return whole
  const first = firstWord(word)
  // `nothing` denies nothing: without a border between the two, only the very key
  if (denials.has(first)) {
    const rest = word.slice(first.length).replace(/^[-_ ]+/, '')
    return rest.length < 2 ? undefined : suggest(rest, candidates)
  }
  return forms.find(({ letters: name }) => plain.endsWith(name) && denials.has(plain.slice(0, -name.length)))
    ?.word
}

/** Whether a word begins with a denial. */
export const denies = (word: string): boolean =>
  Object.hasOwn(opposites, letters(word)) || denials.has(firstWord(word))

const firstWord = (word: string): string =>
  (/^(?:[A-Z]+(?=_|$)|[A-Za-z][a-z]*|禁止|拒绝|排除)/.exec(word)?.[0] ?? '').toLowerCase()

const denials = new Set([
  ...['no', 'non', 'not', 'un', 'dis', 'never', 'without', 'except', 'skip', 'hide'],
  ...['disable', 'disabled', 'disallow', 'disallowed', 'deny', 'denied', 'exclude', 'excluded', 'forbid'],
  ...['forbidden', 'block', 'blocked', 'ban', 'banned', 'ignore', 'ignored', '禁止', '拒绝', '排除'],
])

const opposites: Readonly<Record<string, string>> = {
  disabled: 'enabled',
  disable: 'enabled',
  inactive: 'enabled',
  deactivated: 'enabled',
  closed: 'enabled',
  off: 'enabled',
  paused: 'enabled',
  suspended: 'enabled',
  禁用: 'enabled',
  停用: 'enabled',
  关闭: 'enabled',
  private: 'public',
}
