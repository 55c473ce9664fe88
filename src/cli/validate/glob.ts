import { type Dirent, readdirSync, statSync } from 'node:fs'
import { join, parse } from 'node:path'

export const isPattern = (name: string): boolean => /[*?]/.test(name)

/**
 * The files that a pattern means, sorted: `*` and `?` within a name, `**` for any folders. What begins with a dot and
 * `node_modules` are found only where the pattern names them; links to folders are not followed.
 */
export function filesLike(cwd: string, pattern: string): string[] {
  const { root } = parse(pattern)
  const steps = pattern
    .slice(root.length)
    .split(/[/\\]/)
    .filter(step => step !== '' && step !== '.')
  return [...new Set(below(root === '' ? cwd : root, steps))].sort()
}

function below(folder: string, [step = '*', ...rest]: readonly string[]): string[] {
  if (step === '**') {
    const inner = entries(folder).filter(one => one.isDirectory() && !/^\.|^node_modules$/.test(one.name))
    return [
      ...below(folder, rest),
      ...inner.flatMap(({ name }) => below(join(folder, name), ['**', ...rest])),
    ]
  }
  const names = isPattern(step)
    ? entries(folder).flatMap(({ name }) => (nameLike(step).test(name) ? [name] : []))
    : [step]
  const paths = names.map(name => join(folder, name))
  return rest.length > 0
    ? paths.filter(path => kind(path)?.isDirectory()).flatMap(path => below(path, rest))
    : paths.filter(path => kind(path)?.isFile())
}

function nameLike(step: string): RegExp {
  const source = step
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${/^[*?]/.test(step) ? '(?!\\.)' : ''}${source}$`, 'su')
}

const kind = (path: string) => statSync(path, { throwIfNoEntry: false })

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    // a folder that may not be read has nothing in it
    return []
  }
}
