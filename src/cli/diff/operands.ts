import { join, resolve } from 'node:path'
import type { Source } from '../../config/document.ts'
import { apart, isThere, namesIn, noneIn, usualPlaces } from '../../config/find.ts'
import { disk, type PluginReader } from '../../config/plugins/reader.ts'
import { Halt } from '../../errors.ts'
import type { Io } from '../io.ts'
import { readInputs } from '../validate/inputs.ts'
import { committed, fileAt, formerNames, shortest } from './files.ts'
import { gitIn } from './git.ts'
import { type Point, pointsOf, resolved, short } from './revisions.ts'

/** A side before it is compiled. */
export interface Operand {
  /** As people are told of it: `merge base with main (3f9c2a1)`. */
  readonly label: string
  /** The commit; null for files on disk and standard input. */
  readonly commit: string | null
  /** Several files of one configuration with "+" between them. */
  readonly path: string
  /** What it was called on the other side, where git knows it to be renamed. */
  readonly renamedFrom?: string
  /** None: there is no such file on this side. */
  readonly sources: readonly Source[]
  /** Reads the manifests of plugins as they are on this side. */
  readonly reader: PluginReader
}

export interface Wanted {
  readonly words: readonly string[]
  /** -c */
  readonly config: string | undefined
  /** --fetch */
  readonly fetch: boolean
}

/** What is to be compared with what. Throws {@link Halt} where that cannot be read. */
export async function operandsOf({ words, config, fetch }: Wanted, io: Io): Promise<[Operand, Operand]> {
  const [first, second, ...others] = words
  if (others.length > 0)
    throw new Halt(`"${others[0]}" is one word too many`, 'name two files, or one revision, A..B or A...B')
  if (first !== undefined && second !== undefined) {
    if (config !== undefined)
      throw new Halt('-c names the file of two revisions', 'leave it out: both files are named')
    if (first === '-' && second === '-')
      throw new Halt('both sides are standard input', 'name a file for one of them')
    return [await named(first, io, fetch), await named(second, io, fetch)]
  }
  if (first !== undefined && (first === '-' || isThere(resolve(io.cwd, first))))
    throw new Halt(
      `"${first}" is a file, and one alone is compared with nothing`,
      `write sso-kit diff HEAD:./${first} ${first}, or -c ${first}`,
    )
  const git = gitIn(io)
  const { base, head } = pointsOf(first, git, fetch)
  const at =
    (point: Point): ReadFile =>
    async file =>
      file === undefined ? undefined : fileAt(point, file, git, io)
  const files = await filesOf(config, [at(head), at(base)], io)
  const [before, after] = [await readAll(files, at(base)), await readAll(files, at(head))]
  if ([...before, ...after].every(source => source === undefined))
    throw new Halt(
      `neither side has ${files.map(file => shortest(file, io)).join('+')}`,
      'check the path behind -c',
    )
  const former = formerNames(base, head, git)
  const old = await Promise.all(
    before.map(async (source, index) => source ?? at(base)(former.old(files[index]))),
  )
  const now = await Promise.all(
    after.map(async (source, index) => source ?? at(head)(former.now(files[index]))),
  )
  const side = (point: Point, sources: readonly (Source | undefined)[]): Operand => {
    const there = sources.flatMap(source => source ?? [])
    const names = there.length > 0 ? there.map(({ file }) => file) : files.map(file => shortest(file, io))
    return {
      label: point.label,
      commit: point.commit ?? null,
      path: names.join('+'),
      sources: there,
      reader: point.commit === undefined ? disk : committed(git, point.commit),
    }
  }
  const [was, is] = [side(base, old), side(head, now)]
  const isRenamed = old.some((one, index) => one && now[index] && one.file !== now[index].file)
  return [was, isRenamed ? { ...is, renamedFrom: was.path } : is]
}

type ReadFile = (file: string | undefined) => Promise<Source | undefined>

const readAll = (files: readonly string[], read: ReadFile) => Promise.all(files.map(read))

/** The files of the configuration: those behind -c, or the first of the usual ones that one of the sides has. */
async function filesOf(
  config: string | undefined,
  sides: readonly ReadFile[],
  io: Io,
): Promise<readonly string[]> {
  if (config !== undefined) {
    const [one, ...others] = namesIn(config, io.cwd).map(name => resolve(io.cwd, name))
    return one === undefined ? [] : apart([one, ...others])
  }
  const places = usualPlaces(io.cwd)
  for (const read of sides) for (const place of places) if (await read(place)) return [place]
  throw noneIn(places)
}

/** One word of two: `-`, a file, or `REV:path`. */
async function named(word: string, io: Io, mayFetch: boolean): Promise<Operand> {
  const [, revision, path] = /^([^:]+):(.+)$/s.exec(word) ?? []
  if (revision === undefined || path === undefined || word === '-' || isThere(resolve(io.cwd, word))) {
    const [input] = await readInputs([word], io, { stdinName: undefined, allowEmpty: false })
    if (input === undefined) throw new Halt(`there is no file ${word}`)
    return { label: input.path, commit: null, path: input.path, sources: input.sources, reader: disk }
  }
  const git = gitIn(io)
  const commit = resolved(revision, git, mayFetch)
  // as git has it: ./ is the folder of the command, anything else begins at the root of the repository
  const names = path
    .split('+')
    .map(name => (/^\.{1,2}\//.test(name) ? resolve(io.cwd, name) : join(git.top, name)))
  const point = { label: `${revision} (${short(commit)})`, commit }
  const sources = (await Promise.all(names.map(name => fileAt(point, name, git, io)))).flatMap(
    one => one ?? [],
  )
  if (sources.length < names.length)
    throw new Halt(
      `there is no ${path} in ${point.label}`,
      'a path begins at the root of the repository; one of this folder is written ./path',
    )
  return {
    ...point,
    path: sources.map(({ file }) => file).join('+'),
    sources,
    reader: committed(git, commit),
  }
}
