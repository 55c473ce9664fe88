import type { Diagnostic, Severity } from './diagnostic.ts'

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** Those that count. */
export const open = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.filter(({ suppressed }) => !suppressed)

/** True from a level on: `reaches('warning')` of errors and warnings. */
export const reaches =
  (level: Severity) =>
  ({ severity, suppressed }: Diagnostic): boolean =>
    !suppressed && ranks[severity] <= ranks[level]

/** The heaviest first, otherwise as they were. */
export const byWeight = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  [...diagnostics].sort((a, b) => ranks[a.severity] - ranks[b.severity])
