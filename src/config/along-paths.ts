import type { Path } from '../diagnostics/diagnostic.ts'

/**
 * What is at the end of each path, found step by step from `top`. Whoever walks through a file asks about neighbours: the
 * steps that a path has in common with the one before are not taken again. `next` may not ask the same question itself.
 */
export function alongPaths<T>(top: T, next: (here: T, path: Path, depth: number) => T): (path: Path) => T {
  const segments: (string | number)[] = []
  const found: T[] = [top]
  return path => {
    let depth = 0
    while (depth < path.length && depth < segments.length && path[depth] === segments[depth]) depth += 1
    if (depth < path.length) segments.length = depth
    for (; depth < path.length; depth += 1) {
      found[depth + 1] = next(found[depth] as T, path, depth)
      segments.push(path[depth] as string | number)
    }
    return found[path.length] as T
  }
}
