import { isOfLanguage } from './known.ts'
import { codeOf, contentOf } from './place.ts'
import { type Diagnosis, type Line, linesNear, type Slip } from './slip.ts'

/** `description: partners: all of them` */
export const colonInText: Diagnosis = stop => linesNear(stop).flatMap(line => inLine(line) ?? [])

/** What is behind these are words of people, in which there are colons. */
const prose = /^((?:name|title|description|contact): +)(?=[^\s"'{[&*|>#])(.*?):(?=\s|$)/

function inLine(line: Line): Slip | undefined {
  const content = codeOf(line)
  const [, before = '', words = ''] = prose.exec(content) ?? []
  // a line that was joined to this one
  if (words === '' || isOfLanguage(/[\w-]*$/.exec(words.slice(-100))?.[0])) return undefined
  const start = line.start + contentOf(line) + before.length
  const colon = start + words.length
  const text = content.slice(before.length)
  const isName = before.startsWith('name:')
  return {
    on: [colon, colon + 1],
    message: 'a colon and a space in a text make it a key',
    label: 'belongs to the text',
    help: isName ? 'remove it: a name has no ":"' : 'put all of the value in quotes',
    instead: isName
      ? { at: colon, length: 1, text: '' }
      : { at: start, length: text.length, text: JSON.stringify(text) },
  }
}
