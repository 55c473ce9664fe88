import { appendFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isAstray } from '../../config/within.ts'
import { Halt } from '../../errors.ts'
import { either } from '../answer.ts'
import { refuseAstray } from '../astray.ts'
import type { ExitCode, Io } from '../io.ts'
import { failureOf } from '../run.ts'
import { type Format, formats, type Looks, type Run, showing } from './formats.ts'

export interface Output {
  readonly format: Format
  /** Absent: standard output. */
  readonly file: string | undefined
}

/** `--format F` and `--format F=FILE`. Throws {@link Halt}. */
export function outputsOf(words: readonly string[]): Output[] {
  const outputs = (words.length > 0 ? words : ['pretty']).map(outputOf)
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw new Halt('two formats for standard output', 'give all but one a file: --format json=report.json')
  const files = outputs.flatMap(({ file }) => file ?? [])
  if (new Set(files).size < files.length)
    throw new Halt('two formats for one file', 'give each a file of its own')
  return outputs
}

function outputOf(word: string): Output {
  const [name = '', file] = word.split(/=(.*)/s)
  const format = formats.find(one => one === name)
  if (format === undefined) throw new Halt(`there is no format "${name}"`, `choose ${either(formats)}`)
  if (file === '') throw new Halt(`--format ${word} names no file`, `write --format ${name}=FILE`)
  return { format, file }
}

const plain: Looks = { colour: false, link: () => undefined }

/** Files first: what cannot be written is told on a standard output that is still empty. */
export async function write(outputs: readonly Output[], run: Run, looks: Looks, io: Io): Promise<void> {
  for (const { format, file } of outputs)
    if (file !== undefined) await writeReport(resolve(io.cwd, file), showing(format).run(run, plain))
  const pages = outputs.flatMap(({ format }) => showing(format).page?.(run) ?? [])
  for (const page of new Set(pages)) await addToSummary(page, io)
  for (const { format, file } of outputs)
    if (file === undefined) io.stdout.write(showing(format).run(run, looks))
}

async function writeReport(file: string, text: string): Promise<void> {
  refuseAstray(file)
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
 * There is no answer. Whoever reads a document gets a document, also where the command line is wrong, as soon as it
 * says which. What no document tells is thrown again.
 */
export async function fail(error: unknown, args: readonly string[], io: Io): Promise<ExitCode> {
  const failure = failureOf(error)
  const outputs = namedIn(args)
  for (const { format, file } of outputs) {
    const text = showing(format).failure?.(failure)
    if (file !== undefined && text !== undefined && !isAstray(resolve(io.cwd, file)))
      await writeFile(resolve(io.cwd, file), text).catch(() => undefined)
  }
  const [output, ...others] = outputs.filter(({ file }) => file === undefined)
  const text = output && others.length === 0 ? showing(output.format).failure?.(failure) : undefined
  if (output === undefined || text === undefined) throw error
  io.stdout.write(text)
  if (!(error instanceof Halt) || showing(output.format).mute) throw error
  return 2
}

/** The formats that can be understood, whatever else is wrong. */
function namedIn(args: readonly string[]): Output[] {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: { format: { type: 'string', multiple: true } },
  })
  return (values.format ?? []).flatMap(word => {
    try {
      return typeof word === 'string' ? [outputOf(word)] : []
    } catch {
      return []
    }
  })
}
