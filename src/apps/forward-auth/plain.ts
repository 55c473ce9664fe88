/** Longer ones are nobody's address. */
const longest = 8192

/**
 * A host name as the file writes it: lower case, without the dot at its end and the port that goes without saying.
 * Undefined for what is no host name.
 */
export function plainHost(host: string, defaultPort: number): string | undefined {
  const [, name, port] =
    /^([a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?)\.?(?::([0-9]{1,5}))?$/.exec(host.toLowerCase()) ?? []
  if (name === undefined) return undefined
  return port === undefined || Number(port) === defaultPort ? name : `${name}:${Number(port)}`
}

/** Whether everybody behind the proxy reads this path as the same one. */
export const isPlainPath = (path: string): boolean => oddityOf(path) === undefined

/**
 * What keeps a path from being plain, in words; undefined where nothing does. Odd is what some servers take for a slash,
 * a dot segment, the end of the path or something still to be decoded; no browser sends such a path by itself.
 */
export function oddityOf(path: string): string | undefined {
  if (path.length > longest) return `more than ${longest} characters`
  if (!/^\/[\x21-\x7e]*$/.test(path))
    return 'characters that have to be encoded, or no slash at its beginning'
  if (/[\\#?]/.test(path)) return 'a backslash, "#" or "?"'
  if (!path.includes('%')) return detour.test(path) ? inDetour : undefined
  if (/%(?![0-9a-f]{2})/i.test(path)) return 'a "%" that encodes nothing'
  // slashes to some and letters to others; and what ends a text or a line
  if (/%(?:2f|5c|7f|[01][0-9a-f])/i.test(path)) return 'an encoded slash, backslash or control character'
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  if (/%[0-9a-f]{2}/i.test(decoded)) return 'an encoding of an encoding'
  // bytes that are "." and "/" to lax readers of UTF-8
  if (/[\xc0\xc1][\x80-\xbf]/.test(decoded)) return 'an overlong encoding'
  return detour.test(decoded) ? inDetour : undefined
}

/** An empty segment in the middle, or a dot segment, also one with the parameters that Java servers cut off. */
const detour = /\/\/|\/\.{1,2}(?:[/;]|$)/
const inDetour = 'an empty segment or a dot segment'
