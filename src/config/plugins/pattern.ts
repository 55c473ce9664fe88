/** In so many ways a pattern may be tried on one text. Enough for two parts of sixty characters. */
const mostWays = 10_000
const mostCharacters = 5_000

/**
 * Why a stranger's pattern is not run, or undefined. Node's engine tries one way after the other, so a pattern is taken
 * only where their number has a bound that no text can exceed: it holds on to the beginning and the end, repeats
 * nothing without end, and neither looks around nor back. A few harmless patterns are refused with the others.
 */
export function whyUnsafe(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u')
  } catch {
    return 'it is no regular expression'
  }
  try {
    const { ways, characters } = measure(pattern)
    if (ways > mostWays) return `it can be tried in more than ${mostWays} ways: shorten its repetitions`
    return characters > mostCharacters ? `it fits texts of more than ${mostCharacters} characters` : undefined
  } catch (error) {
    if (error instanceof Refused) return error.message
    throw error
  }
}

class Refused extends Error {}

interface Size {
  readonly ways: number
  readonly characters: number
}

const one: Size = { ways: 1, characters: 1 }
const none: Size = { ways: 1, characters: 0 }

/** Reads a pattern that the engine has accepted (flag `u`), so that nothing in it is malformed. */
function measure(pattern: string): Size {
  let at = 1

  const alternatives = (depth: number): Size => {
    let all = sequence(depth)
    while (pattern[at] === '|') {
      if (depth === 0) throw new Refused('its alternatives have to be in a group: ^(?:a|b)$')
      at += 1
      const other = sequence(depth)
      all = { ways: all.ways + other.ways, characters: Math.max(all.characters, other.characters) }
    }
    return all
  }

  const sequence = (depth: number): Size => {
    let all = none
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      if (pattern[at] === '$' && depth === 0 && at === pattern.length - 1) break
      const part = repeated(atom(depth))
      all = { ways: all.ways * part.ways, characters: all.characters + part.characters }
    }
    return all
  }

  const atom = (depth: number): Size => {
    const [sign] = pattern.slice(at)
    if (sign === '^' || sign === '$')
      throw new Refused('^ stands only at its beginning and $ only at its end')
    if (sign === '(') return group(depth)
    const [text = ''] =
      (sign === '[' ? set : sign === '\\' ? escaped : character).exec(pattern.slice(at)) ?? []
    if (/^\\[1-9k]/.test(text)) throw new Refused('it refers back to what it has found')
    at += text.length
    return one
  }

  const group = (depth: number): Size => {
    const [opening = ''] = /^\((?:\?:|(?!\?))/.exec(pattern.slice(at)) ?? []
    if (opening === '') throw new Refused('it has a group other than (…) and (?:…)')
    at += opening.length
    const inside = alternatives(depth + 1)
    at += 1
    return inside
  }

  const repeated = (inside: Size): Size => {
    const [text = '', sign, from, comma, to] =
      /^(?:([*+?])|\{(\d+)(,)?(\d+)?\})\??/.exec(pattern.slice(at)) ?? []
    if (text === '') return inside
    if (sign === '*' || sign === '+' || (comma !== undefined && to === undefined))
      throw new Refused('it repeats something without end: write {0,255} instead')
    at += text.length
    const [least, most] = sign === '?' ? [0, 1] : [Number(from), Number(to ?? from)]
    return { ways: (most - least + 1) * inside.ways ** most, characters: inside.characters * most }
  }

  if (pattern[0] !== '^') throw new Refused('it has to begin with ^')
  const size = alternatives(0)
  if (pattern[at] !== '$') throw new Refused('it has to end with $')
  return size
}

const set = /^\[(?:\\.|[^\]\\])*\]/su
const escaped = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|.)/su
const character = /^./su
