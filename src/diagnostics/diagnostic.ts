/** A problem of the file: a value with a place, never an exception. */
export interface Diagnostic {
  /** `schema/unknown-key`; its page is `docs/rules/schema/unknown-key.md`. Empty: of no rule, as an expectation of a scenario. */
  rule: string
  severity: Severity
  /** Lower case, values in double quotes, no full stop. Never a secret. */
  message: string
  /** What to write instead: an instruction. */
  help: string
  file: string
  /** Segments below the root of the file: `['sources', 1, 'clientId']`. */
  path: Path
  /** The same place as a person reads it, with ids instead of numbers: `sources[dingtalk].clientId`. */
  where: string
  range: Range
  /** The words beside the caret. */
  label?: string
  related: Related[]
  /** True where the marked text may be a secret: frames then show ‹redacted›. */
  secret?: boolean
  /** What `--fix` writes. Only there where it is certain, and never with a part of a secret in it. */
  fix?: Fix
  /** Set where a comment of the file says that this may be so: then it counts for nothing. */
  suppressed?: Suppressed
  /** Set where the run was given a baseline. `unchanged` is in it, and counts for nothing. */
  baseline?: 'new' | 'unchanged'
}

/** Safe: the file then says what it was certainly meant to say. */
export interface Fix {
  safety: 'safe'
  edits: Edit[]
}

/** What is at a place is replaced; an empty range is a place to insert. */
export interface Edit {
  file: string
  range: Range
  text: string
}

/** What the comment says. */
export interface Suppressed {
  reason: string
  /** The last day, as `2027-01-31`; null where it says none. */
  until: string | null
}

export type Severity = 'error' | 'warning' | 'info'
export type Path = readonly (string | number)[]

/** Another place that explains the problem, perhaps in another file of the same configuration. */
export interface Related {
  message: string
  file: string
  range: Range
}

export interface Range {
  start: Position
  /** Just behind the last character. */
  end: Position
}

export interface Position {
  /** From 1. */
  line: number
  /** From 1, in Unicode code points. */
  column: number
  /** From 0, in UTF-16 units: what JavaScript editors need. */
  offset: number
}
