import { quote } from '../../words.ts'
import { noSpaceAfterColon } from '../stuck.ts'
import { below, type Diagnosis, type Line, linesNear, type Slip, type Stop } from './slip.ts'

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
  if (!isAbove) return []
  const start = line.start + before.length
  const at = start + key.length
  return [
    {
      on: [start, at],
      message: 'there is no ":" after this key',
      help: `write ":" after it${sign === '' ? '' : ` in place of ${quote(sign.trim())}`}`,
      instead: { at, length: sign.length, text: ':' },
    },
  ]
}

const alone = /^( *(?:- +)*)([A-Za-z][\w-]*)((?:[ \t]?[;=])?)[ \t]{0,40}(?:[ \t]#.*)?\r?$/

/** `- id github`, with more keys below it; `allow { … }`, `groups[a]` and `allow:{ … }`. */
function beforeItsValue(line: Line): Slip[] {
  const [, before = '', key = '', colon = '', space = ''] =
    /^( *(?:- +)*)([A-Za-z][\w-]*)(?:(:)|([ \t]*))(?=[{[])/.exec(line.text) ??
    /^( *(?:- +)+)([A-Za-z][\w-]*)(:{0})([ \t]+)(?=[^\s#:])/.exec(line.text) ??
    []
  if (key === '') return []
  const start = line.start + before.length
  const at = start + key.length
  if (colon !== '')
    return [{ on: [start, at + 1], ...noSpaceAfterColon, instead: { at: at + 1, length: 0, text: ' ' } }]
  return [
    {
      on: [start, at],
      message: 'there is no ":" after this key',
      help: space === '' ? 'write ": " after it' : 'write ":" after it',
      instead: { at, length: 0, text: space === '' ? ': ' : ':' },
    },
  ]
}
