import { contentOf } from './place.ts'
import { type Diagnosis, linesNear, type Slip } from './slip.ts'

/** `allow: groups: [a, b]` and `- id: rd, groups: [a]`: a map in a line, without its braces. */
export const lostBraces: Diagnosis = stop =>
  linesNear(stop).flatMap((line): Slip[] => {
    const column = contentOf(line)
    const content = line.text.slice(column).trimEnd()
    const inner = /^[A-Za-z][\w-]*: +(?=[A-Za-z][\w-]*: +(?:[[{]|[^"'#]*, *[A-Za-z][\w-]*: ))/.exec(content)
    const isEntry = column > line.column && /^[A-Za-z][\w-]*: [^"'#]*, *[A-Za-z][\w-]*: /.test(content)
    if (inner === null && !isEntry) return []
    const from = inner?.[0].length ?? 0
    const map = content.slice(from)
    const at = line.start + column + from
    const key = /^[\w-]+/.exec(map)?.[0] ?? ''
    return [
      {
        on: [at, at + key.length],
        message: 'a map in one line needs braces',
        label: 'this would begin it',
        help: `write "{ " before this key and " }" at the end of the line`,
        instead: { at, length: map.length, text: `{ ${map} }` },
      },
    ]
  })
