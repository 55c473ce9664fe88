import { type Stats, statSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { beginningOf } from '../../config/read-file.ts'
import { homeOf } from '../../config/within.ts'
import { Halt } from '../../errors.ts'
import { refuseAstray } from '../astray.ts'

/** What of ours is in the folder of a configuration and must not be committed: secrets, and the database with its keys. */
const kept = ['.env', 'data/']

/**
 * The lines that `.gitignore` lacks; one is of a file with secrets that may be in the folder. Lines of the folders above it
 * in the repository count as far as they reach down.
 */
export async function unignored(folder: string, secretFile?: string): Promise<string[]> {
  const { home } = homeOf(folder)
  const patterns: string[] = []
  for (let one = folder; ; one = dirname(one)) {
    const own = linesOf(textOf(join(one, '.gitignore')))
    // a line that begins with / is about its own folder; one with ! is somebody's decision
    patterns.push(
      ...own.map(line => line.replace(/^!/, '')).map(line => (one === folder ? bare(line) : line)),
    )
    if (one === home || one === dirname(one)) break
  }
  return [...kept, ...linesFor(folder, secretFile)].filter(
    line => !patterns.some(pattern => same(pattern, line)),
  )
}

function linesFor(folder: string, file: string | undefined): string[] {
  const way = file === undefined ? '' : relative(folder, file).split(sep).join('/')
  // of another folder this one's .gitignore says nothing
  if (way === '' || way.startsWith('../') || isAbsolute(way)) return []
  return [way.replace(/[\\*?[!#]| $/g, '\\$&')]
}

const bare = (line: string): string => line.replace(/^\//, '')

const same = (one: string, other: string): boolean => one.replace(/\/$/, '') === other.replace(/\/$/, '')

/** The variables that an example of an environment does not name. */
export async function unnamed(file: string, names: readonly string[]): Promise<string[]> {
  const there = linesOf(textOf(file)).map(line => /^[#\s]*(?:export\s+)?([^\s=]+)\s*=/.exec(line)?.[1])
  return names.filter(name => !there.includes(name)).map(name => `${name}=`)
}

/** In a stranger's repository it may be anything that is called so. Throws {@link Halt}. */
export function refuseOther(file: string): void {
  refuseAstray(file)
  const state = stateOf(file)
  if (state && !state.isFile())
    throw new Halt(`${file} cannot be written: it is no file`, 'put a file there, or nothing')
  if (state && state.size > mostBytes)
    throw new Halt(`${file} has more than ${mostBytes / 1024} KiB`, 'shorten it first')
}

/** Of what cannot be looked at it is told by writing. */
function stateOf(file: string): Stats | undefined {
  try {
    return statSync(file)
  } catch {
    return undefined
  }
}

/** Puts lines behind what is in a file; a file that is not there is made. Throws {@link Halt}. */
export async function append(file: string, lines: readonly string[]): Promise<void> {
  refuseOther(file)
  const text = textOf(file)
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const open = text === '' || text.endsWith('\n') ? '' : end
  await appendFile(file, `${open}${lines.map(line => `${line}${end}`).join('')}`).catch(error => {
    throw new Halt(`${file} cannot be written (${error.code})`, 'check the path and its permissions', error)
  })
}

/** Nothing where there is no file, and no more of one than a file of lines has. */
function textOf(file: string): string {
  try {
    return beginningOf(file, mostBytes).toString('utf8')
  } catch {
    return ''
  }
}

const mostBytes = 1024 * 1024

const linesOf = (text: string): string[] => text.split(/\r?\n/).map(line => line.trim())
