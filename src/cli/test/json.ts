import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { documentOf } from '../../diagnostics/document.ts'
import type { Failure as NoAnswer } from '../../diagnostics/json.ts'
import { discreetly } from '../../diagnostics/secret-form.ts'
import { countsOf, problemsOf } from './counts.ts'
import type { Suite } from './suite.ts'

/** For programs. Keys are only ever added. */
export function json(suites: readonly Suite[], failure?: NoAnswer): string {
  const all = suites.flatMap(({ file, results }) => results.map(result => ({ file, ...result })))
  return documentOf({
    ...countsOf(all),
    cases: all.map(({ file, name, line, status, failures }) => ({
      ...{ file, name, line, status },
      failures: failures.map(({ diagnostic, expected, actual }) => ({
        ...told(diagnostic),
        expected: shown(expected),
        actual: shown(actual),
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
function shown(value: unknown): unknown {
  if (typeof value === 'string') return discreetly(value)
  return Array.isArray(value) ? value.map(shown) : (value ?? null)
}
