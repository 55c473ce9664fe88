import type { Related } from './diagnostic.ts'

/** Where a format has no place for other places: `line 4: accounts are made at the first sign-in`. */
export const relatedLines = (related: readonly Related[]): string[] =>
  related.map(({ message, range }) => `line ${range.start.line}: ${message}`)
