import { isScalar, type Pair } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { isSecretKey } from '../../diagnostics/secret-key.ts'
import { referenceKinds } from '../place-name.ts'
import { keyOf } from '../positions.ts'
import { quote } from '../words.ts'
import type { MapCheck } from './check.ts'
import { together } from './together.ts'

/** `{env:X}` is a map with the key "env:X": the space after the colon is what makes it a pair. */
export const missingSpace: MapCheck = visited => together(spacesMissing(visited))

const spacesMissing: MapCheck = ({ node, path }) =>
  (node.items as Pair[]).flatMap(pair => {
    const parts = /^([A-Za-z][\w-]*):(?=[^\s/])/.exec(keyOf(pair) ?? '')
    const empty = pair.value === null || (isScalar(pair.value) && pair.value.value === null)
    const plain = isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.range
    if (!parts?.[1] || !empty || !plain) return []
    const start = plain[0]
    const known = referenceKinds.includes(parts[1])
    return [
      {
        rule: 'yaml/missing-space',
        severity: 'error' as const,
        at: path,
        on: [start, start + parts[0].length] as const,
        failed: path,
        // other keys may be the beginning of a secret
        message: `there is no space after ${known ? quote(parts[0]) : 'the colon'}`,
        label: 'key and value are read as one word',
        help: known
          ? `write ${quote(`${parts[1]}: …`)}, with a space after the colon`
          : 'write a space after the colon, or quotes around it',
        ...(isCertain(path, parts[1], known) && {
          fix: [{ at: [...path, parts[1]], on: behind(plain[0], parts[0]), text: ' ' }],
        }),
      },
    ]
  })

/** Anything else may be a secret with a colon in it. */
const isCertain = (path: Path, key: string, known: boolean) =>
  known || ![...path, key].some(segment => isSecretKey(String(segment)))

function behind(start: number, key: string): [number, number] {
  const at = start + key.length
  return [at, at]
}
