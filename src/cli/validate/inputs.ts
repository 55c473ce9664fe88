import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { findConfig } from '../../config/find.ts'
import { Halt } from '../../errors.ts'
import type { Io } from '../io.ts'
import { filesLike, isPattern } from './glob.ts'

export interface Input {
  /** As short as it is clear. */
  readonly path: string
  readonly bytes: Uint8Array
  /** Where relative references begin. */
  readonly folder: string
}

export interface InputOptions {
  /** What standard input is called. */
  readonly stdinName: string | undefined
  /** A pattern may match nothing. */
  readonly allowEmpty: boolean
}

/** Every file that is meant, once; without a name the one that is found here or above. Throws {@link Halt}. */
export async function readInputs(wanted: readonly string[], io: Io, options: InputOptions): Promise<Input[]> {
  if (options.stdinName !== undefined && !wanted.includes('-'))
    throw new Halt('--stdin-filepath is for standard input', 'add "-" to the files')
  if (wanted.length === 0) return [await readOne(await findConfig(io.cwd), io)]
  const names = new Set(wanted.flatMap(name => meant(name, io, options)))
  return Promise.all([...names].map(name => (name === '-' ? readStdin(io, options) : readOne(name, io))))
}

function meant(name: string, { cwd }: Io, { allowEmpty }: InputOptions): string[] {
  if (name === '-') return [name]
  if (!isPattern(name) || existsSync(resolve(cwd, name))) return [resolve(cwd, name)]
  const found = filesLike(cwd, name)
  if (found.length === 0 && !allowEmpty)
    throw new Halt(`no file matches "${name}"`, 'correct the pattern, or accept that with --allow-empty')
  return found
}

async function readOne(name: string, { cwd }: Io): Promise<Input> {
  const file = await findConfig(cwd, name)
  try {
    return { path: shown(file, cwd), bytes: await readFile(file), folder: dirname(file) }
  } catch (error) {
    const { code } = error as { code?: string }
    throw code === undefined
      ? error
      : new Halt(`${file} cannot be read (${code})`, 'check its permissions', error)
  }
}

async function readStdin({ stdin, cwd }: Io, { stdinName }: InputOptions): Promise<Input> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
  const bytes = Buffer.concat(chunks)
  if (stdinName === undefined) return { path: '<stdin>', bytes, folder: cwd }
  const file = resolve(cwd, stdinName)
  return { path: shown(file, cwd), bytes, folder: dirname(file) }
}

function shown(file: string, cwd: string): string {
  const near = relative(cwd, file)
  return near.startsWith('..') || isAbsolute(near) ? file : near
}
