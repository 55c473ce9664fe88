/** A whole entry or value that an editor puts in, in the words of VS Code's YAML support. */
export interface Snippet {
  readonly label: string
  readonly description: string
  readonly body: unknown
  /** Proposals are sorted by this, or by their label. */
  readonly sortText?: string
}

/** What a new entry of a type looks like: the keys that it needs, with values of the right form to be written over. */
export const snippet = (type: string, description: string, entry: object): Snippet => ({
  label: type,
  description,
  body: written(entry),
  // before the keys of an entry
  sortText: `_${type}`,
})

/** Behind `^` editors change nothing: text that would be read as something else is put in with its quotes. */
function written(entry: object): unknown {
  let places = 0
  const below = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map(one => below(one))
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, below(one, name)]))
    if (key === 'type') return value
    places += 1
    const text = String(value).replace(/[\\}$]/g, '\\$&')
    const isQuoted = typeof value === 'string' && needsQuotes.test(value)
    return isQuoted ? `^"\${${places}:${text}}"` : `^\${${places}:${text}}`
  }
  return below(entry)
}

const needsQuotes = /^[\d.+{[-]/
