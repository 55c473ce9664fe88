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

/** `true` where one of two words is wanted that say so: required or optional. */
export const switchWord = (on: boolean, words: readonly string[]): string | undefined =>
  words.find(word => word === (on ? 'required' : 'optional'))
