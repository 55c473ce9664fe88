import { count } from '../../words.ts'
import { isOfLanguage } from './known.ts'
import { contentOf, isOpen } from './place.ts'
import { below, type Diagnosis, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/** `enabled: truebaseDir: /staff` and `server:listen: …`: the break between two lines is gone, and with it the spaces. */
export const joinedLines: Diagnosis = stop => linesNear(stop).flatMap(line => inLine(line, stop) ?? [])

function inLine(line: Line, stop: Stop): Slip | undefined {
  const column = contentOf(line)
  const content = line.text.slice(column).trimEnd()
  const [first = '', key = ''] = /^([A-Za-z][\w-]*):/.exec(content) ?? []
  // brackets and quotes have colons of their own
  const rest = content.slice(first.length).replace(closed, found => '·'.repeat(found.length))
  const colon = rest.search(/:(?:\s|$)/)
  const before = rest.slice(0, Math.max(colon, 0))
  const next = nextKey(before)
  if (first === '' || next === undefined || next === key) return undefined
  // a comment, and a map that has lost its braces
  if (/\s#/.test(before) || /,\s*$/.test(before.slice(0, -next.length))) return undefined
  const isBare = before.trim() === next
  const wanted = columnOf(line, stop, isBare)
  if (wanted === undefined) return undefined
  const from = first.length + colon - next.length
  const at = line.start + column + from
  return {
    on: [at, at + next.length],
    message: `a key stands behind ${isBare ? 'another one' : 'a value'}, in the same line`,
    label: 'another key',
    help: `write it on a line of its own${wanted === 0 ? '' : `, with ${count(wanted, 'space')} before it`}`,
    instead: { at, length: content.length - from, text: `\n${' '.repeat(wanted)}${content.slice(from)}` },
  }
}

const closed = /\{[^{}]*\}|\[[^[\]]*\]|"[^"]*"|'[^']*'/g

/** The key that a text ends with, whole or as the end of a word; what is short ends many words. */
function nextKey(text: string): string | undefined {
  const word = /[A-Za-z][\w-]{0,40}$/.exec(text.slice(-40))?.[0] ?? ''
  if (isOfLanguage(word)) return word
  return [...word]
    .map((_, start) => word.slice(start))
    .find(end => end.length >= shortest && isOfLanguage(end) && !word.endsWith(`-${end}`))
}

const shortest = 4

/** What goes on below tells how deep it has to be. */
function columnOf(line: Line, stop: Stop, isBare: boolean): number | undefined {
  const column = contentOf(line)
  const next = below(stop, line)?.column ?? 0
  if (isBare) return next > column ? next : undefined
  if (!isOpen(line)) return column
  return next >= 2 ? next - 2 : undefined
}
