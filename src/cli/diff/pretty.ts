import type { Change, ToldFinding } from '../../config/diff/report.ts'
import type { Level } from '../../config/diff/verdict.ts'
import { levels } from '../../config/diff/verdict.ts'
import { count } from '../../config/words.ts'
import { type Paint, painter, type Style } from '../../diagnostics/colour.ts'
import { visible } from '../../diagnostics/visible.ts'
import { displayWidth } from '../../diagnostics/width.ts'
import { type Comparison, countsOf, isFinding, remarksOn } from './comparison.ts'
import { changeIn, keyIn } from './value.ts'

const styles: Readonly<Record<Level, Style>> = {
  critical: 'red',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  none: 'dim',
}

/** For people at a terminal: the heaviest first, below each change what it means. */
export function pretty(comparison: Comparison, colour: boolean): string {
  const paint = painter(colour)
  const { base, head, report, hidden } = comparison
  const title = [`${visible(head.path)}   ${visible(base.label)} → ${visible(head.label)}`]
  const remarks = remarksOn(comparison).map(sentence => paint('yellow', `  ${visible(sentence)}`))
  const top = [...title, ...remarks, '']
  if (report === undefined) return `${top.join('\n')}\n`
  const told = [...report.findings, ...report.changes]
  const counts = Object.entries(countsOf(report)).map(([name, number]) => `${number} ${name}`)
  const highest =
    report.highest === null ? '' : `highest: ${paint(styles[report.highest], report.highest.toUpperCase())}`
  const summary = [...(counts.length > 0 ? [counts.join(' · ')] : []), highest].filter(text => text !== '')
  return `${[
    ...top,
    ...(told.length === 0
      ? [`${paint('green', '✔')} nothing changes for anybody`]
      : [`  ${summary.join('   ')}`, '']),
    ...levels.flatMap(level => ofLevel(level, told, paint)),
    ...foot(comparison, hidden, paint),
  ].join('\n')}\n`
}

function ofLevel(level: Level, told: readonly (Change | ToldFinding)[], paint: Paint): string[] {
  const here = told.filter(one => one.level === level)
  const owners = [...new Set(here.map(ownerOf))]
  return owners.flatMap(owner => {
    const own = here.filter(one => ownerOf(one) === owner)
    const name = level === 'none' ? 'COSMETIC' : level.toUpperCase()
    return [
      [paint(styles[level], name.padEnd(9)), paint('bold', visible(owner)), place(own, paint)]
        .join(' ')
        .trimEnd(),
      ...own.flatMap(one => lines(one, widest(own), paint)),
      '',
    ]
  })
}

const ownerOf = (one: Change | ToldFinding): string => (isFinding(one) ? one.path : one.part)

function place(own: readonly (Change | ToldFinding)[], paint: Paint): string {
  const [first] = own.flatMap(one => (isFinding(one) ? [] : (one.headRange ?? one.baseRange ?? [])))
  return first === undefined ? '' : `  ${paint('dim', `${visible(first.file)}:${first.start.line}`)}`
}

const signs: Readonly<Record<Change['op'], string>> = { add: '+', remove: '-', change: '~', move: '>' }

interface Widths {
  readonly key: number
  readonly value: number
}

const widest = (own: readonly (Change | ToldFinding)[]): Widths => {
  const changes = own.flatMap(one => (isFinding(one) ? [] : [one]))
  const longest = (text: (one: Change) => string) =>
    Math.max(0, ...changes.map(one => displayWidth(visible(text(one)))))
  return { key: longest(keyIn), value: Math.min(40, longest(changeIn)) }
}

function lines(one: Change | ToldFinding, { key, value }: Widths, paint: Paint): string[] {
  const explain = one.explain.map(sentence => `      ${visible(sentence)}`)
  if (isFinding(one)) return [`  ! ${one.id}   ${paint('dim', one.fingerprint)}`, ...explain]
  const head = `${padded(visible(keyIn(one)), key)}   ${padded(visible(changeIn(one)), value)}`
  return [`  ${signs[one.op]} ${head}   ${one.class}   ${paint('dim', one.fingerprint)}`, ...explain]
}

const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - displayWidth(text)))

function foot({ gate, head }: Comparison, hidden: number, paint: Paint): string[] {
  return [
    ...(hidden > 0 ? [`  ${count(hidden, 'cosmetic change')} hidden (--include cosmetic)`] : []),
    ...(gate?.tripped ? [`${paint('red', '✖')} gate: --fail-on ${gate.failOn}`] : []),
    ...(head.state === 'refused' ? [`${paint('red', '✖')} the file is not valid`] : []),
  ]
}
