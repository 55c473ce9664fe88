import { distance } from '../../diagnostics/distance.ts'

/** What other readers of YAML take for true and false. */
const words = new Map([
  ['yes', true],
  ['on', true],
  ['true', true],
  ['y', true],
  ['no', false],
  ['off', false],
  ['false', false],
  ['n', false],
])

/** True or false, however it is written; undefined for all else. */
export const yesOrNo = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : typeof value === 'string' ? words.get(value.toLowerCase()) : undefined

/** … also with one slip of the hand: `flase` and `ture`. */
export function nearlyYesOrNo(value: unknown): boolean | undefined {
  const word = typeof value === 'string' && value.length <= 6 ? value.toLowerCase() : ''
  const meant = ['true', 'false'].find(
    other => sorted(word) === sorted(other) || (word.length > 2 && distance(word, other, 1) <= 1),
  )
  return yesOrNo(value) ?? (meant === undefined ? undefined : meant === 'true')
}

const sorted = (word: string): string => [...word].sort().join('')

/** `true` where one of two words is wanted that say so: required or optional. */
export const switchWord = (on: boolean, words: readonly string[]): string | undefined =>
  words.find(word => word === (on ? 'required' : 'optional'))
