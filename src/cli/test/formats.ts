import { discreet } from '../../config/discreet.ts'
import { count } from '../../config/words.ts'
import { painter } from '../../diagnostics/colour.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { documentOf } from '../../diagnostics/document.ts'
import type { Failure as NoAnswer } from '../../diagnostics/json.ts'
import { pretty, type Texts } from '../../diagnostics/pretty.ts'
import { discreetly } from '../../diagnostics/secret-form.ts'
import { visible } from '../../diagnostics/visible.ts'
import { attributes, escaped } from '../../diagnostics/xml.ts'
import type { Failure, Result } from '../../scenarios/run.ts'
import { distinct } from '../validate/by-file.ts'
import type { Suite } from './suite.ts'

/** How a format shows a run; of those for programs also what is said where there is no answer. */
interface Shows {
  readonly run: (suites: readonly Suite[], colour: boolean) => string
  readonly failure?: (failure: NoAnswer) => string
}

export const formats = {
  pretty: { run: asText },
  json: { run: suites => asJson(suites), failure: failure => asJson([], failure) },
  junit: { run: suites => asJunit(suites), failure: failure => asJunit([], failure) },
} as const satisfies Record<string, Shows>

export type Format = keyof typeof formats
export const showing = (format: Format): Shows => formats[format]

const results = (suites: readonly Suite[]): Result[] => suites.flatMap(({ results }) => [...results])

const countsOf = (all: readonly Result[]) => {
  const number = (wanted: Result['status']) => all.filter(({ status }) => status === wanted).length
  return { passed: number('passed'), failed: number('failed'), skipped: number('skipped') }
}

/** Of several files one configuration may be wrong. */
const problemsOf = (suites: readonly Suite[]): Diagnostic[] =>
  distinct(suites.flatMap(({ problems }) => [...problems]))

const signs = { passed: '✔', failed: '✖', skipped: '○' } as const
const styles = { passed: 'green', failed: 'red', skipped: 'dim' } as const

function asText(suites: readonly Suite[], colour: boolean): string {
  const paint = painter(colour)
  const told = new Set<string>()
  const texts = suites.map(({ file, results, problems, texts }) => {
    const fresh = problems.filter(one => !told.has(JSON.stringify(one)))
    for (const one of fresh) told.add(JSON.stringify(one))
    const rows = results.map(({ name, status, failures }) => {
      const row = `  ${paint(styles[status], signs[status])} ${visible(name)}\n`
      return failures.length === 0 ? row : `${row}\n${framesOf(failures, texts, colour)}\n`
    })
    const frames = fresh.length === 0 ? '' : `\n${pretty(texts, fresh, { colour })}\n`
    return `${visible(file)}\n${frames}${rows.join('')}`
  })
  const [all, problems] = [results(suites), problemsOf(suites)]
  const { passed, failed, skipped } = countsOf(all)
  const parts = [
    ...(problems.length > 0 ? [count(problems.length, 'mistake')] : []),
    `${passed} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ]
  const sign = hasFailed(suites) ? paint('red', '✖') : paint('green', '✔')
  const text = `${texts.join('\n')}\n${sign} ${count(all.length, 'scenario')}: ${parts.join(', ')}\n`
  // one blank line between frames and whatever is around them
  return text.replace(/\n{3,}/g, '\n\n')
}

export const hasFailed = (suites: readonly Suite[]): boolean =>
  suites.some(
    ({ problems, results }) => problems.length > 0 || results.some(({ status }) => status === 'failed'),
  )

const framesOf = (failures: readonly Failure[], texts: Texts, colour = false): string =>
  pretty(texts, diagnosticsOf(failures), { colour })

const diagnosticsOf = (failures: readonly Failure[]): Diagnostic[] =>
  discreet(failures.map(({ diagnostic }) => diagnostic))

function asJson(suites: readonly Suite[], failure?: NoAnswer): string {
  const all = suites.flatMap(({ file, results }) => results.map(result => ({ file, ...result })))
  return documentOf({
    ...countsOf(all),
    cases: all.map(({ file, name, line, status, failures }) => ({
      ...{ file, name, line, status },
      failures: diagnosticsOf(failures).map((one, index) => ({
        ...told(one),
        expected: shownValue(failures[index]?.expected),
        actual: shownValue(failures[index]?.actual),
      })),
    })),
    problems: problemsOf(suites).map(one => ({ rule: one.rule, file: one.file, ...told(one) })),
    ...(failure && { failure: { message: failure.message, help: failure.help ?? null } }),
  })
}

const told = ({ message, label, help, where, range: { start } }: Diagnostic) => ({
  ...{ message, label: label ?? null, help, where, line: start.line, column: start.column },
})

/** Null where there is nothing; what has the form of a secret is not shown, here as in every frame. */
function shownValue(value: unknown): unknown {
  if (typeof value === 'string') return discreetly(value)
  return Array.isArray(value) ? value.map(shownValue) : (value ?? null)
}

function asJunit(suites: readonly Suite[], failure?: NoAnswer): string {
  const all = results(suites)
  const { failed, skipped } = countsOf(all)
  const broken = suites.filter(({ problems }) => problems.length > 0)
  const errors = broken.length + (failure ? 1 : 0)
  const counts = { tests: all.length + errors, failures: failed, errors, skipped }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'sso-kit test', ...counts })}>`,
    ...suites.map(suiteAsXml),
    ...(failure ? [noAnswer(failure)] : []),
    '</testsuites>\n',
  ].join('\n')
}

function suiteAsXml({ file, results, problems, texts }: Suite): string {
  const { failed, skipped } = countsOf(results)
  const errors = problems.length > 0 ? 1 : 0
  const counts = { tests: results.length + errors, failures: failed, errors, skipped }
  return [
    `  <testsuite${attributes({ name: file, ...counts })}>`,
    ...(errors > 0 ? [cannotRun(file, problems, texts)] : []),
    ...results.map(result => caseAsXml(file, result, texts)),
    '  </testsuite>',
  ].join('\n')
}

function caseAsXml(file: string, { name, line, status, failures }: Result, texts: Texts): string {
  const head = `    <testcase${attributes({ name, classname: file, file, line })}`
  if (status === 'passed') return `${head}/>`
  if (status === 'skipped') return `${head}><skipped/></testcase>`
  const message = diagnosticsOf(failures)
    .map(({ message }) => message)
    .join('; ')
  const frames = escaped(framesOf(failures, texts))
  return `${head}>\n      <failure${attributes({ type: 'unmet', message })}>${frames}</failure>\n    </testcase>`
}

const cannotRun = (file: string, problems: readonly Diagnostic[], texts: Texts): string =>
  errorCase(file, problems.map(({ message }) => message).join('; '), pretty(texts, problems))

const noAnswer = ({ message, help = '' }: NoAnswer): string =>
  [
    `  <testsuite${attributes({ name: 'sso-kit test', tests: 1, failures: 0, errors: 1, skipped: 0 })}>`,
    errorCase('sso-kit test', message, `${message}\n${help}`.trimEnd()),
    '  </testsuite>',
  ].join('\n')

const errorCase = (classname: string, message: string, text: string): string =>
  `    <testcase${attributes({ name: 'can run', classname })}>\n      <error${attributes({ type: 'mistake', message })}>${escaped(text)}</error>\n    </testcase>`
