import { open, reaches } from './counting.ts'
import type { Diagnostic, Severity } from './diagnostic.ts'
import type { Checked, Failure } from './json.ts'
import { pretty, type Texts } from './pretty.ts'
import { attributes, escaped } from './xml.ts'

/** A file and what was done with it. */
export interface Tested extends Checked {
  /** The one that `compile` returns: its secrets are covered. */
  readonly text: string
  /** The rules that looked at it. */
  readonly ran: readonly string[]
}

/** Test results: a suite for each file, a case for each rule. From the level `failOn` on a finding is a failure. */
export function junit(files: readonly Tested[], failOn: Severity, failure?: Failure): string {
  const texts = new Map(files.map(file => [file.path, file]))
  const suites = [...(failure ? [failed(failure)] : []), ...files.map(file => suite(file, failOn, texts))]
  const sum = (what: keyof Counts) => suites.reduce((all, { counts }) => all + counts[what], 0)
  const counts = { tests: sum('tests'), failures: sum('failures'), errors: sum('errors') }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'sso-kit validate', ...counts })}>`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>\n',
  ].join('\n')
}

interface Counts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
}

interface Suite {
  readonly counts: Counts
  readonly xml: string
}

function suite({ path, diagnostics, ran }: Tested, failOn: Severity, texts: Texts): Suite {
  const found = open(diagnostics)
  const rules = [...new Set([...ran, ...found.map(({ rule }) => rule)])].sort()
  const cases = rules.map(rule => {
    const own = found.filter(one => one.rule === rule)
    const failing = own.filter(reaches(failOn))
    return { xml: testCase(path, rule, own, failing, texts), fails: failing.length > 0 }
  })
  return wrapped(
    path,
    { tests: cases.length, failures: cases.filter(({ fails }) => fails).length, errors: 0 },
    cases.map(({ xml }) => xml),
  )
}

function testCase(
  path: string,
  rule: string,
  found: readonly Diagnostic[],
  failing: readonly Diagnostic[],
  texts: Texts,
): string {
  const [first] = found
  const head = `    <testcase${attributes({ name: rule, classname: path, file: path, ...(first && { line: first.range.start.line }) })}`
  if (first === undefined) return `${head}/>`
  const fails = new Set(failing)
  const others = found.filter(one => !fails.has(one))
  const [worst] = failing
  return [
    `${head}>`,
    ...(worst
      ? [
          `      <failure${attributes({ type: worst.severity, message: failing.map(({ message }) => message).join('; ') })}>${escaped(pretty(texts, failing))}</failure>`,
        ]
      : []),
    ...(others.length > 0 ? [`      <system-out>${escaped(pretty(texts, others))}</system-out>`] : []),
    '    </testcase>',
  ].join('\n')
}

function failed({ message, help }: Failure): Suite {
  return wrapped('sso-kit validate', { tests: 1, failures: 0, errors: 1 }, [
    '    <testcase name="can check" classname="sso-kit validate">',
    `      <error${attributes({ type: 'failure', message })}>${escaped([message, help ?? ''].join('\n').trimEnd())}</error>`,
    '    </testcase>',
  ])
}

function wrapped(name: string, counts: Counts, cases: readonly string[]): Suite {
  return {
    counts,
    xml: [`  <testsuite${attributes({ name, ...counts })}>`, ...cases, '  </testsuite>'].join('\n'),
  }
}
