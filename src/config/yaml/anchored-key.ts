import { isScalar, type Pair } from 'yaml'
import type { MapCheck } from './check.ts'

/** No word, as in `&&`: nobody calls something so. */
const joins = (anchor: string | undefined): boolean => anchor !== undefined && !/\w/.test(anchor)

/** `{ source: a, && department: b }` is valid YAML: "&" names what follows it, and a key with a name is of no use. */
export const anchoredKey: MapCheck = ({ node, path, text }) => {
  const named = (node.items as Pair[]).find(({ key }) => isScalar(key) && joins(key.anchor))?.key
  if (!isScalar(named) || !named.range || named.anchor === undefined) return []
  const at = text.lastIndexOf(`&${named.anchor}`, named.range[0])
  return [
    {
      rule: 'yaml/syntax',
      severity: 'error',
      at: path,
      failed: path,
      on: [at, at + 1],
      message: '"&" gives a name to what follows it, and a key needs none',
      help: 'remove what stands before the key',
    },
  ]
}
