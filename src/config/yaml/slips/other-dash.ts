import { quote } from '../../words.ts'
import { below, type Diagnosis, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/** What stands where an entry begins, and is not its "- ": `* id: x`, `1. id: x`, `-- id: x`, `- - id: x`, or no key behind it. */
export const otherDash: Diagnosis = stop =>
  linesNear(stop).flatMap(
    line => otherSign(line) ?? besideKey(line) ?? surplus(line, stop) ?? lostId(line, stop) ?? [],
  )

function otherSign({ text, start, column }: Line): Slip | undefined {
  const [, sign = ''] =
    /^ *(-{2,}|[*+·>]|[0-9]{1,3}[.)])(?= +[A-Za-z][\w-]*:(?:\s|$))/.exec(text) ??
    /^ *(\*)(?= +\S)/.exec(text) ??
    []
  if (sign === '') return undefined
  const at = start + column
  return {
    on: [at, at + sign.length],
    message: `${quote(sign)} stands where "-" begins an entry of a list`,
    help: 'write "-" in its place',
    instead: { at, length: sign.length, text: '-' },
  }
}

/** `groups: - a` */
function besideKey({ text, start, column }: Line): Slip | undefined {
  const [before] = /^ *(?:- +)*[A-Za-z][\w-]*: +(?=- +\S)/.exec(text) ?? []
  if (before === undefined) return undefined
  const at = start + before.length
  return {
    on: [at, at + 1],
    message: 'a list with dashes does not begin beside its key',
    help: 'write its entries in brackets: [a, b]; or each on a line of its own, that begins with "- "',
    instead: { at, length: 0, text: `\n${' '.repeat(column + 2)}` },
  }
}

/** `- - id: x` with keys below the second dash, and `- version: 1` where no list is. */
function surplus(line: Line, stop: Stop): Slip | undefined {
  const { text, start, column } = line
  const isTwice = /^ *- +- +[A-Za-z][\w-]*:(?:\s|$)/.test(text)
  const isFirst = stop.lines.find(({ says }) => says) === line && /^- +[A-Za-z][\w-]*:(?:\s|$)/.test(text)
  const isKey = (other: Line | undefined, at: number) => other?.column === at && !/^ *-/.test(other.text)
  if (!(isTwice && isKey(below(stop, line), column + 2)) && !(isFirst && isKey(below(stop, line), 0)))
    return undefined
  const at = start + column
  const length = /^- +/.exec(text.slice(column))?.[0].length ?? 0
  return {
    on: [at, at + 1],
    message: isTwice
      ? 'two dashes begin a list in a list'
      : 'an entry of a list ("- ") stands among the keys of a map',
    help: isTwice ? 'remove one "- "' : 'remove the "- "',
    instead: { at, length, text: '' },
  }
}

/** `- github`, and `type: github` below it. */
function lostId(line: Line, stop: Stop): Slip | undefined {
  const before = /^ *- +(?=[a-z][a-z0-9-]{0,62}\s*$)/.exec(line.text)?.[0].length
  const next = below(stop, line)
  if (before === undefined || next?.column !== before || !/^[A-Za-z][\w-]*:/.test(next.text.trimStart()))
    return undefined
  const at = line.start + before
  return {
    on: [at, at + 1],
    message: 'there is no key before this value: the lines below are keys of the same entry',
    label: 'which key has this value?',
    help: 'write its key before it, such as "id: "',
    instead: { at, length: 0, text: 'id: ' },
  }
}
