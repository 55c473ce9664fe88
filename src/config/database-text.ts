import type { Path } from '../diagnostics/diagnostic.ts'
import { isReferenceKey } from './place-name.ts'
import type { SchemaOf } from './schemas.ts'

/**
 * Whether a text where the database belongs may have its password in it: all but the path of a file, and an address that
 * is right and has none. People forget the host, the scheme or the key, and what is left has no form.
 */
export function mayHavePassword(value: unknown, path: Path, schemaOf: SchemaOf): boolean {
  if (typeof value !== 'string' || path[0] !== 'storage' || isReferenceKey(String(path.at(-1)))) return false
  const { pattern = '' } = schemaOf(['storage', 'url']) ?? {}
  const isRight = !hasPassword(value) && new RegExp(pattern, 'u').test(value)
  // what else there is to a database: its kind, its host
  const isWord = (path[1] !== 'url' && path.length > 1 ? /^[\w.-]+$/ : kinds).test(value)
  return !isRight && !isWord && !isDatabaseFile(value.replace(scheme, ''))
}

const kinds = /^(?:sqlite3?|postgres(?:ql)?|mysql|mariadb|memory|file)$/i

/** In front of a host, also where a sign in it, or one in its place, has moved the host; or among the parameters. A file has none. */
export const hasPassword = (url: string): boolean =>
  /^(?:sqlite3?|file):[^?]*\?(?!(?:mode|cache|immutable|nolock|vfs)=\w+$)|^(?!sqlite3?:|file:)[^?]{0,512}\/\/[^/\s]{1,256}\/[^?\s]{0,512}@|\/\/[^/\s]*:[^/\s]*@|[?&;][^=&?;]*(?:pass|pwd|secret|token|key)[^=&?;]*=/i.test(
    // no address is longer
    url.slice(0, 1024),
  )

/** What `sqlite:` and its likes begin a path with; others write "//" before it, also before one that begins at no root. */
export const scheme = /^(?:sqlite3?|file):(?:\/\/)?/i

export const isDatabaseFile = (text: string): boolean => /^[\w./-]+\.(?:db|sqlite3?)$/.test(text)
