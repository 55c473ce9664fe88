import { count } from '../../config/words.ts'
import { visible } from '../../diagnostics/visible.ts'
import { Halt } from '../../errors.ts'
import type { Correction } from '../fix/correction.ts'
import { textOf } from '../fix/edits.ts'
import { replace } from '../fix/replace.ts'
import { mend } from '../fix/rounds.ts'
import type { Io } from '../io.ts'
import type { Result } from './formats.ts'
import type { Input } from './inputs.ts'

/**
 * `--fix`: corrects the files, says on standard error what it changed – with `quiet`, how much – and tells what is left in
 * them. Throws {@link Halt}.
 */
export async function fix(
  inputs: readonly Input[],
  check: (input: Input) => Promise<Result>,
  { quiet }: { readonly quiet: boolean },
  io: Io,
): Promise<readonly Result[]> {
  if (inputs.some(({ sources }) => sources.some(({ onDisk }) => onDisk === undefined)))
    throw new Halt('--fix cannot correct standard input', 'name the file')
  const { inputs: mended, results, corrections } = await mend(inputs, check)
  await writeAll(inputs, mended)
  const files = new Set(inputs.flatMap(({ sources }) => sources.map(({ file }) => file)))
  for (const file of files) {
    const own = corrections.filter(one => one.file === file).sort((a, b) => a.line - b.line)
    if (own.length === 0) continue
    const lines = [`fixed ${count(own.length, 'place')} in ${file}`, ...(quiet ? [] : own.map(inWords))]
    io.stderr.write(lines.map(line => `${visible(line)}\n`).join(''))
  }
  if (corrections.length === 0) io.stderr.write('nothing to fix\n')
  return results
}

const inWords = ({ file, line, rule, before, after }: Correction): string =>
  `  ${file}:${line} ${rule}: ${before} -> ${after}`

/** Each file once, and only those that say something else now. */
export async function writeAll(before: readonly Input[], after: readonly Input[]): Promise<void> {
  const was = new Map(before.flatMap(({ sources }) => sources).map(source => [source.onDisk, source.input]))
  const now = new Map(after.flatMap(({ sources }) => sources).map(source => [source.onDisk, source.input]))
  for (const [file, input] of now) {
    const old = was.get(file)
    if (file !== undefined && old !== undefined && old !== input)
      await replace(file, { was: Buffer.from(old), now: textOf(input) })
  }
}
