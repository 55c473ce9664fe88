import { appendFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isAstray } from '../config/within.ts'
import type { Failure } from '../diagnostics/json.ts'
import { Halt } from '../errors.ts'
import { either } from './answer.ts'
import type { ExitCode, Io } from './io.ts'
import { type Looks, looksFor, plain } from './looks.ts'
import { isSourceFile, isSourceName, refuseSource, sourceFile } from './report-file.ts'
import { type Command, failureOf } from './run.ts'

/** How a format shows an answer, and what it says where there is none. */
export interface Shows<Answer> {
  readonly run: (answer: Answer, looks: Looks) => string
  /** Absent: that is for standard error alone. */
  readonly failure?: (failure: Failure) => string
  /** The document cannot say what failed: standard error does as well. */
  readonly mute?: true
  /** Lines that others may follow, and no document. */
  readonly isLines?: true
  /** A page for the step of a pipeline. */
  readonly page?: (answer: Answer) => string
}

/** By name; the first is meant where none is given. */
export type Formats<Answer> = Readonly<Record<string, Shows<Answer>>>

/** The flags of a command that shows its answer in several formats at once. */
export const outputFlags = {
  format: { type: 'string', multiple: true, default: [] as string[] },
  color: { type: 'string', default: 'auto' },
  'no-color': { type: 'boolean', default: false },
} as const

interface Flags {
  readonly format: readonly string[]
  readonly color: string
  readonly 'no-color': boolean
}

interface Output<Answer> {
  readonly shows: Shows<Answer>
  /** Absent: standard output. */
  readonly file: string | undefined
}

export interface Outputs<Answer> {
  readonly each: readonly Output<Answer>[]
  readonly looks: Looks
}

/** `--format F` and `--format F=FILE`, and the flags of colour. Throws {@link Halt}. */
export function outputsIn<Answer>(flags: Flags, formats: Formats<Answer>, io: Io): Outputs<Answer> {
  const words = flags.format.length > 0 ? flags.format : Object.keys(formats).slice(0, 1)
  const each = words.map(word => outputOf(word, formats))
  if (each.filter(({ file }) => file === undefined).length > 1)
    throw new Halt('two formats for standard output', 'give all but one a file: --format json=report.json')
  const files = each.flatMap(({ file }) => file ?? [])
  if (new Set(files).size < files.length)
    throw new Halt('two formats for one file', 'give each a file of its own')
  return { each, looks: looksFor(io, io.stdout, flags['no-color'] ? 'never' : flags.color) }
}

function outputOf<Answer>(word: string, formats: Formats<Answer>): Output<Answer> {
  const [name = '', file] = word.split(/=(.*)/s)
  const shows = Object.hasOwn(formats, name) ? formats[name] : undefined
  if (!shows) throw new Halt(`there is no format "${name}"`, `choose ${either(Object.keys(formats))}`)
  if (file === '') throw new Halt(`--format ${word} names no file`, `write --format ${name}=FILE`)
  if (file === '-' || file === '/dev/stdout')
    throw new Halt(`--format ${word} names no file`, `write --format ${name} for standard output`)
  if (file !== undefined && isSourceName(file)) throw sourceFile(file)
  return { shows, file }
}

/**
 * Files first: what cannot be written is told where a document is read on standard output, and beside what people read
 * there.
 */
export async function write<Answer>({ each, looks }: Outputs<Answer>, answer: Answer, io: Io): Promise<void> {
  const failures: unknown[] = []
  for (const { shows, file } of each)
    if (file !== undefined)
      await writeReport(resolve(io.cwd, file), shows.run(answer, plain)).catch(error => failures.push(error))
  const forPeople = each.filter(({ shows, file }) => file === undefined && (shows.isLines || !shows.failure))
  if (failures.length > 0) {
    for (const { shows } of forPeople) io.stdout.write(shows.run(answer, looks))
    throw failures[0]
  }
  for (const page of new Set(each.flatMap(({ shows }) => shows.page?.(answer) ?? [])))
    await addToSummary(page, io)
  for (const { shows, file } of each) if (file === undefined) io.stdout.write(shows.run(answer, looks))
}

async function writeReport(file: string, text: string): Promise<void> {
  refuseSource(file)
  try {
    await writeFile(file, text)
  } catch (error) {
    const { code = 'unknown reason' } = error as { code?: string }
    throw new Halt(`cannot write ${file} (${code})`, 'check the folder and its permissions', error)
  }
}

async function addToSummary(text: string, { env: { GITHUB_STEP_SUMMARY: file } }: Io): Promise<void> {
  // a page that is a courtesy is no reason to fail
  if (file !== undefined && file !== '') await appendFile(file, text).catch(() => undefined)
}

/**
 * A command that says in the formats that were asked for why it has no answer. Whoever reads a document gets a document,
 * also where the command line is wrong, as soon as it says which. What no document tells is thrown again.
 */
export const answeringIn =
  <Answer>(formats: Formats<Answer>, command: Command): Command =>
  async (args, io) => {
    try {
      return await command(args, io)
    } catch (error) {
      return fail(error, namedIn(args, formats), io)
    }
  }

async function fail(error: unknown, outputs: readonly Output<never>[], io: Io): Promise<ExitCode> {
  const failure = failureOf(error)
  for (const { shows, file } of outputs) {
    const text = shows.failure?.(failure)
    if (file === undefined || text === undefined) continue
    const path = resolve(io.cwd, file)
    if (!isAstray(path) && !isSourceFile(path)) await writeFile(path, text).catch(() => undefined)
  }
  const [output, ...others] = outputs.filter(({ file }) => file === undefined)
  const text = others.length === 0 ? output?.shows.failure?.(failure) : undefined
  if (output === undefined || text === undefined) throw error
  io.stdout.write(text)
  if (!(error instanceof Halt) || output.shows.mute) throw error
  return 2
}

/** The formats that can be understood, whatever else is wrong. */
function namedIn<Answer>(args: readonly string[], formats: Formats<Answer>): Output<Answer>[] {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: { format: { type: 'string', multiple: true } },
  })
  return (values.format ?? []).flatMap(word => {
    try {
      return typeof word === 'string' ? [outputOf(word, formats)] : []
    } catch {
      return []
    }
  })
}
