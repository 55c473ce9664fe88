import type { Change, ToldFinding } from '../../config/diff/report.ts'
import { type Class, isAtLeast, type Level, levels } from '../../config/diff/verdict.ts'
import { count } from '../../config/words.ts'
import { visible } from '../../diagnostics/visible.ts'
import { type Comparison, countsOf, isFinding, remarksOn } from './comparison.ts'
import { changeIn, keyIn } from './value.ts'

/** GitHub takes no comment of more than 65,536 characters. */
const most = 60_000

/** A comment for a pull request. Its first line names the file, so that whoever posts it finds their own again. */
export function markdown(comparison: Comparison): string {
  const { head, base, report, hidden, gate } = comparison
  const sections = report ? levels.map(level => section(level, told(report, level))) : []
  const foot = [
    ...(hidden > 0 ? [`${count(hidden, 'cosmetic change')} left out.`] : []),
    ...(gate?.tripped ? [`The gate \`--fail-on ${gate.failOn}\` says no.`] : []),
  ]
  const top = [
    `<!-- sso-kit diff ${marker(head.path)} -->`,
    `**${verdictOn(comparison)}**`,
    `${code(head.path)}: ${text(base.label)} → ${text(head.label)}`,
    ...remarksOn(comparison).map(sentence => `⚠ ${text(sentence)}`),
    ...(report && report.changes.length > 0 ? [countTable(countsOf(report))] : []),
  ]
  return fitted(top, sections, foot)
}

function verdictOn({ report }: Comparison): string {
  if (report === undefined) return 'What this change means for people cannot be told.'
  const { highest, changes, findings } = report
  if (highest === null) return 'Nothing changes for anybody.'
  const heaviest = [...findings, ...changes].find(one => one.level === highest)
  const number = [...findings, ...changes].filter(one => one.level === highest).length
  const first = heaviest === undefined ? '' : `: ${heaviest.explain[0] ?? heaviest.path}`
  return text(`${highest.toUpperCase()} (${number})${first}`)
}

const told = ({ changes, findings }: NonNullable<Comparison['report']>, level: Level) =>
  [...findings, ...changes].filter(one => one.level === level)

interface Section {
  readonly level: Level
  readonly entries: readonly string[]
}

const section = (level: Level, all: readonly (Change | ToldFinding)[]): Section => ({
  level,
  entries: all.map(entry),
})

function entry(one: Change | ToldFinding): string {
  const lines = one.explain.map(sentence => `  - ${text(sentence)}`)
  const place = isFinding(one) ? null : (one.headRange ?? one.baseRange)
  const head = isFinding(one)
    ? [code(one.path === '' ? 'the file' : one.path), code(one.id)]
    : [code(one.part), `${code(keyIn(one))} ${one.op} ${code(changeIn(one))}`, one.class]
  const where = place === null ? [] : [code(`${place.file}:${place.start.line}`)]
  return [`- ${[...head, ...where, code(one.fingerprint)].join(' · ')}`, ...lines].join('\n')
}

/** As much as a comment takes: the light ones are left out first, and what is left out is said. */
function fitted(top: readonly string[], sections: readonly Section[], foot: readonly string[]): string {
  const page = (kept: readonly Section[], left: number) =>
    `${[
      ...top,
      ...kept.filter(({ entries }) => entries.length > 0).map(drawn),
      ...(left > 0 ? [`${left} more in the log of the job, or by \`sso-kit diff\`.`] : []),
      ...foot,
    ].join('\n\n')}\n`
  let kept = [...sections]
  let left = 0
  while (page(kept, left).length > most) {
    const last = kept.findLastIndex(({ entries }) => entries.length > 0)
    // nothing is left to be left out
    if (last === -1) break
    const { level, entries } = kept[last] ?? { level: 'none', entries: [] }
    // the light ones go as a whole, and of the heavy ones as few as have to
    const fewer = isAtLeast(level, 'high') ? entries.slice(0, Math.floor(entries.length * 0.9)) : []
    left += entries.length - fewer.length
    kept = kept.with(last, { level, entries: fewer })
  }
  return page(kept, left)
}

function drawn({ level, entries }: Section): string {
  const name = level === 'none' ? 'COSMETIC' : level.toUpperCase()
  const open = level === 'critical' || level === 'high' ? ' open' : ''
  return `<details${open}><summary>${name}: ${entries.length}</summary>\n\n${entries.join('\n')}\n\n</details>`
}

function countTable(counts: Partial<Record<Class, number>>): string {
  const all = Object.entries(counts)
  return [
    `| ${all.map(([name]) => name).join(' | ')} |`,
    `|${all.map(() => ' ---: ').join('|')}|`,
    `| ${all.map(([, number]) => number).join(' | ')} |`,
  ].join('\n')
}

/** Text of the file between backticks, more of them than it has in itself. Nobody is mentioned and nothing is a link there. */
function code(words: string): string {
  const plain = visible(words.replace(/\s+/g, ' '))
  if (plain === '') return ''
  const ticks = '`'.repeat(Math.max(0, ...(plain.match(/`+/g) ?? []).map(run => run.length)) + 1)
  return ticks.length === 1 ? `\`${plain}\`` : `${ticks} ${plain} ${ticks}`
}

/** Text of the file in a sentence: no markup, no mention, no reference to an issue and no address that becomes a link. */
const text = (words: string): string =>
  visible(words.replace(/\s+/g, ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~>]/g, '\\$&')
    .replace(/[@#]/g, '$&\u{2060}')
    .replace(/(https?):\/\//g, '$1:\u{2060}//')

/** Nothing that would end the comment of HTML that it stands in. */
const marker = (path: string): string => visible(path).replace(/-{2,}|[<>]/g, '-')
