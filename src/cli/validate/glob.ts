import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs'
import { join, parse } from 'node:path'

export const isPattern = (name: string): boolean => /[*?]/.test(name)

/** Hears of a folder that may not be read: what the pattern means in there is left out. */
export type Unread = (folder: string, code: string) => void

/**
 * The files that a pattern means, sorted: `*` and `?` within a name, `**` for any folders. What begins with a dot and
 * `node_modules` are found only where the pattern names them; links to folders are not followed.
 */
export function filesLike(cwd: string, pattern: string, unread: Unread): string[] {
  const { root } = parse(pattern)
  const steps = pattern
    .slice(root.length)
    .split(/[/\\]/)
    .filter(step => step !== '' && step !== '.')
  return [...new Set(below(root === '' ? cwd : root, steps, unread))].sort()
}

function below(folder: string, [step = '*', ...rest]: readonly string[], unread: Unread): string[] {
  if (step === '**') {
    const inner = entries(folder, unread).filter(
      one => one.isDirectory() && !/^\.|^node_modules$/.test(one.name),
    )
    return [
      ...below(folder, rest, unread),
      ...inner.flatMap(({ name }) => below(join(folder, name), ['**', ...rest], unread)),
    ]
  }
  const names = isPattern(step)
    ? entries(folder, unread).flatMap(({ name }) => (isLike(name, step) ? [name] : []))
    : [step]
  const paths = names.map(name => join(folder, name))
  return rest.length > 0
    ? paths.filter(path => kind(path)?.isDirectory()).flatMap(path => below(path, rest, unread))
    : paths.filter(path => kind(path)?.isFile())
}

/** Without going back more than one star: a pattern with ten of them would otherwise take years for a long name. */
function isLike(name: string, pattern: string): boolean {
  // what begins with a dot is meant only where the pattern begins with it too
  if (name.startsWith('.') && /^[*?]/.test(pattern)) return false
  const [letters, wanted] = [[...name], [...pattern]]
  let [at, next] = [0, 0]
  let star: { next: number; at: number } | undefined
  while (at < letters.length) {
    if (wanted[next] === '*') {
      next += 1
      star = { next, at }
    } else if (wanted[next] === '?' || wanted[next] === letters[at]) {
      at += 1
      next += 1
    } else if (star) {
      star.at += 1
      at = star.at
      next = star.next
    } else return false
  }
  return wanted.slice(next).every(one => one === '*')
}

/** Undefined also for a link that leads in a circle, and where nobody may look. */
function kind(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function entries(folder: string, unread: Unread): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException
    // between two looks it may have gone
    if (code !== 'ENOENT' && code !== 'ENOTDIR') unread(folder, code)
    return []
  }
}
