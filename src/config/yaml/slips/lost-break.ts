import { count } from '../../words.ts'
import { contentOf } from './place.ts'
import { type Diagnosis, type Line, linesNear, type Slip } from './slip.ts'

/** `type: local name: Password` and `type: type: local`: two keys in one line, where lines were joined or pasted. */
export const lostBreak: Diagnosis = stop => linesNear(stop).flatMap(line => inLine(line) ?? [])

function inLine(line: Line): Slip | undefined {
  const column = contentOf(line)
  const content = line.text.slice(column).trimEnd()
  const [, before = '', key = '', next = ''] =
    /^(([A-Za-z][\w-]*): +(?:(?:[^\s"'{}[\],#:][^\s{}[\],#]*|\{[^{}]*\}|\[[^[\]]*\]),? +)??)([A-Za-z][\w-]*): /.exec(
      content,
    ) ?? []
  if (key === '') return undefined
  const at = line.start + column + before.length
  const found = { on: [at, at + next.length] as const, label: 'another key' }
  const isBare = before.trim() === `${key}:`
  if (next === key && isBare)
    return {
      ...found,
      message: 'this key is there twice',
      help: 'write it once',
      instead: { at: line.start + column, length: before.length, text: '' },
    }
  if (isBare) return undefined
  if (next === key)
    return {
      ...found,
      message: 'this key is in this line already',
      help: 'remove it, with what is behind it',
      instead: { at: at - 1, length: content.length - before.length + 1, text: '' },
    }
  const comma = /, +$/.exec(before)?.[0].length ?? 0
  const indent = ' '.repeat(column)
  return {
    ...found,
    message: 'a key stands behind a value, in the same line',
    help: `write it on a line of its own${column === 0 ? '' : `, with ${count(column, 'space')} before it`}${comma === 0 ? '' : ', without the ","'}`,
    instead: {
      at: at - comma,
      length: comma + content.length - before.length,
      text: `\n${indent}${content.slice(before.length).replace(/(?<! ) {1,40}(?=[A-Za-z][\w-]*: )/g, `\n${indent}`)}`,
    },
  }
}
