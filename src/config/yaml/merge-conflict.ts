import type { Finding } from '../finding.ts'

/** `<<<<<<< HEAD`: no value of a map begins in the first column. */
export function mergeConflict(text: string): Finding | undefined {
  const found = text.includes('<<<<<<<') ? /^<{7}[ \r\n]/m.exec(text) : null
  if (found === null || !/^={7}\r?$/m.test(text.slice(found.index))) return undefined
  return {
    rule: 'yaml/syntax',
    severity: 'error',
    at: [],
    on: [found.index, found.index + 7],
    message: 'a merge conflict of git begins here',
    help: 'resolve it: keep what is right, and remove the lines "<<<<<<<", "=======" and ">>>>>>>"',
  }
}
