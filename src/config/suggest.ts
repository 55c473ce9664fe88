import { distance } from '../diagnostics/distance.ts'
import { vocabulary } from './vocabulary.ts'

/** The candidate that was meant, or undefined. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  return (
    sameLetters(word, candidates) ??
    otherName(word, candidates) ??
    nearest(word, candidates) ??
    withoutVowels(word, candidates) ??
    onlyBeginning(word, candidates)
  )
}

/** `client_id`, `ClientID` and `client-id` are `clientId`. */
function sameLetters(word: string, candidates: readonly string[]): string | undefined {
  return candidates.find(candidate => letters(candidate) === letters(word))
}

/** What other products call it. */
export function otherName(word: string, candidates: readonly string[]): string | undefined {
  const plain = letters(word)
  const known = Object.hasOwn(vocabulary, plain) ? vocabulary[plain] : undefined
  return known?.find(name => candidates.includes(name))
}

function nearest(word: string, candidates: readonly string[]): string | undefined {
  const near = candidates
    .map(candidate => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= allowed(Math.min(word.length, candidate.length)))
    .sort((a, b) => a.edits - b.edits)
  return near[0]?.candidate
}

/** `grps` is `groups`. */
function withoutVowels(word: string, candidates: readonly string[]): string | undefined {
  const short = consonants(word)
  const found = short.length < 3 ? [] : candidates.filter(candidate => consonants(candidate) === short)
  return found.length === 1 ? found[0] : undefined
}

const consonants = (word: string) => letters(word).replace(/(?!^)[aeiou]/g, '')

/** `zh` is `zh-CN` where nothing else begins so. */
function onlyBeginning(word: string, candidates: readonly string[]): string | undefined {
  const longer =
    word.length < 2
      ? []
      : candidates.filter(candidate => candidate.toLowerCase().startsWith(word.toLowerCase()))
  return longer.length === 1 ? longer[0] : undefined
}

/** What is left without case, `-`, `_` and spaces. */
export const letters = (word: string): string => word.toLowerCase().replace(/[-_ ]/g, '')

/** How many typing mistakes a word of a length may have. */
const allowed = (length: number) => (length < 2 ? 0 : length <= 4 ? 1 : length <= 8 ? 2 : 3)
