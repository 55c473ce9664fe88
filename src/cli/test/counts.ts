import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Failure, Result } from '../../scenarios/run.ts'
import { distinct } from '../validate/by-file.ts'
import type { Suite } from './suite.ts'

export const countsOf = (results: readonly Result[]) => {
  const number = (wanted: Result['status']) => results.filter(({ status }) => status === wanted).length
  return { passed: number('passed'), failed: number('failed'), skipped: number('skipped') }
}

export const hasFailed = (suites: readonly Suite[]): boolean =>
  suites.some(
    ({ problems, results }) => problems.length > 0 || results.some(({ status }) => status === 'failed'),
  )

/** Each once: several files may name one configuration. */
export const problemsOf = (suites: readonly Suite[]): Diagnostic[] =>
  distinct(suites.flatMap(({ problems }) => [...problems]))

export const diagnosticsOf = (failures: readonly Failure[]): Diagnostic[] =>
  failures.map(({ diagnostic }) => diagnostic)
