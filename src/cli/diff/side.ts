import type { Levels } from '../../config/binding.ts'
import { type CompiledFile, compile, compileAll } from '../../config/compile.ts'
import type { Config } from '../../config/config.ts'
import type { Side } from '../../config/diff/difference.ts'
import { isError } from '../../config/ordered.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { hasCallback } from '../urls/steps.ts'
import type { Operand } from './operands.ts'

/** A side that was compiled. */
export interface Read {
  /** The errors that keep the file from being run. */
  readonly errors: readonly Diagnostic[]
  readonly files: ReadonlyMap<string, CompiledFile>
  /** Absent where what the file says cannot be told: a mistake is in the way of reading it, or there is no file. */
  readonly side?: Side
}

/**
 * What a side says, also where it may not be run: an error that is a judgement of what the file says, and no mistake in how it
 * says it, keeps nobody from comparing. `now` is for exceptions with a last day.
 */
export async function readSide({ sources, reader }: Operand, now: number | undefined): Promise<Read> {
  const [first, ...others] = sources
  if (first === undefined) return { errors: [], files: new Map() }
  const all = [first, ...others] as const
  const strict = await compileAll(all, { now, reader })
  const errors = strict.diagnostics.filter(isError)
  const levels: Levels = Object.fromEntries(errors.map(({ rule }) => [rule, 'warning']))
  const { config, suppressed, origin } =
    strict.config === undefined ? await compileAll(all, { reader, levels }) : strict
  const found = { errors, files: strict.files }
  return config === undefined ? found : { ...found, side: await sideOf(config, suppressed, origin) }
}

/** A file that says nothing but where it is: what a new one is compared with, and what is left of one that is gone. */
export async function emptySide({ publicUrl }: Config): Promise<Side> {
  const sources = [{ id: 'nobody', type: 'local', name: 'Nobody' }]
  const { config } = await compile(JSON.stringify({ version: 1, publicUrl, sources }), { file: 'nothing' })
  if (config === undefined) throw new Error('a file that says nothing is not valid')
  return { config: { ...config, sources: [] }, returning: new Set(), suppressed: [] }
}

async function sideOf(
  config: Config,
  suppressed: readonly Diagnostic[],
  origin: Side['origin'],
): Promise<Side> {
  // of a plugin that the file names nothing is known here, nor of what a refused file says: those are taken to have one
  const returns = await Promise.all(
    config.sources.map(source => hasCallback(source, config, new Map()).catch(() => true)),
  )
  const returning = new Set(config.sources.filter((_, index) => returns[index]).map(({ id }) => id))
  return { config, returning, suppressed, origin }
}
