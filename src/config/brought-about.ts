import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Compiled } from './compile.ts'

/** Of more than these it is not asked: every file is read once more for the answer. */
const most = 50
const longest = 65_536

interface Question {
  /** The names of the files, each laid over those before it, and how long all of them are. */
  readonly files: readonly string[]
  readonly length: number
  /** The first so many of them. */
  readonly compiled: (files: number) => Promise<Pick<Compiled, 'complete' | 'diagnostics' | 'suppressed'>>
}

/**
 * Problems of a file that has none of them without those that are laid over it: the help names these. Whoever changed one
 * of them finds the problem in a file that nobody has touched.
 */
export async function withCauses(
  found: readonly Diagnostic[],
  { files, length, compiled }: Question,
): Promise<Diagnostic[]> {
  const isEarlier = ({ file, related }: Diagnostic) =>
    file !== files.at(-1) && related.every(other => other.file === file)
  if (found.length > most || length > longest || !found.some(isEarlier)) return [...found]
  const before = new Map<string, Set<string> | undefined>()
  for (const [index, file] of files.slice(0, -1).entries()) {
    const { complete, diagnostics, suppressed } = await compiled(index + 1)
    before.set(file, complete ? new Set([...diagnostics, ...suppressed].map(keyOf)) : undefined)
  }
  return found.map(diagnostic => {
    const known = before.get(diagnostic.file)
    if (!isEarlier(diagnostic) || known === undefined || known.has(keyOf(diagnostic))) return diagnostic
    const over = files.slice(files.indexOf(diagnostic.file) + 1).join(' or ')
    return { ...diagnostic, help: `${diagnostic.help}\n${over}, laid over this file, brings it about` }
  })
}

const keyOf = ({ rule, range }: Diagnostic): string => `${rule} ${range.start.offset}`
