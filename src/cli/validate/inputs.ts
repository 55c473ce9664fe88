import { realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Source } from '../../config/document.ts'
import {
  apart,
  existing,
  type Files,
  findConfig,
  isThere,
  namesIn,
  ofPatterns,
  staying,
} from '../../config/find.ts'
import { mostBytes } from '../../config/yaml/decode.ts'
import { visible } from '../../diagnostics/visible.ts'
import { Halt } from '../../errors.ts'
import { inputOf } from '../input-of.ts'
import type { Io } from '../io.ts'
import { near } from '../near.ts'
import { filesLike, isPattern } from './glob.ts'

/** A configuration: a file, or several that are laid over each other. */
export interface Input {
  /** As short as it is clear; several files with "+" between them. */
  readonly path: string
  readonly sources: readonly [Named, ...Named[]]
}

export interface Named extends Required<Source> {
  /** Its absolute path. Absent: it is standard input. */
  readonly onDisk?: string
}

export interface InputOptions {
  /** What standard input is called. */
  readonly stdinName: string | undefined
  /** A pattern may match nothing. */
  readonly allowEmpty: boolean
}

/**
 * Every configuration that is meant, once; without a name the one that is found here or above. Throws {@link Halt} where
 * one cannot be read, or tells it to `failures` and goes on.
 */
export async function readInputs(
  wanted: readonly string[],
  io: Io,
  options: InputOptions,
  failures?: Halt[],
): Promise<Input[]> {
  refuseSpaces(wanted, io)
  const apiece = <T>(work: () => T[]): T[] => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Halt) || failures === undefined) throw error
      failures.push(error)
      return []
    }
  }
  const all =
    wanted.length === 0
      ? [findConfig(io.cwd)]
      : wanted.flatMap(word => apiece(() => meant(word, io, options)))
  const once = [
    ...new Map(all.map(files => [files.map(leadingTo).join('+'), files] as const).reverse()).values(),
  ].reverse()
  const isStdinRead = once.some(files => files.includes('-'))
  if (options.stdinName !== undefined && !isStdinRead)
    throw new Halt('--stdin-filepath is for standard input', 'add "-" to the files')
  const stdin = isStdinRead ? await readStdin(io, options) : undefined
  const read = (name: string): Named => (name === '-' && stdin) || readOne(name, io)
  return once.flatMap(([first, ...others]) =>
    apiece((): Input[] => {
      const sources = [read(first), ...others.map(read)] as const
      return [{ path: sources.map(({ file }) => file).join('+'), sources }]
    }),
  )
}

/** Where a link leads: a file of two names is checked once, and written once. */
function leadingTo(file: string): string {
  try {
    return file === '-' ? file : realpathSync(file)
  } catch {
    return file
  }
}

/** `base.yaml + prod.yaml`: the shell makes three words of it, and each would be a file of its own. */
function refuseSpaces(words: readonly string[], { cwd }: Io): void {
  const isLoose = (word: string) => /^\+|\.ya?ml\+$/.test(word) && !isThere(resolve(cwd, word))
  const loose = words.length > 1 ? words.find(isLoose) : undefined
  if (loose === undefined) return
  const joined = words.join(' ').replace(/ ?\+ ?/g, '+')
  throw new Halt(
    `"${loose}" is no file: the files of one configuration are one word, without spaces`,
    `write ${joined.startsWith('+') ? 'base.yaml+prod.yaml' : joined}`,
  )
}

/** `base.yaml+sites/*.yaml`: the base with each of the others. */
function meant(word: string, io: Io, options: InputOptions): Files[] {
  const names = namesIn(word, io.cwd)
  const [first, ...others] = names
  const begun = matching(first, io, options).map((file): Files => [file])
  const stacks = others.reduce<Files[]>((below, name) => {
    const found = matching(name, io, options)
    return below.flatMap(files => found.map((file): Files => [...files, file]))
  }, begun)
  // a pattern may match the base too
  return names.some(isPattern)
    ? stacks.filter(files => new Set(files).size === files.length)
    : stacks.map(apart)
}

/**
 * The absolute paths of the files that a name or a pattern means. Throws {@link Halt} where it means none and that is
 * not allowed; `undefined`: by a command that cannot be told to allow it.
 */
export function matching(
  name: string,
  { cwd, stderr }: Pick<Io, 'cwd' | 'stderr'>,
  { allowEmpty }: { readonly allowEmpty: boolean | undefined },
): string[] {
  if (name === '-') return [name]
  const file = resolve(cwd, name)
  if (!isPattern(name) || isThere(file)) return [file]
  const unread = new Map<string, string>()
  const found = filesLike(cwd, name, (folder, code) => unread.set(folder, code))
  for (const [folder, code] of unread)
    stderr.write(
      `warning: the folder ${visible(near(folder, cwd) || '.')} cannot be read (${code}): files that "${visible(name)}" means in it are left out\n`,
    )
  if (found.length === 0 && !allowEmpty)
    throw new Halt(
      `no file matches "${name}"`,
      `correct the pattern${allowEmpty === undefined ? '' : ', or accept that with --allow-empty'}${/[[{]/.test(name) ? `; ${ofPatterns}` : ''}`,
    )
  return found.map(staying)
}

/** Throws {@link Halt} where it is not there, or cannot be read. */
export function readOne(name: string, { cwd }: Pick<Io, 'cwd'>): Named & { readonly onDisk: string } {
  const file = existing(name)
  return { file: near(file, cwd), input: inputOf(file), folder: dirname(file), onDisk: file }
}

async function readStdin({ stdin, cwd }: Io, { stdinName }: InputOptions): Promise<Named> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk))
    size += chunks.at(-1)?.length ?? 0
    // it is too large already, and may never end
    if (size >= mostBytes) break
  }
  const input = Buffer.concat(chunks)
  if (stdinName === undefined) return { file: '<stdin>', input, folder: cwd }
  const file = resolve(cwd, stdinName)
  return { file: near(file, cwd), input, folder: dirname(file) }
}
