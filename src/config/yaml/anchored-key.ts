import { isScalar, type Pair } from 'yaml'
import type { MapCheck } from './check.ts'

/** `{ source: a, && department: b }` is valid YAML: "&" names what follows it, and a key with a name is of no use. */
export const anchoredKey: MapCheck = ({ node, path, text }) => {
  const named = (node.items as Pair[]).find(({ key }) => isScalar(key) && key.anchor !== undefined)?.key
  if (!isScalar(named) || !named.range || named.anchor === undefined) return []
  const at = text.lastIndexOf('&', named.range[0] - named.anchor.length - 1)
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
