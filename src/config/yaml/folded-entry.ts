import type { Path } from '../../diagnostics/diagnostic.ts'
import { resolve, type Schema } from '../schema/schema.ts'
import { count, quote } from '../words.ts'
import type { ScalarCheck } from './check.ts'
import { hostKeysAt } from './host-keys.ts'

/**
 * A text goes on in the next line where that is indented further, even if it begins with "- ": `- a` above `  - b` is
 * one entry, "a - b". Nobody means that.
 */
export const foldedEntry: ScalarCheck = ({ node, path, text, span: [start, end] }) => {
  // of one line, as nearly all are
  if (node.type !== 'PLAIN' || node.source === undefined || end - start === node.source.length)
    return undefined
  const source = text.slice(start, end)
  const [found, another] = source.matchAll(/\n([ \t]*)-(?=[ \t\r\n]|$)/g)
  if (found === undefined) return undefined
  const column = found[1]?.length ?? 0
  const dash = start + found.index + 1 + column
  const first = source.slice(0, source.indexOf('\n')).trimEnd()
  const isKey = Object.hasOwn(hostKeysAt(path), first)
  const folded = { text, start, end, first, isKey, dash, column }
  return {
    rule: 'yaml/syntax',
    severity: 'error',
    at: path,
    failed: path,
    ...(withoutKey(folded, path) ?? told(folded, another !== undefined)),
  }
}

/** Where the text begins and ends, its first line, and the "-" in a line below that. */
interface Folded {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly first: string
  /** It is a key of the map that belongs here. */
  readonly isKey: boolean
  readonly dash: number
  readonly column: number
}

/** `listen: 127.0.0.1:8080`, and the entries of `trustedProxies` below it: what has one value has no entries. */
function withoutKey({ text, start, dash, column }: Folded, path: Path) {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const before = /^ *(?:- +)*/.exec(line)?.[0] ?? ''
  // beside its key, and in no brackets
  if (before === line || /[[{]/.test(line)) return undefined
  const map = path.slice(0, -1)
  const keys = hostKeysAt(map)
  const isList = (key: string) => keys[key] !== undefined && isOfEntries(resolve(keys[key]))
  const key = String(path.at(-1))
  if (!Object.hasOwn(keys, key) || isList(key) || column <= before.length) return undefined
  const [name, another] = Object.keys(keys).filter(isList)
  const isOne = name !== undefined && another === undefined
  return {
    on: [dash, dash + 1] as const,
    message: 'there is no key above this list',
    label: 'its first entry',
    help: `write ${isOne ? quote(`${name}:`) : 'the key that it belongs to'} above it, with ${count(before.length, 'space')} before it`,
    ...(isOne && { lacking: [[...map, name]] }),
  }
}

const isOfEntries = ({ type }: Schema): boolean => type === undefined || [type].flat().includes('array')

function told({ text, start, end, first, isKey, dash, column }: Folded, several: boolean) {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const place = `${count(column, 'space')} and "- "`
  if (/^ *(?:- +)+$/.test(before))
    return {
      on: [dash, dash + 1] as const,
      message: 'this entry is indented too far: it goes on with the one above it',
      label: 'too far to the right',
      help: `write ${count(before.lastIndexOf('-'), 'space')} before it${several ? ', and before those below it' : ''}`,
    }
  if (/^\s*[,\]}]/.test(text.slice(end, end + 200)))
    return {
      on: [dash, dash + 1] as const,
      message: 'inside brackets an entry does not begin with "-": it goes on with the one above it',
      help: `write "," in place of ${several ? 'each "-"' : 'the "-"'}`,
    }
  if (before.trim() !== '')
    return {
      on: [start, start + 1] as const,
      message: 'the first entry of this list stands beside its key: those below it go on with it',
      help: `write it on a line of its own, that begins with ${place}; a text of several lines needs quotes`,
    }
  if (isKey || (column > before.length && /^[A-Za-z][\w-]*$/.test(first)))
    return {
      on: [start, start + first.length] as const,
      message: 'there is no ":" after this key',
      help: 'write ":" after it',
    }
  return {
    on: [start, start + 1] as const,
    message: 'there is no "- " before this entry: those below it go on with it',
    help: `begin its line with ${place}`,
  }
}
