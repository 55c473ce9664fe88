/** A whole entry that an editor puts in, in the words of VS Code's YAML support. */
export interface Snippet {
  readonly label: string
  readonly description: string
  readonly body: unknown
}

/** What a new entry of a type looks like: the keys that it needs, with values of the right form. */
export const snippet = (type: string, description: string, entry: object): Snippet => ({
  label: type,
  description,
  body: written(entry),
})

/** Text that would be read as a number or as a map is put in with its quotes: behind `^` editors change nothing. */
function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, written(below)]))
  return typeof value === 'string' && /^[\d.+{[-]/.test(value) ? `^${JSON.stringify(value)}` : value
}
