/** The longest authorization request, and what comes behind it on its way to the sign-in page. */
const longest = 4096 + 256

/**
 * Where a person goes after signing in: a path of ours, taken apart by the one URL parser and put together again
 * from the parts. Anything else becomes our first page; a sign-in is not broken by it.
 */
export function returnPath(wish: unknown, publicUrl: string): string {
  const base = new URL(publicUrl)
  const fallback = `${base.pathname.replace(/\/$/, '')}/`
  if (typeof wish !== 'string' || wish.length > longest || !wish.startsWith('/')) return fallback
  let target: URL
  try {
    target = new URL(wish, base.origin)
  } catch {
    return fallback
  }
  if (target.origin !== base.origin || target.username !== '') return fallback
  // the parser reads "\" as "/", and some browsers read "//host" as a host
  if (/^\/[\\/]/.test(target.pathname) || /[\\\p{Cc}]/u.test(wish)) return fallback
  return target.pathname + target.search
}
