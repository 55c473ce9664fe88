import { distance } from '../diagnostics/distance.ts'
import { unitInName } from './unit-in-name.ts'
import { vocabulary } from './vocabulary.ts'

/** Nobody has a longer name: such a text is no misspelt one, and to compare it takes long. */
const longest = 256

/** The candidate that was meant, or undefined. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || word.length > longest) return undefined
  const before = answers.get(candidates) ?? new Map<string, string | undefined>()
  if (before.has(word)) return before.get(word)
  const answer = meantBy(word, candidates)
  answers.set(candidates, before.set(word, answer))
  return answer
}

// who hides a value, who names its key and who mends it ask the same
const answers = new WeakMap<readonly string[], Map<string, string | undefined>>()

function meantBy(word: string, candidates: readonly string[]): string | undefined {
  const known = formsOf(candidates)
  const meant = formOf(word)
  return (
    sameLetters(meant, known) ??
    otherName(word, candidates) ??
    ofVersion(word, candidates) ??
    nearest(meant, known) ??
    withoutVowels(meant, known) ??
    onlyBeginning(meant, known)
  )
}

/** What is compared of a word. */
export interface Form {
  readonly word: string
  readonly lower: string
  readonly letters: string
  readonly consonants: string
}

const formOf = (word: string): Form => {
  const plain = letters(word)
  return { word, lower: word.toLowerCase(), letters: plain, consonants: plain.replace(/(?!^)[aeiou]/g, '') }
}

export function formsOf(candidates: readonly string[]): readonly Form[] {
  const known = forms.get(candidates)
  if (known) return known
  const found = candidates.map(formOf)
  forms.set(candidates, found)
  return found
}

// a file may have thousands of words to be compared with the same keys
const forms = new WeakMap<readonly string[], readonly Form[]>()

/** `client_id`, `ClientID` and `client-id` are `clientId`. */
const sameLetters = (meant: Form, known: readonly Form[]): string | undefined =>
  known.find(({ letters }) => letters === meant.letters)?.word

/** What other products call it. */
export function otherName(word: string, candidates: readonly string[]): string | undefined {
  const plain = letters(word)
  const known = Object.hasOwn(vocabulary, plain) ? vocabulary[plain] : undefined
  return known?.find(name => candidates.includes(name)) ?? withUnit(plain, candidates)
}

/** `intervalHours` and `idleMinutes`, as where a time is a number. */
function withUnit(plain: string, candidates: readonly string[]): string | undefined {
  const { name } = unitInName(plain) ?? {}
  return name === undefined
    ? undefined
    : (candidates.find(candidate => letters(candidate) === name) ?? otherName(name, candidates))
}

/** Whether consoles and other products call something so, wherever it belongs here. */
export const isOtherName = (word: string): boolean => Object.hasOwn(vocabulary, letters(word))

const version = /^(.*?)[-_ ]?v?(\d+(?:\.\d+)+)$/i

/** `alist-3.45` is a later one than alist-3.22, and no misspelt one: what has its name alone, if there is such a one. */
function ofVersion(word: string, candidates: readonly string[]): string | undefined {
  const [, name, number] = version.exec(word) ?? []
  if (name === undefined || number === undefined) return undefined
  const isSame = (other = '') => letters(other) === letters(name)
  const until = candidates.find(candidate => {
    const [, other, last = ''] = version.exec(candidate) ?? []
    return isSame(other) && last.localeCompare(number, 'en', { numeric: true }) > 0
  })
  return until ?? candidates.find(candidate => isSame(candidate))
}

function nearest(meant: Form, known: readonly Form[]): string | undefined {
  let found: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const { word, lower } of known) {
    const most = Math.min(allowed(Math.min(meant.word.length, word.length)), least - 1)
    const edits = distance(meant.lower, lower, most)
    if (edits < least) [found, least] = [word, edits]
    // nothing is nearer, for what has the same letters is found before
    if (least === 1) break
  }
  return found
}

/** `grps` is `groups`. */
function withoutVowels({ consonants }: Form, known: readonly Form[]): string | undefined {
  const found = consonants.length < 3 ? [] : known.filter(candidate => candidate.consonants === consonants)
  return found.length === 1 ? found[0]?.word : undefined
}

/** `zh` is `zh-CN` where nothing else begins so; `read` is not `read_archives`. */
function onlyBeginning({ lower }: Form, known: readonly Form[]): string | undefined {
  const longer =
    lower.length < 2
      ? []
      : known.filter(candidate => candidate.lower.startsWith(lower) && candidate.lower[lower.length] !== '_')
  return longer.length === 1 ? longer[0]?.word : undefined
}

/** What was meant as a type: also by its first half, if only one begins so. */
export function suggestType(word: string, types: readonly string[]): string | undefined {
  const alike = types.filter(type => {
    const half = type.slice(0, Math.ceil(type.length / 2))
    return half.length >= 4 && word.length <= type.length && word.toLowerCase().startsWith(half)
  })
  return suggest(word, types) ?? (alike.length === 1 ? alike[0] : undefined)
}

/** What is left without case, `-`, `_` and spaces. */
export const letters = (word: string): string => word.toLowerCase().replace(/[-_ ]/g, '')

/** How many typing mistakes a word of a length may have. */
const allowed = (length: number) => (length < 2 ? 0 : length <= 4 ? 1 : length <= 8 ? 2 : 3)
