import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Compiled, compile } from '../../config/compile.ts'
import { Halt } from '../../errors.ts'
import { replace } from '../fix/replace.ts'
import type { Io } from '../io.ts'
import { changesIn } from '../migrate/changes.ts'
import { shown } from '../table.ts'
import type { First } from './first.ts'
import { append, refuseOther, unignored, unnamed } from './missing.ts'
import { modelineOf } from './modeline.ts'
import { writeNew } from './new-file.ts'
import { agreed, Interrupted } from './questions.ts'
import { referencesIn, summaryOf } from './summary.ts'
import { textOf } from './text.ts'
import { printed } from './words.ts'

interface Target {
  /** Absolute. */
  file: string
  /** As the person named it. */
  typed: string
}

/**
 * Writes the file, the names of its secrets and what git has to leave out, and says what comes next. Nothing is written
 * that does not validate, and of what is there only the file itself is replaced, with consent.
 */
export async function write(io: Io, first: First, { file, typed }: Target): Promise<void> {
  const folder = dirname(file)
  const says = printed[first.language]
  const text = textOf(first, modelineOf(folder, io.cwd))
  const compiled = await compile(text, { file })
  const { config, diagnostics } = compiled
  const wrong = diagnostics.find(({ severity }) => severity === 'error')
  if (wrong || !config) throw new Halt(`the file would not be valid: ${wrong?.message}`, wrong?.help)

  // before anything is read or written
  for (const path of [file, join(folder, '.env.example'), join(folder, '.gitignore')]) refuseOther(path)
  const besides = [
    ['.env.example', await unnamed(join(folder, '.env.example'), referencesIn(first, 'env'))],
    ['.gitignore', await unignored(folder, first.secretFile)],
  ] as const
  if (existsSync(file)) await replaceWithConsent(io, compiled, { file, text }, first)
  else if ((await writeNew(file, text)) !== undefined)
    io.stderr.write(`${says.made(shown(dirname(typed)))}\n`)
  const wrote = [typed]
  for (const [name, lines] of besides) {
    if (lines.length === 0) continue
    const isThere = existsSync(join(folder, name))
    await append(join(folder, name), lines)
    if (isThere) io.stderr.write(`${says.added(join(dirname(typed), name), lines)}\n`)
    else wrote.push(join(dirname(typed), name))
  }
  for (const remark of first.remarks) io.stderr.write(`${says.note}${shown(remark)}\n`)
  for (const { rule, severity, message, help } of diagnostics)
    if (rule !== 'value/placeholder')
      io.stderr.write(`${severity}: ${shown(message)}\n  help: ${shown(help)}\n`)
  const left = diagnostics.filter(({ rule }) => rule === 'value/placeholder')
  io.stdout.write(`${says.wrote(wrote.map(shown))}\n${await summaryOf({ first, config, left, typed, text })}`)
}

/** What goes and what comes is shown first, without the secrets of either; at a terminal it can still be left. */
async function replaceWithConsent(
  io: Io,
  after: Compiled,
  { file, text }: { file: string; text: string },
  { language }: First,
): Promise<void> {
  const was = await readFile(file).catch(error => {
    throw new Halt(`${file} cannot be read (${error.code})`, 'check the path and its permissions', error)
  })
  const before = await compile(was, { file })
  const changes = changesIn([before], [after])
  io.stderr.write(changes.map(({ diff }) => diff).join(''))
  if (changes.length > 0 && io.ask && !(await agreed(io, printed[language].replace(shown(file)), language)))
    throw new Interrupted()
  await replace(file, { was, now: text })
}
