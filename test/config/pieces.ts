import fc from 'fast-check'
import { whole } from './secrets.ts'

/** The words and lines of a file that has every key, and the signs that YAML, templates and git know. */
const words = [...new Set(whole.match(/[\w-]{2,}/g))]
const lines = whole.split('\n').map(line => `${line}\n`)
const signs = [
  ...[': ', ':', '- ', '? ', '{', '}', '[', ']', ', ', ',', '"', "'", ' #', '\n', '\n  ', '\n    ', '\t'],
  ...['&a ', '&', '*a ', '!t ', '|\n', '>\n', '%', '@', '`', '\\', '…', '=', '~', '.', '/', '--'],
  ...['：', '，', '“', '”', '｛', '｝', '\u00a0', '钉钉', '😀', '\r\n', '---\n', '...\n', '<<: '],
  ...['$' + '{A}', '{{', '}}', '<<<<<<< a\n', '=======\n', '>>>>>>> b\n', 'ghp_', 'eyJ', '://', 'u:p@h'],
]

/** Some of them in a row, now and then the same again and again: neither a file nor no file. */
export const pieces = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(...signs),
        fc.constantFrom(...words),
        fc.constantFrom(...lines),
        fc.string({ maxLength: 3 }),
      ),
      fc.oneof({ weight: 20, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(40) }),
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.map(([piece, times]) => piece.repeat(times)).join(''))
