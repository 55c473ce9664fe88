import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Tested } from '../../diagnostics/junit.ts'
import type { Io } from '../io.ts'

/** How a file is called in its repository. What is in none, or is no file, keeps its name. */
export type NameInRepository = (file: string) => string

/** Where a pipeline keeps its copy of the repository. */
const variables = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR']

/**
 * Services that show a report beside a change know files by their path from the root of the repository, wherever the
 * command ran: the folder that the pipeline names, or the one with `.git` above the file, or the current one.
 */
export function namesInRepository({ cwd, env }: Pick<Io, 'cwd' | 'env'>): NameInRepository {
  const told = variables.flatMap(name => env[name] || [])
  return name => {
    if (name === '<stdin>') return name
    const file = resolve(cwd, name)
    const root = told.find(folder => isAbsolute(folder) && below(folder, file)) ?? repositoryOf(file) ?? cwd
    return below(root, file)?.split(sep).join('/') ?? name
  }
}

/** The way from a folder to a file in it. */
function below(folder: string, file: string): string | undefined {
  const path = relative(folder, file)
  return path === '' || path.startsWith('..') || isAbsolute(path) ? undefined : path
}

function repositoryOf(file: string): string | undefined {
  const folder = dirname(file)
  // of a submodule and of another work tree it is a file
  if (existsSync(join(folder, '.git'))) return folder
  return folder === file ? undefined : repositoryOf(folder)
}

/** The files with these names, and all that was found in them. */
export const renamedIn = (files: readonly Tested[], nameOf: NameInRepository): Tested[] =>
  files.map(file => ({
    ...file,
    path: nameOf(file.path),
    diagnostics: file.diagnostics.map(one => renamed(one, nameOf)),
  }))

const renamed = (one: Diagnostic, nameOf: NameInRepository): Diagnostic => ({
  ...one,
  file: nameOf(one.file),
  related: one.related.map(other => ({ ...other, file: nameOf(other.file) })),
  ...(one.fix && {
    fix: { ...one.fix, edits: one.fix.edits.map(edit => ({ ...edit, file: nameOf(edit.file) })) },
  }),
})
