import { Lexer } from 'yaml'
import { lineEndOf } from '../../diagnostics/lines.ts'
import type { Finding } from '../finding.ts'
import { quote } from '../words.ts'
import { isLeft, narrowed } from './narrow.ts'
import { type Token, tokensOf } from './tokens.ts'
import { type Kind, type Wide, wideIn } from './wide.ts'

const needed: Readonly<Record<Kind, { readonly what: string; readonly help: string }>> = {
  colon: { what: '":"', help: 'write ":" and a space' },
  comma: { what: '","', help: 'write "," and a space' },
  dash: { what: '"-"', help: 'write "-" and a space' },
  hash: { what: '"#"', help: 'write "#"' },
  comment: { what: '"#"', help: 'write " # " where a comment begins; put what is text in quotes' },
  brace: { what: '{ or }', help: 'write { and }' },
  bracket: { what: '[ or ]', help: 'write [ and ]' },
  quote: {
    what: 'a straight quote',
    help: 'write " at both ends, or no quotes; to show them, put them inside straight ones',
  },
  space: { what: 'a space', help: 'write ordinary spaces in its place' },
}

const names: Readonly<Record<string, string>> = {
  '\u2013': 'an en dash',
  '\u2014': 'an em dash',
  '\u2212': 'a minus sign',
  '\u2022': 'a bullet',
  '\u201C': 'a curly quote',
  '\u201D': 'a curly quote',
  '\u2018': 'a curly quote',
  '\u2019': 'a curly quote',
  '\u201E': 'a low quote',
  '\u3001': 'an ideographic comma',
  '\u300C': 'a corner bracket',
  '\u300D': 'a corner bracket',
  '\u3010': 'a Chinese bracket',
  '\u3011': 'a Chinese bracket',
  '\u00A0': 'a no-break space',
  '\u3000': 'an ideographic space',
}

interface Lexed {
  readonly text: string
  readonly tokens: () => readonly Token[]
}

/** One finding for each kind, at the first place. `near` are places where the file is wrong. */
export function widePunctuation(
  { text, tokens }: Lexed,
  near: readonly number[],
  isYaml: (text: string) => boolean,
): Finding[] {
  const strays = straysIn({ text, tokens }, near)
  const kinds = [...new Set(strays.map(({ kind }) => kind))]
  const straysOf = (other: string) =>
    straysIn({ text: other, tokens: () => tokensOf(new Lexer().lex(other)) })
  const fix = strays.length === 0 ? undefined : narrowed(text, strays, { straysOf, isYaml })
  return kinds.flatMap(kind => {
    const [first, ...others] = strays.filter(one => one.kind === kind)
    const own = isLeft(kind) ? undefined : fix
    return first ? [{ ...toFinding(first, text.charAt(first.at), others.length), fix: own }] : []
  })
}

function straysIn({ text, tokens }: Lexed, near: readonly number[] = []): Wide[] {
  const all = wideIn(text, tokens)
  const broken = near.map(
    offset => [text.lastIndexOf('\n', offset - 1) + 1, lineEndOf(text, offset)] as const,
  )
  const isBroken = (at: number) => broken.some(([start, end]) => start <= at && at <= end)
  const certain = new Set(all.filter(({ sure }) => sure === 'always').map(({ kind }) => kind))
  // one "：" that is wrong makes another at the beginning of a line likely so
  return all.filter(
    ({ sure, kind, at }) =>
      sure === 'always' || (sure === 'in a broken line' && (certain.has(kind) || isBroken(at))),
  )
}

export function toFinding({ kind, at, length }: Wide, character: string, others = 0): Finding {
  const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  const name = names[character] ?? (kind === 'space' ? 'a wide space' : 'full-width')
  const shown = kind === 'space' ? `${name} (${code})` : `${quote(character)} (${name}, ${code})`
  return {
    rule: 'yaml/wide-punctuation',
    severity: 'error',
    at: [],
    on: [at, at + length],
    message: `${shown} stands where YAML needs ${needed[kind].what}`,
    label: others === 0 ? undefined : `and in ${others} more ${others === 1 ? 'place' : 'places'}`,
    help: needed[kind].help,
  }
}
