import { contentOf, isEntry } from './place.ts'
import { below, type Diagnosis, type Slip, type Stop } from './slip.ts'

/** `grants: []`, and its entries below it: what was there for none has stayed when they were added. */
export const valueAbove: Diagnosis = stop => {
  const { lines, index } = stop
  // where the lines below are entries of a list, the parser goes on to the first of them
  const line = [index + 1, index, index - 1, index - 2]
    .map(at => lines[at])
    .find(line => line?.says === true && form.test(line.text))
  const [, before = '', , value = ''] = form.exec(line?.text ?? '') ?? []
  if (line === undefined || !isAbove(line, stop)) return []
  const at = line.start + before.length
  const found: Slip = {
    on: [at, at + value.length],
    message: 'this key has a value already, and more stands below it',
    label: 'its value',
    help: 'remove it: what is below is the value',
    instead: { at, length: value.length, text: '' },
  }
  return [found]
}

const form = /^( *(?:- +)*([A-Za-z][\w-]*):[ \t]+)(\[\]|\{\}|-|null|~|\2:)[ \t]{0,40}\r?$/

function isAbove(line: Stop['lines'][number], stop: Stop): boolean {
  const next = below(stop, line)
  const column = contentOf(line)
  return next !== undefined && (next.column > column || (next.column === column && isEntry(next)))
}
