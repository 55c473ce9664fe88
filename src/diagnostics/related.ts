import type { Diagnostic, Range } from './diagnostic.ts'

/** Where a format has no place for other places: `line 4: accounts are made at the first sign-in`. */
export const relatedLines = ({ file, related }: Pick<Diagnostic, 'file' | 'related'>): string[] =>
  related.map(other => `${lineOf(other, file)}: ${other.message}`)

/** `line 4`, or `line 4 of base.yaml` where one reads another file. */
export const lineOf = ({ file, range }: { file: string; range: Range }, reading: string): string =>
  `line ${range.start.line}${file === reading ? '' : ` of ${file}`}`

/** The last line that something is in: a text of several lines ends where the next line begins. */
export const lastLineOf = ({ start, end }: Range): number =>
  end.column === 1 && end.line > start.line ? end.line - 1 : end.line
