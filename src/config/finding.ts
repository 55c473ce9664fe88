import type { Diagnostic, Edit, Path, Range, Severity } from '../diagnostics/diagnostic.ts'
import { isRepeated } from './aliases.ts'
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
  /** True where what is marked is perhaps a secret, though nothing of the file says so. */
  readonly covers?: boolean
  /** What mends it, all of it, where that is certain and no part of a secret. */
  readonly fix?: readonly Change[] | undefined
  /** What makes the fix, where it can be made: the help says so then. */
  readonly command?: string
}

/** A new text for a key or a value. Quotes around a key stay. */
export interface Change extends Spot {
  readonly text: string
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

/** What a rule returns: its name and severity are known from the table of rules, but for a finding that weighs more or less. */
export type RuleFinding = Omit<Finding, 'rule' | 'severity'> & { readonly severity?: 'error' | 'warning' }

/** A place of one file. */
export interface Written {
  readonly layer: Layer
  readonly at: Path
}

/** Which file wrote what is in force at a place, and where. */
export type Locate = (path: Path) => Written

const entryWords = 'source|app|grant|organisation|entry'

/** Gives a finding its place. */
export function place(finding: Finding, locate: Locate): Diagnostic {
  const { rule, severity, message, help, label, secret, command, fix = [] } = finding
  const own = written(finding, locate)
  const [[, index], [, number]] = [finding.at, own.at]
  // entries are counted in the file that is shown, not in what all files say together
  const counted = (words: string) =>
    typeof index === 'number' && typeof number === 'number' && index !== number
      ? words.replace(new RegExp(`\\b(${entryWords}) ${index + 1}\\b`, 'g'), `$1 ${number + 1}`)
      : words
  // offsets are of the text that the finding is in
  const placeOf = (other: Spot) => (typeof other.on === 'object' ? own : written(other, locate))
  const changes = fix.map(change => ({ change, there: placeOf(change) }))
  const edits = changes.map(({ change, there }) => editOf(change, there))
  const isSafe = edits.length > 0 && secret !== true && changes.every(isAlone)
  return {
    rule,
    severity,
    message: counted(message),
    help: isSafe && command !== undefined ? `${help}; ${command} does that` : help,
    file: own.layer.file,
    path: own.at,
    where: own.layer.positions?.where(own.at) ?? '',
    range: rangeOf(finding, own),
    ...(label !== undefined && { label }),
    related: (finding.related ?? []).map(other => {
      const there = placeOf(other)
      return { message: other.message, file: there.layer.file, range: rangeOf(other, there) }
    }),
    ...(secret === true && { secret }),
    ...(isSafe && { fix: { safety: 'safe', edits } }),
  }
}

function editOf(change: Change, there: Written): Edit {
  const { file, lines } = there.layer
  const { start, end } = rangeOf(change, there)
  const source = lines.text.slice(start.offset, end.offset)
  const quotes = change.on === 'key' && /^(["']).*\1$/s.test(source) ? 1 : 0
  return { file, range: lines.range(start.offset + quotes, end.offset - quotes), text: change.text }
}

/** What an alias repeats is right or wrong in two places: that is not for us to decide. */
const isAlone = ({ change, there }: { change: Change; there: Written }): boolean =>
  !isRepeated(there.layer, rangeOf(change, there))

const written = ({ at, layer }: Spot, locate: Locate): Written => (layer ? { layer, at } : locate(at))

function rangeOf({ on = 'value' }: Spot, { layer: { lines, positions }, at }: Written): Range {
  if (typeof on === 'object') return lines.range(on[0], on[1])
  return positions?.[on](at) ?? lines.range(0, 0)
}
