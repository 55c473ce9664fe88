import { createHash } from 'node:crypto'
import type { Diagnostic } from './diagnostic.ts'

/** `grant 2`: where the entry has an id, its place has it too. */
const ordinal = /\b(source|app|grant|organisation|entry) \d+\b/g

/** `admins[2]`: of entries without an id the next one has that place when one is inserted above. */
const index = /\[\d+\]/g

/**
 * Names for the findings of one run, asked for in their order. The same finding keeps its name when lines are added
 * above it or the entries of a list with ids change their places. Another message is another finding: what was known
 * as a small mistake is not known when it gets worse. `nameOf` says what a file is called wherever the command runs. Two
 * that say the same at one place, or of two entries without an id, are told apart by their order.
 */
export function fingerprints(nameOf = (file: string) => file): (diagnostic: Diagnostic) => string {
  const seen = new Map<string, number>()
  return ({ rule, file, where, message }) => {
    const what = `${rule} ${nameOf(file)} ${where.replace(index, '[]')} ${message.replace(ordinal, '$1')}`
    const before = seen.get(what) ?? 0
    seen.set(what, before + 1)
    return createHash('sha256')
      .update(before === 0 ? what : `${what} ${before}`)
      .digest('hex')
      .slice(0, 12)
  }
}
