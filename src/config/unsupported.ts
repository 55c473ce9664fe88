import type { Path } from '../diagnostics/diagnostic.ts'

/** Keys of the language that this version does not have yet: by the key, and by the key that holds it where that matters. */
const unsupported: readonly (readonly [parent: string | undefined, key: string])[] = [
  [undefined, 'apps'],
  [undefined, 'grants'],
  [undefined, 'organizations'],
  [undefined, 'moved'],
  [undefined, 'plugins'],
  ['sources', 'sync'],
  ['sources', 'events'],
  ['sources', 'inApp'],
  ['sources', 'edition'],
  ['sources', 'mobileApp'],
  ['callbacks', 'alist'],
  ['ui', 'logo'],
  ['outbound', 'egressIps'],
]

export function isUnsupported(path: Path): boolean {
  const names = path.filter(segment => typeof segment === 'string')
  const [parent, key] = names.length < 2 ? [undefined, names.at(-1)] : names.slice(-2)
  return unsupported.some(row => row[0] === parent && row[1] === key)
}
