import { count } from '../../words.ts'
import { contentOf, isEntry, isOpen, keyIn } from './place.ts'
import { type Diagnosis, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/** `launchUrl:` and the address in the line below it, or `env: NAME`, no deeper than the key that it belongs to. */
export const valueLeft: Diagnosis = stop => {
  const below = stop.lines.slice(stop.index + 1).find(({ says }) => says)
  // the parser may stop at the end of the line before
  return [...linesNear(stop), below].flatMap(line => (line && inLine(line, stop)) ?? [])
}

function inLine(line: Line, { lines }: Stop): Slip | undefined {
  const { start, column } = line
  const above = lines.findLast(other => other.says && other.start < start)
  if (above === undefined || contentOf(above) < column || !(isOpen(above) || isBlock(above))) return undefined
  if (!isValue(line)) return undefined
  const isOver = (other: Line) => other.says && !(isValue(other) && other.column <= contentOf(above))
  const rest = lines.slice(lines.indexOf(line) + 1)
  const end = rest.findIndex(isOver)
  const own = [line, ...rest.slice(0, end === -1 ? undefined : end)].filter(({ says }) => says)
  const wanted = contentOf(above) + 2
  const at = start + column
  const last = own.at(-1) ?? line
  const key = keyIn(line)
  return {
    on: [at, at + (key?.length ?? 1)],
    message: 'this line belongs to the key above it, and is not indented so',
    label: 'its value',
    help: `write ${count(wanted, 'space')} before it${own.length > 1 ? ', and before the lines of it below' : ''}`,
    instead: {
      at: start,
      length: last.start + last.text.length - start,
      text: own.map(one => ' '.repeat(wanted) + one.text.trimStart()).join('\n'),
    },
  }
}

/** A text of several lines is to follow. */
const isBlock = ({ text }: Line): boolean => /:[ \t]+[|>][-+\d]*[ \t]{0,40}\r?$/.test(text)

const isValue = (line: Line): boolean => {
  const key = keyIn(line)
  return key === undefined ? !isEntry(line) : /^(?:env|file|credential|exec)$/.test(key)
}
