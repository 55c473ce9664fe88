import { quote } from '../../words.ts'
import { codeOf, contentOf } from './place.ts'
import { type Diagnosis, type Line, linesNear, type Slip } from './slip.ts'

/** `name: Mail:`, `{ … }:` and `server:,`: at the end of a line is a sign that belongs to no line like it. */
export const surplusSign: Diagnosis = stop => linesNear(stop).flatMap(line => inLine(line) ?? [])

function inLine(line: Line): Slip | undefined {
  const code = codeOf(line)
  const [, before = '', sign = ''] = behindKey.exec(code) ?? behindValue.exec(code) ?? []
  if (sign === '') return undefined
  const at = line.start + contentOf(line) + before.length
  return {
    on: [at, at + sign.length],
    message: `${quote(sign)} stands behind the ${sign === ':' ? 'value' : 'colon'}`,
    label: 'too much',
    help: 'remove it',
    instead: { at, length: sign.length, text: '' },
  }
}

const behindKey = /^([A-Za-z][\w-]*:)([,;.])$/
const behindValue = /^((?:[A-Za-z][\w-]*: +\S|[{[]).*)(:)$/
