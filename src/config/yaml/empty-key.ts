import { isScalar, type Pair } from 'yaml'
import type { MapCheck } from './check.ts'
import { hostKeysAt } from './host-keys.ts'

/** `a: { b: c }: d` is valid YAML: the second colon belongs to a key without a name. */
export const emptyKey: MapCheck = ({ node, path, text }) =>
  (node.items as Pair[]).flatMap(({ key }) => {
    if (!isScalar(key) || key.source !== '' || key.type !== 'PLAIN' || !key.range) return []
    return [
      {
        rule: 'yaml/syntax',
        severity: 'error' as const,
        at: [...path, ''],
        on: [key.range[0], key.range[0] + 1] as const,
        failed: [...path, ''],
        // the key that is gone is one of these
        lacking: Object.keys(hostKeysAt(path)).flatMap(name => (node.has(name) ? [] : [[...path, name]])),
        message: 'there is no key before this ":"',
        help: isBehindValue(text, key.range[0])
          ? 'remove it'
          : 'write a key before it, or put the text around it in quotes',
      },
    ]
  })

/** `[a, b]:`, with nothing behind it. */
const isBehindValue = (text: string, colon: number): boolean =>
  /[\]}"']/.test(text.charAt(colon - 1)) && /^:[ \t]*(?:#|\r?\n|$)/.test(text.slice(colon, colon + 200))
