import { resolve } from 'node:path'
import { textOf } from '../../config/read-file.ts'
import { isRecord } from '../../config/typed-lists.ts'
import { count } from '../../config/words.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { fingerprints } from '../../diagnostics/fingerprint.ts'
import { visible } from '../../diagnostics/visible.ts'
import { Halt } from '../../errors.ts'
import type { Io } from '../io.ts'
import { hasRun, testedFiles } from './by-file.ts'
import type { Result, Run } from './formats.ts'

/** A problem of an earlier run that counted then. */
interface Known {
  readonly fingerprint: string
  readonly rule: string
  readonly file: string
  readonly path: string
}

export interface Baseline {
  /** As it was named. */
  readonly file: string
  readonly entries: readonly Known[]
}

/** What `--format json` has written. Throws {@link Halt}. */
export async function readBaseline(file: string, { cwd }: Io): Promise<Baseline> {
  const report = parsed(read(resolve(cwd, file), file))
  if (!isRecord(report) || !Array.isArray(report.diagnostics))
    throw new Halt(`the baseline ${file} is no report of this program`, help)
  if (!/^1\./.test(String(report.formatVersion)))
    throw new Halt(`the baseline ${file} has a format that this version does not know`, help)
  // what a comment excused then is for that comment to excuse
  const entries = report.diagnostics.filter(isRecord).filter(({ suppressed }) => !isRecord(suppressed))
  return { file, entries: entries.map(known) }
}

function read(path: string, file: string): string {
  try {
    return textOf(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Halt(`the baseline ${file} cannot be read (${code})`, help, error)
  }
}

const help = 'sso-kit validate --exit-zero --format json=FILE writes one'

const known = ({ fingerprint, rule, file, path }: Readonly<Record<string, unknown>>): Known => ({
  fingerprint: String(fingerprint),
  rule: String(rule),
  file: String(file),
  path: String(path),
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * No name of a finding tells one secret from another without something that it could be guessed by: a new one in the place
 * of an old one would be known. So none is.
 */
const mayBeKnown = ({ secret }: Diagnostic): boolean => secret !== true

/** The run with each problem marked as new or as known, and what is in the baseline and found no more. */
export function against(run: Run, { entries }: Baseline): { results: Result[]; gone: Known[] } {
  const wanted = new Set(entries.map(({ fingerprint }) => fingerprint))
  const fingerprint = fingerprints(run.nameInRepository)
  const files = testedFiles(run)
  // named in the order of the report that it is compared with
  const names = new Map(
    files
      .flatMap(({ diagnostics }) => diagnostics)
      .map(one => [JSON.stringify(one), fingerprint(one)] as const),
  )
  const isKnown = (one: Diagnostic) => mayBeKnown(one) && wanted.has(names.get(JSON.stringify(one)) ?? '')
  const marked = (one: Diagnostic): Diagnostic => ({ ...one, baseline: isKnown(one) ? 'unchanged' : 'new' })
  const found = new Set(names.values())
  const hasLooked = ({ file, rule }: Known) => {
    const uses = run.results.filter(result => result.files.has(file))
    return uses.length > 0 && hasRun(run, uses)(rule)
  }
  return {
    results: run.results.map(result => ({
      ...result,
      diagnostics: result.diagnostics.map(marked),
      suppressed: result.suppressed.map(marked),
    })),
    gone: entries.filter(entry => !found.has(entry.fingerprint) && hasLooked(entry)),
  }
}

const mostShown = 20

/** For standard error: the baseline can be written anew. */
export function goneInWords({ file }: Baseline, gone: readonly Known[]): string {
  if (gone.length === 0) return ''
  const rows = gone.slice(0, mostShown).map(one => `  ${one.rule} ${one.file} ${one.path}`.trimEnd())
  const more = gone.length > mostShown ? [`  and ${gone.length - mostShown} more`] : []
  const head = `${count(gone.length, 'problem')} in ${file} ${gone.length === 1 ? 'is' : 'are'} there no more:`
  return [head, ...rows, ...more].map(line => `${visible(line)}\n`).join('')
}
