import { isAbsolute, join, relative } from 'node:path'
import type { ParsedLayer } from './document.ts'
import { isRecord } from './types.ts'

/**
 * The data of a file, its relative paths as they read from another folder: the one that all paths of a configuration
 * begin at is that of its first file, and a path means what it means beside the file that wrote it.
 */
export function seenFrom(folder: string, { folder: own, parsed: { data } }: ParsedLayer): unknown {
  const way = relative(folder, own)
  if (way === '') return data
  const moved = (path: string): string => {
    if (isAbsolute(path)) return path
    const found = join(way, path)
    return isAbsolute(found) || found.startsWith('..') ? found : `./${found}`
  }

  /** Programs get words, of which only these can be told from others. */
  const movedWord = (word: unknown, index: number): unknown =>
    typeof word === 'string' && (index === 0 ? word.includes('/') : /^\.\.?\//.test(word))
      ? moved(word)
      : word

  const each = (value: unknown, names: string): unknown => {
    if (Array.isArray(value)) return value.map(entry => each(entry, `${names}[]`))
    if (typeof value === 'string') return places.get(names)?.(value, moved) ?? value
    if (!isRecord(value)) return value
    const [[key, only] = [], ...others] = Object.entries(value)
    if (others.length === 0 && key === 'file' && typeof only === 'string') return { file: moved(only) }
    if (others.length === 0 && key === 'exec' && Array.isArray(only)) return { exec: only.map(movedWord) }
    return Object.fromEntries(
      Object.entries(value).map(([name, below]) => [
        name,
        each(below, names === '' ? name : `${names}.${name}`),
      ]),
    )
  }
  return each(data, '')
}

type Move = (value: string, moved: (path: string) => string) => string

/** Where a text is a path, apart from references. */
const places: ReadonlyMap<string, Move> = new Map<string, Move>([
  [
    'storage.url',
    (url, moved) => url.replace(/^sqlite:(?!:memory:)(.+)$/, (_, path) => `sqlite:${moved(path)}`),
  ],
  ['ui.logo', (path, moved) => moved(path)],
  // anything else is the name of a package
  ['plugins[]', (word, moved) => (/^\.\.?\//.test(word) ? moved(word) : word)],
])
