/** `"a", "b" and "c"`; of very many the first, and how many more there are. */
export function list(values: readonly string[], last = 'and'): string {
  const quoted = values.slice(0, most).map(quote)
  return values.length > most
    ? `${quoted.join(', ')} ${last} ${values.length - most} more`
    : listed(quoted, last)
}

/** `a, b and c` */
export const listed = (words: readonly string[], last = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`

// as many as anybody reads; the keys of one map are fewer
const most = 30

/** A name or value inside a message. Control characters are escaped where messages are printed. */
export const quote = (value: string): string => `"${value}"`

/** The name an environment variable would have: `dingtalk`, `clientSecret` → `DINGTALK_CLIENT_SECRET`. */
export function variable(...words: readonly string[]): string {
  const snake = words.map(word => word.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_'))
  return snake
    .filter(word => word !== '')
    .join('_')
    .toUpperCase()
}

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** A value of the file as text; a map has none, and may have a key `toString` for `String` to stumble over. */
export const plainText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? '' : String(value)
