import { conciseLine } from './concise.ts'
import { byWeight, open } from './counting.ts'
import type { Diagnostic, Severity } from './diagnostic.ts'
import type { Checked, Failure } from './json.ts'
import { lastLineOf, relatedLines } from './related.ts'
import { visible } from './visible.ts'

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

/** GitHub shows no more of one kind for a step, and drops the others without a word. */
const most = 10

/** Annotations for GitHub Actions, errors first. What is too much stands behind them as plain lines of the log. */
export function github(files: readonly Checked[], failure?: Failure): string {
  if (failure)
    return `::error title=sso-kit::${data([failure.message, failure.help ?? ''])}\n${github(files)}`
  const sorted = byWeight(files.flatMap(({ diagnostics }) => open(diagnostics)))
  const shown = (limit: (severity: Severity) => number) => {
    const counts = { error: 0, warning: 0, info: 0 }
    return sorted.filter(({ severity }) => ++counts[severity] <= limit(severity))
  }
  // the closing line is a notice too
  const room = (own: number) => (severity: Severity) => (severity === 'info' ? most - own : most)
  const all = shown(room(0))
  if (all.length === sorted.length) return sorted.map(annotation).join('')
  const first = shown(room(1))
  const others = sorted.filter(one => !first.includes(one))
  return [
    ...first.map(annotation),
    // the runner looks for commands behind spaces too
    ...others.map(one => `- ${conciseLine(one)}\n`),
    `::notice title=sso-kit::${data([`${others.length} more in the log`])}\n`,
  ].join('')
}

function annotation(one: Diagnostic): string {
  const { file, range, rule, severity, message, help, where, label } = one
  const { start } = range
  const end = lastLineOf(range)
  const properties = {
    file,
    line: start.line,
    endLine: end,
    // over several lines GitHub refuses columns
    ...(start.line === range.end.line && { col: start.column, endColumn: range.end.column }),
    title: where === '' ? rule : `${rule} ${where}`,
  }
  const words = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`)
  const text = [message, label ?? '', ...relatedLines(one), `help: ${help}`, `docs: sso-kit explain ${rule}`]
  return `::${commands[severity]} ${words.join(',')}::${data(text)}\n`
}

const data = (lines: readonly string[]): string =>
  lines
    .flatMap(line => line.split('\n'))
    .filter(line => line !== '')
    .map(line => visible(line).replaceAll('%', '%25'))
    .join('%0A')

const property = (text: string): string =>
  visible(text).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C')

/** The page of a step takes 1 MiB. */
const mostRows = 200
const mostCharacters = 500

/** The same as a page for `$GITHUB_STEP_SUMMARY`, in Markdown. */
export function githubSummary(files: readonly Checked[]): string {
  const sorted = byWeight(files.flatMap(({ diagnostics }) => open(diagnostics)))
  const rows = files.map(({ path, diagnostics }) => {
    const count = (severity: Severity) => open(diagnostics).filter(one => one.severity === severity).length
    const suppressed = diagnostics.length - open(diagnostics).length
    return `| ${[cell(path), count('error'), count('warning'), count('info'), suppressed].join(' | ')} |`
  })
  const findings = sorted.slice(0, mostRows).map(({ severity, rule, file, range, message, help }) => {
    const place = `${file}:${range.start.line}:${range.start.column}`
    return `| ${[severity, rule, cell(place), `${cell(message)}<br>${cell(help)}`].join(' | ')} |`
  })
  const more = sorted.length - findings.length
  return [
    '### sso-kit validate\n',
    '| file | errors | warnings | notes | suppressed |\n| --- | ---: | ---: | ---: | ---: |',
    ...rows,
    ...(findings.length > 0
      ? ['\n| | rule | place | problem |\n| --- | --- | --- | --- |', ...findings]
      : []),
    ...(more > 0 ? [`\n${more} more in the log`] : []),
    '\n',
  ].join('\n')
}

const cell = (text: string): string =>
  [...text.split('\n').map(visible).join(' ')]
    .slice(0, mostCharacters)
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
