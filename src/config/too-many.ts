import type { Finding } from './finding.ts'

/** One configuration is told of no more problems: so many have one cause, and to describe them all takes long. */
export const problemLimit = 1000

export const tooManyProblems = {
  rule: 'yaml/too-large',
  message: `more than ${problemLimit} problems: the others are not told`,
  help: 'correct these first: so many often have one cause',
} as const

export const areTooMany = (findings: readonly Finding[]): boolean => findings.length > problemLimit

/** The first of them, behind a word that there are more. */
export const cutShort = <F extends Finding>(findings: readonly F[]) => [
  { ...tooManyProblems, severity: 'error' as const, at: [], on: [0, 0] as const, failed: [] },
  ...findings.slice(0, problemLimit),
]
