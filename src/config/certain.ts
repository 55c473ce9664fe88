import { distance } from '../diagnostics/distance.ts'
import { formsOf, letters } from './suggest.ts'

/**
 * The key or word that was certainly meant, or undefined: the same letters, a typing mistake that leads to no other one,
 * or a name that means this very thing elsewhere. `suggest` guesses further; what is written into a file is not guessed.
 */
export function certain(word: string, candidates: readonly string[]): string | undefined {
  // `-- launchUrl` and `// launchUrl` were taken out by somebody
  if (commented.test(word)) return undefined
  return sameLetters(word, candidates) ?? onlyNear(word, candidates) ?? sameThing(word, candidates)
}

/** What begins a comment in other languages. */
export const commented = /^(?:\/\/|--|\/\*|;)/

/** `client_id`, `ClientID` and `client-id` are `clientId`. */
export function sameLetters(word: string, candidates: readonly string[]): string | undefined {
  const plain = letters(word)
  return only(formsOf(candidates).filter(({ letters }) => letters === plain))?.word
}

function onlyNear(word: string, candidates: readonly string[]): string | undefined {
  const meant = word.toLowerCase()
  let least = Number.POSITIVE_INFINITY
  let found: string[] = []
  for (const { word: candidate, lower } of formsOf(candidates)) {
    const most = Math.min(allowed(Math.min(word.length, candidate.length)), least)
    const mistakes = distance(meant, lower, most)
    if (mistakes < least) found = []
    least = Math.min(mistakes, least)
    if (Number.isFinite(mistakes)) found.push(candidate)
  }
  return only(found)
}

function sameThing(word: string, candidates: readonly string[]): string | undefined {
  const plain = letters(word)
  const name = Object.hasOwn(sameThings, plain) ? sameThings[plain] : undefined
  return name !== undefined && candidates.includes(name) ? name : undefined
}

/** Fewer than `suggest` takes: "ip" is not "id". */
const allowed = (length: number) => (length < 3 ? 0 : length < 8 ? 1 : 2)

const only = <T>(values: readonly T[]): T | undefined => (values.length === 1 ? values[0] : undefined)

/** What consoles, other products and AList call a key that takes exactly what theirs takes. */
const sameThings: Readonly<Record<string, string>> = {
  appkey: 'clientId',
  applicationid: 'clientId',
  appsecret: 'clientSecret',
  ssoclientid: 'clientId',
  ssoclientsecret: 'clientSecret',
  redirecturi: 'callbackUrl',
  redirecturl: 'callbackUrl',
  encodingaeskey: 'aesKey',
  assertionconsumerserviceurl: 'acsUrl',
  displayname: 'name',
  language: 'locale',
}
