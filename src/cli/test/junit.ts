import type { Failure as NoAnswer } from '../../diagnostics/json.ts'
import { pretty, type Texts } from '../../diagnostics/pretty.ts'
import { attributes, escaped } from '../../diagnostics/xml.ts'
import type { Result } from '../../scenarios/run.ts'
import { countsOf, diagnosticsOf } from './counts.ts'
import type { Suite } from './suite.ts'

/** Test results: a suite for each file, a case for each scenario; what cannot be played is an error. */
export function junit(suites: readonly Suite[], failure?: NoAnswer): string {
  const { failed, skipped } = countsOf(suites.flatMap(({ results }) => results))
  const all = suites.flatMap(({ results }) => results).length
  const errors = suites.filter(isBroken).length + (failure ? 1 : 0)
  const counts = { tests: all + errors, failures: failed, errors, skipped }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'sso-kit test', ...counts })}>`,
    ...suites.map(suite),
    ...(failure ? [noAnswer(failure)] : []),
    '</testsuites>\n',
  ].join('\n')
}

const isBroken = ({ problems }: Suite): boolean => problems.length > 0

function suite(one: Suite): string {
  const { file, results, problems, texts } = one
  const { failed, skipped } = countsOf(results)
  const errors = isBroken(one) ? 1 : 0
  const counts = { tests: results.length + errors, failures: failed, errors, skipped }
  const message = problems.map(({ message }) => message).join('; ')
  return [
    `  <testsuite${attributes({ name: file, ...counts })}>`,
    ...(errors > 0 ? [error(file, message, pretty(texts, problems))] : []),
    ...results.map(result => testCase(file, result, texts)),
    '  </testsuite>',
  ].join('\n')
}

function testCase(file: string, { name, line, status, failures }: Result, texts: Texts): string {
  const head = `    <testcase${attributes({ name, classname: file, file, line })}`
  if (status === 'passed') return `${head}/>`
  if (status === 'skipped') return `${head}><skipped/></testcase>`
  const unmet = diagnosticsOf(failures)
  const message = unmet.map(({ message }) => message).join('; ')
  const frames = escaped(pretty(texts, unmet))
  return `${head}>\n      <failure${attributes({ type: 'unmet', message })}>${frames}</failure>\n    </testcase>`
}

const noAnswer = ({ message, help = '' }: NoAnswer): string =>
  [
    `  <testsuite${attributes({ name: 'sso-kit test', tests: 1, failures: 0, errors: 1, skipped: 0 })}>`,
    error('sso-kit test', message, `${message}\n${help}`.trimEnd()),
    '  </testsuite>',
  ].join('\n')

const error = (classname: string, message: string, frames: string): string =>
  `    <testcase${attributes({ name: 'can run', classname })}>\n      <error${attributes({ type: 'mistake', message })}>${escaped(frames)}</error>\n    </testcase>`
