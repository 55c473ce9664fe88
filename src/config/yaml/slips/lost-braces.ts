import { hostKeysAt } from '../host-keys.ts'
import { contentOf } from './place.ts'
import { below, type Diagnosis, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/** `allow: groups: [a, b]`, `- id: rd, groups: [a]` and `session: ( idle: 30m )`: a map in a line, without its braces. */
export const lostBraces: Diagnosis = stop => linesNear(stop).flatMap(line => inLine(line, stop) ?? [])

function inLine(line: Line, stop: Stop): Slip | undefined {
  const column = contentOf(line)
  const content = line.text.slice(column).trimEnd()
  const outer = /^([A-Za-z][\w-]*): +(?=(?:\( *)?([A-Za-z][\w-]*): )/.exec(content)
  const from = outer?.[0].length ?? 0
  const map = content.slice(from)
  const isEntry = outer === null && column > line.column
  const next = below(stop, line)
  // what goes on below has no braces: the keys of one line belong on lines of their own
  const goesOn = next !== undefined && (isEntry ? next.column === column : next.column > column)
  const isPairs = pairs.test(map)
  const inside = map.startsWith('(') && map.endsWith(')') ? map.slice(1, -1).trim() : undefined
  if (
    goesOn ||
    (!(isEntry && isPairs) && !(outer && (isPairs || holds(outer[1], outer[2]) || inside !== undefined)))
  )
    return undefined
  const at = line.start + column + from
  const isHalf = /^[^{]*\}$/.test(map)
  return {
    on: [at, at + (/^[\w-]+/.exec(map)?.[0].length ?? 1)],
    message: 'a map in one line needs braces',
    label: 'this would begin it',
    help:
      inside !== undefined
        ? 'write { and } in place of ( and )'
        : `write "{ " before this key${isHalf ? '' : ' and " }" at the end of the line'}`,
    instead: { at, length: map.length, text: isHalf ? `{ ${map}` : `{ ${inside ?? map} }` },
  }
}

/** `id: rd, groups: [a]`, and `groups: [a]`, which is no text. */
const pairs = /^[A-Za-z][\w-]*: +(?! )(?:[[{]|[^"'#]*, *[A-Za-z][\w-]*: )/

/** Whether one is a key of a map with the other. */
const holds = (key = '', inner = ''): boolean =>
  [[key], ...['sources', 'apps', 'grants'].map(list => [list, 0, key])].some(path =>
    Object.hasOwn(hostKeysAt(path), inner),
  )
