import type { Token } from './tokens.ts'

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

export type Kind = 'colon' | 'comma' | 'dash' | 'hash' | 'comment' | 'brace' | 'bracket' | 'quote' | 'space'

const space = '[\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]'
const word = '[A-Za-z][\\w-]*'
const leading = new RegExp(`^${space}+`)
const trailing = new RegExp(`${space}+$`)
const dash = new RegExp(`^[–—－−•](?=[ \\t]|${space})`)
const beforeKey = new RegExp(`^.[ \\t]*(?:${space})*${word}\\s*[:：](?![/／]{2})`)
const dashAndSpace = new RegExp(`^-(?=${space})`)
const key = new RegExp(`^["'“”‘’]?${word}["'“”‘’]?\\s*(?=：(?![/／]{2}))`)
const keyAndSpace = new RegExp(`^${word}:(?=${space})`)
const hash = new RegExp(`(?:[ \\t]|${space})(?=＃)`)
const keyBehind = new RegExp(`[，、；]\\s*${word}$`)
// not in text: a list of words in Han has commas of its own
const between = /(?<=[\w”’]\s*)[，、；](?=\s*[\w“‘])/
const beforeName = new RegExp(`[，、；](?=\\s*${word}\\s*[:：])`)
const inner = new RegExp(`${word}\\s*(?=：(?![/／]{2}))`, 'g')
const open = /^[｛［【「]/
const close = /[｝］】」]$/
const pair = new RegExp(`^(?:｛.*${word}\\s*[:：].*[｝}]|\\{.*${word}\\s*[:：].*｝)$`)
const half = new RegExp(`^｛\\s*${word}\\s*[:：]`)
const quotes = /^["'“”‘’„][^"'“”‘’„]*["'“”‘’]$/
const curly = /[“”‘’„]/

/** Of a longer text the beginning is enough, and keeps the searches short. */
const longest = 1000

const any = /[\u00A0\u1680\u2000-\u200A\u2013-\u201E\u2022\u202F\u205F\u2212\u3000-\u3011\uFF03-\uFF5D]/

/** All of a file. `tokensOf` it are asked for where there is anything to be found. */
export function wideIn(text: string, tokensOf: () => readonly Token[]): Wide[] {
  if (!any.test(text)) return []
  const tokens = tokensOf()
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
      // behind quotes and brackets between others
      ...(!begins && inside !== undefined && number === 0 && /^[，、；]/.test(content)
        ? [wide('comma', here, 'always')]
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
