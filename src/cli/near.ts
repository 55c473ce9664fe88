import { isAbsolute, relative } from 'node:path'

/** A file as people are told of it: from the folder they are in, or whole where it lies outside. */
export function near(file: string, cwd: string): string {
  const way = relative(cwd, file)
  return way.startsWith('..') || isAbsolute(way) ? file : way
}
