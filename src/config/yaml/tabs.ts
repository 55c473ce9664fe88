import type { Change } from '../finding.ts'
import { lexed } from './bounds.ts'
import { parse } from './parse.ts'

/** As editors show a tab. */
const widths = [2, 4, 8]
/** One tab may stand for all that is before a line of a deeper level. */
const deeper = [6, 10, 12]
/** The text is read once for each of them. */
const longest = 32_768

/**
 * Spaces for the tabs that indent, where only one thing can be meant: whichever width an editor gives a tab, the file says
 * the same, or nothing that is YAML. `step` is the width to write where several will do.
 */
export function spacesForTabs(text: string, step = 2): Change[] | undefined {
  // a tab behind spaces leads to the next stop, wherever that was
  if (text.length > longest || /^ +\t[^\S\n]*\S/m.test(text)) return undefined
  const readings = [...widths, ...deeper].flatMap(width => {
    const said = saidBy(text.replace(indenting, tabs => spaces(tabs, width)))
    return said === undefined ? [] : [{ width, said }]
  })
  const [first, ...others] = readings
  if (first === undefined || others.some(({ said }) => said !== first.said)) return undefined
  const { width } = readings.find(reading => reading.width === step) ?? first
  return [...text.matchAll(indenting)].map(({ 0: tabs, index }) => ({
    at: [],
    on: [index, index + tabs.length],
    text: spaces(tabs, width),
  }))
}

/** Where a tab is in the indentation of the line that is next from a place, blank lines left out. */
export function tabBefore(text: string, from: number): number | undefined {
  const content = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0)
  const start = text.lastIndexOf('\n', content - 1) + 1
  const indentation = text.slice(start, content)
  const tab = indentation.indexOf('\t')
  return tab === -1 || indentation.trim() !== '' ? undefined : start + tab
}

/** Of lines that have something on them. */
const indenting = /^\t+(?!\t)(?=[^\S\r\n]*\S)/gm

const spaces = (tabs: string, width: number): string => ' '.repeat(tabs.length * width)

/** The whole of it, values and comments, in one form; undefined where it is no YAML. */
function saidBy(text: string): string | undefined {
  const read = lexed(text)
  const document = 'finding' in read ? undefined : parse(read.lexemes, text.length)
  if (document === undefined || document.errors.length > 0) return undefined
  try {
    return document.toString({ lineWidth: 0 })
  } catch {
    // an alias of nothing has no form, and the message of the parser names it, which may be a secret
    return undefined
  }
}
