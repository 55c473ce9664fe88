import type { Diagnostic, Path, Range, Severity } from '../diagnostics/diagnostic.ts'
import type { Layer } from './document.ts'

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
  /** The file that `at` is a place of. Absent: the one that wrote what is in force there. */
  readonly layer?: Layer
}

/** What a rule returns: its name and severity are known from the table of rules. */
export type RuleFinding = Omit<Finding, 'rule' | 'severity'>

/** A place of one file. */
export interface Written {
  readonly layer: Layer
  readonly at: Path
}

/** Which file wrote what is in force at a place, and where. */
export type Locate = (path: Path) => Written

/** Gives a finding its place. */
export function place(finding: Finding, locate: Locate): Diagnostic {
  const { rule, severity, message, help, label, secret } = finding
  const own = written(finding, locate)
  return {
    rule,
    severity,
    message,
    help,
    file: own.layer.file,
    path: own.at,
    where: own.layer.positions?.where(own.at) ?? '',
    range: rangeOf(finding, own),
    ...(label !== undefined && { label }),
    related: (finding.related ?? []).map(other => {
      // offsets are of the text that the finding is in
      const there = typeof other.on === 'object' ? own : written(other, locate)
      return { message: other.message, file: there.layer.file, range: rangeOf(other, there) }
    }),
    ...(secret === true && { secret }),
  }
}

const written = ({ at, layer }: Spot, locate: Locate): Written => (layer ? { layer, at } : locate(at))

function rangeOf({ on = 'value' }: Spot, { layer: { lines, positions }, at }: Written): Range {
  if (typeof on === 'object') return lines.range(on[0], on[1])
  return positions?.[on](at) ?? lines.range(0, 0)
}
