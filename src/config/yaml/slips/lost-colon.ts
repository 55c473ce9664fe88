import { noSpaceAfterColon } from '../stuck.ts'
import { isOfLanguage } from './known.ts'
import { noColon } from './no-colon.ts'
import { below, type Diagnosis, isBesideItsKey, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/** A key without its colon: what is below it, or in braces behind it, then belongs to nothing. */
export const lostColon: Diagnosis = stop =>
  linesNear(stop).flatMap(line => aboveItsLines(line, stop) ?? beforeItsValue(line))

/** `server`, and its keys below it. */
function aboveItsLines(line: Line, stop: Stop): Slip[] | undefined {
  const [, before = '', key = '', sign = ''] = alone.exec(line.text) ?? []
  if (key === '') return undefined
  const next = below(stop, line)
  const isAbove =
    next !== undefined &&
    (next.column > before.length || (next.column === before.length && /^ *- /.test(next.text)))
  if (!isAbove || isBesideItsKey(line, stop)) return []
  return [noColon(line.start + before.length, key, sign)]
}

const alone = /^( *(?:- +)*)([A-Za-z][\w-]*)((?:[ \t]?(?:=>|:?=|;))?)[ \t]{0,40}(?:[ \t]#.*)?\r?$/

/** `allow { … }`, `groups[a]` and `allow:{ … }`; `- id github`, with more keys below it; `type github` and `type = github`. */
function beforeItsValue(line: Line): Slip[] {
  const [, before = '', key = '', colon = '', sign = '', space = '', value = ''] =
    beside.exec(line.text) ?? []
  const isBracket = /[[{]/.test(value)
  const isKey = isBracket || (colon + sign + space !== '' && (before.includes('-') || isOfLanguage(key)))
  if (!isKey) return []
  const start = line.start + before.length
  if (colon === '') return [noColon(start, key, sign, space === '')]
  const at = start + key.length + 1
  return [{ on: [start, at], ...noSpaceAfterColon, instead: { at, length: 0, text: ' ' } }]
}

const beside = /^( *(?:- +)*)([A-Za-z][\w-]*)(?:(:)|((?:[ \t]?(?:=>|:?=|;))?)([ \t]{0,40}))([^\s#:;=>])/
