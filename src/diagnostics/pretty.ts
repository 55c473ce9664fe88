import { type Paint, painter, type Style } from './colour.ts'
import type { Diagnostic, Range, Severity } from './diagnostic.ts'
import { type Drawing, drawable } from './drawing.ts'
import { linesOf } from './lines.ts'
import { visible } from './visible.ts'

export interface PrettyOptions {
  /** Escape sequences for a terminal. Default false. */
  colour?: boolean
  /** The address of a rule's page: its name becomes a link, for terminals that can (OSC 8). Default: no links. */
  link?: (rule: string) => string | undefined
  /** Cells of a row. Default: as many as a line needs, up to 142 of it. */
  width?: number | undefined
}

/** Files by their name, as `compile` returns them: their secrets are covered. */
export type Texts = ReadonlyMap<string, { readonly text: string }>

/** Diagnostics for people, each with the lines it is about. */
export function pretty(
  texts: Texts,
  diagnostics: readonly Diagnostic[],
  { colour = false, link = () => undefined, width }: PrettyOptions = {},
): string {
  const known = new Map<string, Drawn>()
  const lines = (file: string): Drawn => {
    const found = known.get(file) ?? drawnLines(texts.get(file)?.text ?? '')
    known.set(file, found)
    return found
  }
  const paint = painter(colour)
  const name = (rule: string) => linked(rule, link(rule))
  return diagnostics.map(diagnostic => `${block(diagnostic, lines, { paint, name, width })}\n`).join('\n')
}

// https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
const linked = (text: string, address: string | undefined): string =>
  address === undefined ? text : `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`

const styles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'cyan' }

interface Mark {
  readonly file: string
  readonly range: Range
  readonly sign: '^' | '-'
  readonly label: string
}

/** A line from 1 as it may be drawn, and where it begins in the text. */
type Drawn = (number: number) => DrawnLine

interface DrawnLine {
  readonly base: number
  readonly length: number
  readonly draw: (near: number, room?: number) => Drawing
}

function drawnLines(text: string): Drawn {
  const lines = linesOf(text)
  const known = new Map<number, DrawnLine>()
  return number => {
    const found = known.get(number)
    if (found) return found
    const line = lines.line(number)
    const drawn = { base: lines.startOf(number), length: line.length, draw: drawable(line) }
    known.set(number, drawn)
    return drawn
  }
}

function block(
  diagnostic: Diagnostic,
  lines: (file: string) => Drawn,
  { paint, name, width }: { paint: Paint; name: (rule: string) => string; width: number | undefined },
): string {
  const { rule, severity, message, help, file, range, where, label = '', related } = diagnostic
  const marks: Mark[] = [
    { file, range, sign: '^', label },
    ...related.map(other => ({ ...other, sign: '-' as const, label: other.message })),
  ]
  const numbers = marks.map(mark => mark.range.start.line)
  const gutter = String(Math.max(...numbers)).length
  const margin = ' '.repeat(gutter)
  const room = width === undefined ? undefined : width - gutter - ' │ '.length
  const edge = (sign: string, number = margin) => paint('blue', `${number} ${sign}`)
  const style = styles[severity]

  const row = (number: number, own: readonly Mark[], text: Drawn): string[] => {
    const line = drawLine(
      own.filter(mark => mark.range.start.line === number),
      text(number),
      room,
    )
    return [
      `${edge('│', String(number).padStart(gutter))} ${line.text}`.trimEnd(),
      ...line.marks.map(({ mark, drawn }) =>
        `${edge('│')} ${paint(mark.sign === '^' ? style : 'blue', drawn)}`.trimEnd(),
      ),
    ]
  }
  // the file of the problem first: the mark of the problem is the first one
  const frame = [...new Set(marks.map(mark => mark.file))].flatMap((name, index) => {
    const own = marks.filter(mark => mark.file === name)
    const { start } = own[0]?.range ?? range
    const [corner, what] = index === 0 ? ['╭─', where === '' ? '' : `   ${visible(where)}`] : ['├─', '']
    const sorted = own.toSorted((a, b) => a.range.start.offset - b.range.start.offset)
    return [
      `${margin} ${paint('blue', corner)} ${visible(name)}:${start.line}:${start.column}${what}`,
      edge('│'),
      ...[...new Set(sorted.map(mark => mark.range.start.line))].flatMap(line =>
        row(line, sorted, lines(name)),
      ),
    ]
  })
  const page = rule === '' ? [] : [`docs: sso-kit explain ${rule}`]
  const [first = '', ...more] = [...help.split('\n'), ...page].map(visible)
  const fixable = diagnostic.fix ? `   ${paint('cyan', '[fixable]')}` : ''
  return [
    `${paint(style, rule === '' ? severity : `${severity}[${name(rule)}]`)}${paint('bold', `: ${visible(message)}`)}`,
    ...frame,
    `${margin} ${paint('blue', '╰─')} ${paint('green', 'help:')} ${first}${fixable}`,
    ...more.map(line => `${margin}    ${line.startsWith('docs:') ? paint('dim', line) : line}`),
  ].join('\n')
}

/** The line, and below it one row for each mark: sign and label at the right column. */
function drawLine(
  here: readonly Mark[],
  { base, length, draw }: DrawnLine,
  room: number | undefined,
): { text: string; marks: { mark: Mark; drawn: string }[] } {
  const primary = here.find(({ sign }) => sign === '^') ?? here[0]
  const drawing = draw((primary?.range.start.offset ?? base) - base, room)
  const marks = here.map(mark => {
    const start = drawing.start(mark.range.start.offset - base)
    // a mark over several lines is drawn on its first one
    const end = drawing.end(Math.min(mark.range.end.offset - base, length))
    const drawn = `${' '.repeat(start)}${mark.sign.repeat(Math.max(1, end - start))} ${visible(mark.label)}`
    return { mark, drawn }
  })
  return { text: drawing.text, marks }
}
