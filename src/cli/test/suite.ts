import { dirname, resolve } from 'node:path'
import { type Compiled, compileAll } from '../../config/compile.ts'
import { apart, existing, type Files, namesIn } from '../../config/find.ts'
import { isError } from '../../config/ordered.ts'
import { disk } from '../../config/plugins/reader.ts'
import { homeOf, isWithin } from '../../config/within.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { pretty, type Texts } from '../../diagnostics/pretty.ts'
import { Halt } from '../../errors.ts'
import { type ReadFile, readScenarios } from '../../scenarios/read.ts'
import { mistakesOf, type Result, runScenarios, skipped } from '../../scenarios/run.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Io } from '../io.ts'
import { beforeFilledIn } from '../load.ts'
import { looksFor } from '../looks.ts'
import { readOne } from '../validate/inputs.ts'

/** A file of scenarios and what came of it. */
export interface Suite {
  readonly file: string
  readonly results: readonly Result[]
  /** Mistakes of the file itself, or of the configuration that it names: nothing was run. */
  readonly problems: readonly Diagnostic[]
  readonly texts: Texts
}

export interface Run {
  readonly io: Io
  /** Instead of the configuration that each file names. */
  readonly config: Files | undefined
  readonly isWanted: (name: string) => boolean
  /** Opened when the first scenario is played. */
  readonly storage: () => Promise<Storage>
  /** Configurations that are compiled already, by their files. */
  readonly compiled: Map<string, Promise<Compiled>>
}

/** Reads a file of scenarios and plays it, where there is no mistake in it or in its configuration. */
export async function suiteOf(file: string, run: Run): Promise<Suite> {
  const source = readOne(file, run.io)
  const read = readScenarios(source)
  const own: Texts = new Map([[read.file, read]])
  const stopped = (problems: readonly Diagnostic[], texts: Texts = own): Suite => ({
    ...{ file: read.file, results: skipped(read), problems, texts },
  })
  if (read.content === undefined) return stopped(read.diagnostics)
  // what is left are warnings, and no reason to stop
  if (read.diagnostics.length > 0) run.io.stderr.write(pretty(own, read.diagnostics, looksFor(run.io)))
  const files = run.config ?? filesNamed(read.content.config, dirname(source.onDisk), read)
  if ('message' in files) return stopped([files])
  const { config, diagnostics, files: texts } = await compiledOf(files, run)
  if (config === undefined) return stopped(diagnostics.filter(isError), texts)
  const mistakes = mistakesOf(read, config)
  if (mistakes.length > 0) return stopped(mistakes)
  const results = await runScenarios(read, config, await run.storage(), run.isWanted)
  return { file: read.file, results, problems: [], texts: own }
}

function filesNamed(words: string, folder: string, { at }: ReadFile): Files | Diagnostic {
  try {
    const [first, ...others] = namesIn(words, folder)
    const files: Files = [resolve(folder, first), ...others.map(name => resolve(folder, name))]
    for (const file of files) mustBeNear(existing(file), folder)
    return apart(files)
  } catch (thrown) {
    if (!(thrown instanceof Halt)) throw thrown
    const { message, help = '' } = thrown
    return at({ rule: 'ref/unknown', severity: 'error', at: ['config'], message, help })
  }
}

/** Lines of it may be shown: a stranger's scenario must not name a file beside their repository. */
function mustBeNear(file: string, folder: string): void {
  const { home, isRepository } = homeOf(folder)
  if (isRepository && !isWithin(file, home))
    throw new Halt(`${file} is outside of this repository`, 'name a file of it, or give another one by -c')
}

function compiledOf(files: Files, { io, compiled }: Run): Promise<Compiled> {
  const key = files.join('+')
  const known = compiled.get(key)
  if (known) return known
  const [first, ...others] = files
  const sources = [readOne(first, io), ...others.map(name => readOne(name, io))] as const
  const fresh = compileAll(sources, { reader: disk, levels: beforeFilledIn })
  compiled.set(key, fresh)
  return fresh
}
