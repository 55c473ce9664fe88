import type { Diagnostic, Path, Range, Severity } from '../diagnostics/diagnostic.ts'
import type { Lines } from '../diagnostics/lines.ts'
import type { Positions } from './positions.ts'

/** A problem before it has a place in the text: what the layers hand on. */
export interface Finding extends Spot {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly help: string
  readonly label?: string | undefined
  readonly related?: readonly (Spot & { readonly message: string })[]
  readonly secret?: boolean
}

export interface Spot {
  readonly at: Path
  /**
   * What is marked: the key, the value (the default), the first key of the map, or offsets in the text where
   * there is no node to point at.
   */
  readonly on?: 'key' | 'value' | 'first' | readonly [start: number, end: number]
}

/** What a rule returns: its name and severity are known from the table of rules. */
export type RuleFinding = Omit<Finding, 'rule' | 'severity'>

/** Gives a finding its place. */
export function place(finding: Finding, file: string, lines: Lines, positions?: Positions): Diagnostic {
  const { rule, severity, message, help, label, secret } = finding
  const range = (spot: Spot): Range => {
    const { at, on = 'value' } = spot
    if (typeof on === 'object') return lines.range(on[0], on[1])
    return positions?.[on](at) ?? lines.range(0, 0)
  }
  return {
    rule,
    severity,
    message,
    help,
    file,
    path: finding.at,
    where: positions?.where(finding.at) ?? '',
    range: range(finding),
    ...(label !== undefined && { label }),
    related: (finding.related ?? []).map(other => ({ message: other.message, range: range(other) })),
    ...(secret === true && { secret }),
  }
}
