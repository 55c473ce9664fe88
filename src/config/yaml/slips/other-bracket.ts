import { quote } from '../../words.ts'
import { allSignsIn, closing, fits, isBracket, mismatch, opening, type Sign } from './bracket-signs.ts'
import { type Diagnosis, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/**
 * `[a, b}`, `[a, b)`, `{ a: (b] }`, `{ a: [b }`, `{ a: b] }` and `[[a, b]`: of the brackets of a line one is missing,
 * too many or of another kind. Which of these it is shows in that all others go together then.
 */
export const otherBracket: Diagnosis = stop => linesNear(stop).flatMap(line => inLine(line, stop))

function inLine(line: Line, stop: Stop): Slip[] {
  const all = allSignsIn(line.text)
  const signs = all.filter(isBracket)
  if (all.length > most || mismatch(signs) === undefined || isSpread(line, signs, stop)) return []
  return [tooMany(signs, line.text), otherKind(all, signs, line.text), missing(line.text, signs)].flatMap(
    found => (found ? inText(found, line.start) : []),
  )
}

/** Nobody writes more in one line, or brackets over more lines. */
const most = 200
const far = 20

/** What is open at the end of a line is closed in one below it, or the other way round. */
function isSpread(line: Line, signs: readonly Sign[], { lines }: Stop): boolean {
  const { open, wrong } = mismatch(signs) ?? { open: [] }
  if (wrong !== undefined && open.length > 0) return false
  const at = lines.indexOf(line)
  const others = wrong ? lines.slice(Math.max(0, at - far), at) : lines.slice(at + 1, at + 1 + far)
  return others.some(other => {
    const found = other.says ? mismatch(allSignsIn(other.text).filter(isBracket)) : undefined
    return found !== undefined && (found.wrong === undefined) === (wrong !== undefined)
  })
}

/** What else may have been typed. */
const similar: Readonly<Record<string, string>> = { '(': '[{', '<': '[{', ')': ']}', '>': ']}' }

/** One of them is of another kind. */
function otherKind(all: readonly Sign[], signs: readonly Sign[], text: string): Slip | undefined {
  const { open, wrong } = mismatch(signs) ?? { open: [] }
  const last = open.at(-1)
  const others = all.flatMap(one => [...(similar[one.sign] ?? '')].map(sign => ({ one, sign })))
  const ends = [wrong && last && { one: wrong, sign: closing[last.sign] ?? '' }]
  const begins = [wrong && last && { one: last, sign: opening[wrong.sign] ?? '' }]
  // a map has keys, and a list has none
  const isMap = /[{[,]\s*["']?[A-Za-z][\w-]*["']?:\s/.test(text.slice(last?.at, wrong?.at))
  const isEnd = last?.sign === (isMap ? '{' : '[')
  const found = [...others, ...(isEnd ? [...ends, ...begins] : [...begins, ...ends])].find(
    change => change && fits(replaced(all, change.one, change.sign)),
  )
  if (found === undefined) return undefined
  const { one, sign } = found
  const change = { on: [one.at, one.at + 1] as const, instead: { at: one.at, length: 1, text: sign } }
  const isEndSign = one === wrong || /[)>]/.test(one.sign)
  const other = isEndSign ? last?.sign : wrong?.sign
  if (other === undefined || isEndSign)
    return {
      ...change,
      message: other
        ? `${quote(one.sign)} does not close what was opened by ${quote(other)}`
        : `${quote(one.sign)} stands where ${quote(sign)} belongs`,
      help: `write ${quote(sign)} in its place`,
    }
  return {
    ...change,
    message: `${quote(other)} does not close what was opened by ${quote(one.sign)}`,
    help: `write ${quote(sign)} in place of ${quote(one.sign)}`,
  }
}

const replaced = (all: readonly Sign[], one: Sign, by: string): Sign[] =>
  all.map(sign => (sign.at === one.at ? { ...sign, sign: by } : sign)).filter(isBracket)

/** `[[a]` and `[a]]` */
function tooMany(signs: readonly Sign[], text: string): Slip | undefined {
  const twice = ({ sign, at }: Sign) => text.slice(0, at).trimEnd().endsWith(sign)
  const found = signs.find(sign => twice(sign) && fits(signs.filter(other => other !== sign)))
  if (found === undefined) return undefined
  return {
    on: [found.at, found.at + 1],
    message:
      found.sign in closing
        ? `${quote(found.sign)} stands here twice, and is closed once`
        : `${quote(found.sign)} closes nothing`,
    help: 'remove it',
    instead: { at: found.at, length: 1, text: '' },
  }
}

/** `{ a: [b }`, `{ a: b] }` and `{ a: b` */
function missing(text: string, signs: readonly Sign[]): Slip | undefined {
  const { open, wrong } = mismatch(signs) ?? { open: [] }
  const last = open.at(-1)
  if (wrong === undefined) return last && openAtEnd(text, last, signs)
  const lost = opening[wrong.sign] ?? ''
  const isOpening = !open.some(({ sign }) => sign === lost)
  const sign = isOpening ? lost : (closing[last?.sign ?? ''] ?? '')
  // behind the key that the list or map is the value of
  const value = /^.*:\s+(?=\S)/.exec(text.slice(0, wrong.at))?.[0].length
  const at = isOpening ? value : wrong.at
  if (sign === '' || at === undefined || !fits(withSign(signs, { sign, at }))) return undefined
  return {
    on: [at, at + 1],
    message: isOpening
      ? `there is no ${quote(sign)} before this, and ${quote(wrong.sign)} closes it`
      : `there is no ${quote(sign)} before this ${quote(wrong.sign)}`,
    help: `write ${quote(sign)} before it`,
    instead: { at, length: 0, text: sign },
  }
}

const withSign = (signs: readonly Sign[], sign: Sign): Sign[] => [
  ...signs.filter(({ at }) => at < sign.at),
  sign,
  ...signs.filter(({ at }) => at >= sign.at),
]

function openAtEnd(text: string, last: Sign, signs: readonly Sign[]): Slip | undefined {
  const code = text.split(/[ \t]#/, 1)[0]?.trimEnd() ?? ''
  const sign = closing[last.sign] ?? ''
  if (/[[{,]$/.test(code) || !fits(withSign(signs, { sign, at: code.length }))) return undefined
  return {
    on: [last.at, last.at + 1],
    message: `a ${sign === '}' ? 'map' : 'list'} opened here is not closed in its line`,
    help: `write ${quote(sign)} ${code === text.trimEnd() ? 'at the end of its line' : 'before the comment'}`,
    instead: { at: code.length, length: 0, text: sign },
  }
}

const inText = ({ on: [from, to], instead, ...slip }: Slip, start: number): Slip => ({
  ...slip,
  on: [start + from, start + to],
  instead: { ...instead, at: start + instead.at },
})
