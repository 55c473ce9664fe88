import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import type { Source } from '../../config/document.ts'
import { disk, type PluginReader } from '../../config/plugins/reader.ts'
import { whenWanted } from '../../config/when-wanted.ts'
import type { Io } from '../io.ts'
import { readInputs } from '../validate/inputs.ts'
import { type Git, pathInRepository } from './git.ts'
import type { Point } from './revisions.ts'

/** A file as it is at one point; undefined where it is not there. Throws {@link Halt} where it cannot be read. */
export async function fileAt({ commit }: Point, file: string, git: Git, io: Io): Promise<Source | undefined> {
  if (commit === undefined) {
    if (!existsSync(file)) return undefined
    const [input] = await readInputs([file], io, { stdinName: undefined, allowEmpty: false })
    return input?.sources[0]
  }
  const path = pathInRepository(git, file)
  const input = path === undefined ? undefined : git.read(commit, path)
  return input && { file: shortest(file, io), input, folder: dirname(file) }
}

/** What a file was called before it was renamed, and what it is called since; asked of git when one side lacks it. */
export function formerNames({ commit: base }: Point, { commit: head }: Point, git: Git) {
  const renamed = whenWanted(() => (base === undefined ? new Map<string, string>() : git.renamed(base, head)))
  const place = (path: string | undefined) => (path === undefined ? undefined : join(git.top, path))
  const path = (file: string | undefined) => (file === undefined ? '' : (pathInRepository(git, file) ?? ''))
  return {
    old: (file: string | undefined) => place(renamed().get(path(file))),
    now: (file: string | undefined) => place([...renamed()].find(([, old]) => old === path(file))?.[0]),
  }
}

/** Manifests of plugins in the repository as that commit has them; of installed packages those that are installed. */
export const committed = (git: Git, commit: string): PluginReader => {
  const pathOf = (path: string) =>
    /[/\\]node_modules[/\\]/.test(path) ? undefined : pathInRepository(git, path)
  return {
    isFolder: async path => {
      const inside = pathOf(path)
      return inside === undefined ? disk.isFolder(path) : git.kindOf(commit, inside) === 'tree'
    },
    read: async (path, most) => {
      const inside = pathOf(path)
      return inside === undefined ? disk.read(path, most) : git.read(commit, inside)?.subarray(0, most)
    },
    mayRead: (path, folder) => pathOf(path) !== undefined || disk.mayRead(path, folder),
  }
}

export function shortest(file: string, { cwd }: Io): string {
  const near = relative(cwd, file)
  return near.startsWith('..') || isAbsolute(near) ? file : near
}
