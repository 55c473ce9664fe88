import { dirname } from 'node:path'
import type { Levels } from '../config/binding.ts'
import { compileAll } from '../config/compile.ts'
import type { Config } from '../config/config.ts'
import { type Files, findConfig } from '../config/find.ts'
import { disk } from '../config/plugins/reader.ts'
import { count } from '../config/words.ts'
import type { Diagnostic, Path } from '../diagnostics/diagnostic.ts'
import { pretty } from '../diagnostics/pretty.ts'
import { visible } from '../diagnostics/visible.ts'
import { inputOf } from './input-of.ts'
import type { Io } from './io.ts'
import { looksFor } from './looks.ts'
import { near } from './near.ts'

export interface Loaded {
  config: Config
  /** Where its relative paths begin. */
  folder: string
  /** What it was read from; several files with "+" between them. */
  file: string
  /** What a comment in it excuses. */
  suppressed: readonly Diagnostic[]
  /** What is no reference and may be a secret all the same, by a warning of its type. */
  covered: readonly Path[]
}

interface Manner {
  readonly levels?: Levels
  /** What is said of warnings where there is no error. Default: how many there are; who reads a file's every line asks `validate`. */
  readonly warnings?: 'all' | 'number' | 'none'
}

/** The compiled file for commands that need one; undefined after its problems were printed. Throws Halt without a file. */
export async function loadConfig(
  io: Io,
  wanted: string | undefined,
  manner?: Manner,
): Promise<Loaded | undefined> {
  return compileFiles(io, findConfig(io.cwd, wanted), manner)
}

/** For commands that are of use before the placeholders of a first file are replaced. */
export const beforeFilledIn: Levels = { 'value/placeholder': 'off' }

export async function compileFiles(
  io: Io,
  files: Files,
  { levels = {}, warnings = 'number' }: Manner = {},
): Promise<Loaded | undefined> {
  const [first, ...others] = files
  const read = (file: string) => ({ file: near(file, io.cwd), input: inputOf(file), folder: dirname(file) })
  const sources = [read(first), ...others.map(read)] as const
  const names = sources.map(({ file }) => file).join('+')
  const compiled = await compileAll(sources, { reader: disk, levels })
  const { config, diagnostics, suppressed, files: texts } = compiled
  const number = diagnostics.filter(({ severity }) => severity === 'warning').length
  if (config && warnings === 'number' && number > 0)
    io.stderr.write(`${count(number, 'warning')} in ${visible(names)}: sso-kit validate tells more\n`)
  if (!config || (warnings === 'all' && diagnostics.length > 0))
    io.stderr.write(pretty(texts, diagnostics, looksFor(io)))
  if (!config && io.failed) {
    const { testedFiles } = await import('./validate/by-file.ts')
    const results = [{ ...compiled, path: names, sources }]
    io.failed(
      { message: `${names} has errors`, help: 'diagnostics has them all' },
      testedFiles({ results, levels, environment: false }),
    )
  }
  return (
    config && {
      config,
      folder: dirname(first),
      file: files.join('+'),
      suppressed,
      covered: compiled.covered ?? [],
    }
  )
}
