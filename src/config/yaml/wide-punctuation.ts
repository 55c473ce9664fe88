import type { Finding } from '../finding.ts'
import { quote } from '../words.ts'
import { isLeft, narrowed } from './narrow.ts'
import { type Token, tokensOf } from './tokens.ts'

/** A character of a Chinese keyboard or of a word processor where YAML needs another. */
export interface Wide {
  readonly at: number
  readonly length: number
  readonly kind: Kind
  readonly sure: Sure
  /** Likely as it is, another thing may be meant: told, and left to a person. */
  readonly unsure?: true
}

/** It cannot be meant as text; it is to blame where the file is no YAML at this line; or where the schema refuses it. */
type Sure = 'always' | 'in a broken line' | 'in a wrong value'

export type Kind = keyof typeof needed

const needed = {
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
} as const

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

const space = '[\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]'
const word = '[A-Za-z][\\w-]*'
const leading = new RegExp(`^${space}+`)
const trailing = new RegExp(`${space}+$`)
const dash = new RegExp(`^[–—－−•](?=[ \\t]|${space})`)
const beforeKey = new RegExp(`^.[ \\t]*(?:${space})*${word}\\s*[:：]`)
const dashAndSpace = new RegExp(`^-(?=${space})`)
const key = new RegExp(`^["'“”‘’]?${word}["'“”‘’]?\\s*(?=：)`)
const keyAndSpace = new RegExp(`^${word}:(?=${space})`)
const hash = new RegExp(`(?:[ \\t]|${space})(?=＃)`)
const keyBehind = new RegExp(`[，、]\\s*${word}$`)
// not in text: a list of words in Han has commas of its own
const between = /(?<=[\w”’]\s*)[，、](?=\s*[\w“‘])/
const beforeName = new RegExp(`[，、](?=\\s*${word}\\s*[:：])`)
const inner = new RegExp(`${word}\\s*(?=：)`, 'g')
const open = /^[｛［【「]/
const close = /[｝］】」]$/
const pair = new RegExp(`^(?:｛.*${word}\\s*[:：].*[｝}]|\\{.*${word}\\s*[:：].*｝)$`)
const half = new RegExp(`^｛\\s*${word}\\s*[:：]`)
const quotes = /^["'“”‘’„][^"'“”‘’„]*["'“”‘’]$/
const curly = /[“”‘’„]/

/** Of a longer text the beginning is enough, and keeps the searches short. */
const longest = 1000

