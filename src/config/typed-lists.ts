import type { Path } from '../diagnostics/diagnostic.ts'

/** The lists whose entries say by `type` which keys they have, and what one entry is called. */
export const typedLists = { sources: 'source', apps: 'app' } as const

export type TypedList = keyof typeof typedLists

export const typedListNames = Object.keys(typedLists) as readonly TypedList[]

export const isTypedList = (name: unknown): name is TypedList =>
  typeof name === 'string' && Object.hasOwn(typedLists, name)

/** The list that a place lies in: `sources` for `['sources', 1, 'clientId']`. */
export function typedListOf([list, index]: Path): TypedList | undefined {
  return isTypedList(list) && typeof index === 'number' ? list : undefined
}

/** `source` or `app` where a place is an entry of such a list itself. */
export function entryWord(path: Path): 'source' | 'app' | undefined {
  const list = path.length === 2 ? typedListOf(path) : undefined
  return list && typedLists[list]
}

/** The entries of a list that are maps; the others keep their place as empty ones. */
export function entriesIn(data: unknown, list: string): readonly Readonly<Record<string, unknown>>[] {
  const entries = isRecord(data) && Object.hasOwn(data, list) ? data[list] : undefined
  return Array.isArray(entries) ? entries.map(entry => (isRecord(entry) ? entry : {})) : []
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The id of an entry, where it has one. */
export const idOf = (entry: unknown): string | undefined =>
  isRecord(entry) && typeof entry.id === 'string' ? entry.id : undefined

/** `sources[0]` */
export const isEntry = (path: Path): boolean => path.length === 2 && typedListOf(path) !== undefined

/** `sources[old]`, as a message names a place, in the words of `moved`: `sources.old`. */
export function placeIn(text: string): string | undefined {
  const [, list, id] = /^(sources|apps)\[([a-z][a-z0-9-]{0,62})\]/.exec(text) ?? []
  return id === undefined ? undefined : `${list}.${id}`
}
