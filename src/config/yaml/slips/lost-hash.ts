import { isOfLanguage } from './known.ts'
import { contentOf, isEntry, isOpen, keyIn } from './place.ts'
import { type Diagnosis, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/** The rest of a comment, which an editor or a mail has broken off. */
export const lostHash: Diagnosis = stop => linesNear(stop).flatMap(line => inLine(line, stop) ?? [])

function inLine(line: Line, { lines }: Stop): Slip | undefined {
  const above = lines[lines.indexOf(line) - 1]
  const content = line.text.slice(contentOf(line)).trimEnd()
  if (above === undefined || !/(?:^|\s)#/.test(above.text)) return undefined
  if (keyIn(line) !== undefined || isEntry(line) || !/^[\p{L}(]/u.test(content)) return undefined
  // the value of the key above, or a key without its colon
  if ((isOpen(above) && !/\s/.test(content)) || isOfLanguage(/^[\w-]*/.exec(content)?.[0])) return undefined
  const at = line.start + line.column
  return {
    on: [at, at + 1],
    message: 'this line seems to go on with the comment above it, and does not begin with "#"',
    help: 'write "# " before it',
    instead: { at, length: 0, text: '# ' },
  }
}