/** All of a file. */
export function wideIn(text: string): Wide[] {
  if (
    !/[\u00A0\u1680\u2000-\u200A\u2013-\u201E\u2022\u202F\u205F\u2212\u3000-\u3011\uFF03-\uFF5D]/.test(text)
  )
    return []
  const tokens = tokensOf(text)
  return tokens.flatMap((token, index) => {
    const isKey = tokens[index + 1]?.kind === 'map-value-ind'
    if (token.kind === 'plain') return inPlain(token, isKey)
    // "Password” – the first one opens, the second closes nothing
    const unclosed = /^(["'])[^"'\n]*[”’](?=\s*(?:\n|$))/.exec(token.text)
    return unclosed && token.kind.endsWith('quoted-scalar')
      ? [wide('quote', token.start + unclosed[0].length - 1, 'in a broken line')]
      : []
  })
}

/**
 * What is to blame in a value that the schema refuses, if it is such a character: a comment, or where a list or a map
 * is expected (`structure`) what should begin one. `start` is the place of the value.
 */
export function wideInValue(source: string, start: number, structure: boolean): Wide | undefined {
  const text = source.slice(0, longest)
  const found = [...inText(text, start, undefined), ...beginning(text, start, 'always', true)]
  return found.find(({ kind, at }) => kind === 'hash' || kind === 'comment' || (structure && at === start))
}

function inPlain(token: Token, isKey: boolean): Wide[] {
  const { text, start, column, first, inside, after = '' } = token
  const begins = first || (inside !== undefined && /-start$|^comma$/.test(after))
  const lines = [...text.matchAll(/[^\n]+/g)]
  const keyLines = begins ? linesOfKeys(lines, column) : new Map<number, number>()
  const all = lines.flatMap(({ 0: line, index }, number) => {
    const ascii = /^[ \t\r]*/.exec(line)?.[0].length ?? 0
    const here = start + index + ascii
    const content = line.slice(ascii, ascii + longest).replace(/[ \t\r]+$/, '')
    const isLastKey = isKey && number === lines.length - 1
    const dashes = keyLines.get(number) ?? 0
    const isText = number > 0 && !keyLines.has(number) && !isLastKey
    return [
      ...spaces(content, here, isText ? 'in a broken line' : 'always'),
      ...(begins && number === 0
        ? beginning(content, here, 'always', isLastKey).map(
            mayBeText(token, isKey || keyLines.size > 1) ? unsure : same,
          )
        : []),
      ...(number > 0
        ? beginning(
            content.slice(dashes),
            here + dashes,
            keyLines.has(number) ? 'always' : 'in a broken line',
            isLastKey,
          )
        : []),
      // behind quotes or brackets nothing else can stand
      ...(!begins && inside === undefined && number === 0 && content.startsWith('＃')
        ? [wide('comment', here, 'in a broken line')]
        : []),
      ...(isLastKey ? inKey(content, here) : inText(content, here, inside)),
    ]
  })
  return [...new Map(all.toReversed().map(one => [one.at, one])).values()].toReversed()
}

/** The only line of an entry of a list, or of the value of a key where it is a comment: a text may begin so. */
function mayBeText({ text, inside, after }: Token, hasKeys: boolean): boolean {
  if (inside === '[') return true
  return !hasKeys && (after === 'seq-item-ind' || (after === 'map-value-ind' && text.startsWith('＃')))
}

const unsure = (one: Wide): Wide => ({ ...one, unsure: true })
const same = (one: Wide): Wide => one

/**
 * Where the first line is a key with a wide colon, the lines below it are no text of its value but keys as well, or comments, each with
 * how much is before it in its line: those that are no deeper, and those below a key that has nothing beside it. Text goes on deeper than its key.
 */
function linesOfKeys(lines: readonly RegExpExecArray[], column: number): ReadonlyMap<number, number> {
  const keys = new Map<number, number>()
  let last = column
  let opens = false
  for (const [number, { 0: line }] of lines.entries()) {
    const content = line.trimStart()
    const dashes = (number > 0 && /^(?:-[ \t]+)+/.exec(content)?.[0].length) || 0
    const here = number === 0 ? column : line.length - content.length
    const rest = content.slice(dashes)
    const name = rest.startsWith('：') ? undefined : key.exec(rest)?.[0]
    const isComment = content.startsWith('＃')
    if ((here > last && !opens) || (name === undefined && dashes === 0 && !isComment)) break
    if (name !== undefined || isComment) keys.set(number, dashes)
    if (isComment) continue
    last = here + dashes
    opens = name !== undefined && rest.slice(name.length + 1).trim() === ''
  }
  return keys
}

function spaces(line: string, at: number, sure: Sure): Wide[] {
  const before = leading.exec(line)?.[0].length
  const behind = trailing.exec(line)
  if (before !== undefined) return [wide('space', at, sure, before)]
  return behind ? [wide('space', at + behind.index, 'always', behind[0].length)] : []
}

/** Where a key or an entry of a list may begin. */
function beginning(line: string, at: number, sure: Sure, isKey: boolean): Wide[] {
  if (line.startsWith('＃')) return [wide('hash', at, sure)]
  const mark = dash.exec(line)
  if (mark) {
    const rest = line.slice(1).trimStart()
    const behind = beginning(rest, at + line.length - rest.length, sure, isKey)
    return [wide('dash', at, isKey || beforeKey.test(line) ? sure : 'in a broken line'), ...behind]
  }
  const gap = dashAndSpace.exec(line) ?? keyAndSpace.exec(line)
  if (gap) {
    const from = gap[0].length
    return [wide('space', at + from, 'always', leading.exec(line.slice(from))?.[0].length)]
  }
  const name = line.startsWith('：') ? '' : key.exec(line)?.[0]
  if (name === undefined) return []
  const value = line.slice(name.length + 1)
  const from = at + name.length + 1 + (value.length - value.trimStart().length)
  return [wide('colon', at + name.length, sure), ...inText(value.trim(), from, undefined)]
}

/** `｛ env: NAME ｝`, `{ a: b， c: d }`, `“name”: x`: what stands before a colon. */
function inKey(name: string, at: number): Wide[] {
  const comma = name.search(keyBehind)
  return [
    ...(open.test(name) ? [wide(bracketOf(name), at, 'always')] : []),
    ...(/^[“‘„]/.test(name) ? [wide('quote', at, quotes.test(name) ? 'always' : 'in a broken line')] : []),
    ...(comma === -1 ? [] : [wide('comma', at + comma, 'always')]),
  ]
}

function inText(value: string, at: number, inside: Token['inside']): Wide[] {
  const found: Wide[] = []
  const isPair = pair.test(value)
  const end = value.slice(-1)
  const closes = inside !== undefined && close.test(value) && bracketOf(end) === kindOf[inside]
  const alone = close.test(value) ? 'in a wrong value' : 'in a broken line'
  if (!isPair && half.test(value)) found.push(unsure(wide('brace', at, 'always')))
  else if (open.test(value)) found.push(wide(bracketOf(value), at, isPair ? 'always' : alone))
  else if (isPair || closes) found.push(wide(bracketOf(end), at + value.length - 1, 'always'))
  if (quotes.test(value) && curly.test(value)) found.push(wide('quote', at, 'always'))
  const comment = hash.exec(value)?.index
  if (comment !== undefined) {
    const sure = /^＃\s/.test(value.slice(comment + 1)) ? 'always' : 'in a wrong value'
    found.push(wide('comment', at + comment + 1, sure))
  }
  if (isPair) {
    for (const { 0: name, index } of value.matchAll(inner))
      found.push(wide('colon', at + index + name.length, 'always'))
  }
  const comma = isPair ? value.search(beforeName) : inside === '[' ? value.search(between) : -1
  // whether there are two entries of a list or one with a comma in it is for a person to say
  if (comma !== -1) found.push({ ...wide('comma', at + comma, 'always'), ...(!isPair && { unsure: true }) })
  return found
}

const kindOf = { '{': 'brace', '[': 'bracket' } as const
const bracketOf = (text: string): Kind => (/^[｛｝「」]/.test(text) ? 'brace' : 'bracket')

const wide = (kind: Kind, at: number, sure: Sure, length = 1): Wide => ({ kind, at, sure, length })

/** One finding for each kind, at the first place. `near` are places where the file is wrong. */
export function widePunctuation(
  text: string,
  near: readonly number[],
  isYaml: (text: string) => boolean,
): Finding[] {
  const strays = straysIn(text, near)
  const kinds = [...new Set(strays.map(({ kind }) => kind))]
  const fix = strays.length === 0 ? undefined : narrowed(text, strays, { straysIn, isYaml })
  return kinds.flatMap(kind => {
    const [first, ...others] = strays.filter(one => one.kind === kind)
    const own = isLeft(kind) ? undefined : fix
    return first ? [{ ...toFinding(first, text.charAt(first.at), others.length), fix: own }] : []
  })
}

function straysIn(text: string, near: readonly number[] = []): Wide[] {
  const all = wideIn(text)
  const lineOf = (offset: number) => text.lastIndexOf('\n', offset - 1)
  const wrong = new Set(near.map(lineOf))
  const certain = new Set(all.filter(({ sure }) => sure === 'always').map(({ kind }) => kind))
  // one "：" that is wrong makes another at the beginning of a line likely so
  return all.filter(
    ({ sure, kind, at }) =>
      sure === 'always' || (sure === 'in a broken line' && (certain.has(kind) || wrong.has(lineOf(at)))),
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
