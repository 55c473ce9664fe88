import type { Diagnostic, Severity } from './diagnostic.ts'

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** Those that count: neither excused by a comment nor known from the baseline. */
export const open = (diagnostics: readonly Diagnostic[]): Diagnostic[] => diagnostics.filter(counts)

export const counts = ({ suppressed, baseline }: Diagnostic): boolean =>
  suppressed === undefined && baseline !== 'unchanged'

/** True from a level on: `reaches('warning')` of errors and warnings. */
export const reaches =
  (level: Severity) =>
  (one: Diagnostic): boolean =>
    counts(one) && ranks[one.severity] <= ranks[level]

/** The heaviest first, otherwise as they were. */
export const byWeight = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  [...diagnostics].sort((a, b) => ranks[a.severity] - ranks[b.severity])
