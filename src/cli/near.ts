import { isAbsolute, relative } from 'node:path'

/** A file as people are told of it: from the folder they are in, or whole where that is shorter. */
export function near(file: string, cwd: string): string {
  const way = relative(cwd, file)
  return isAbsolute(way) || (way.startsWith('..') && way.length >= file.length) ? file : way
}
