import { isScalar, type Pair } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { isSecretKey } from '../../diagnostics/secret-key.ts'
import { referenceKinds } from '../place-name.ts'
import { keyOf } from '../positions.ts'
import { quote } from '../words.ts'
import type { MapCheck } from './check.ts'
import { colon } from './stuck.ts'
import { together } from './together.ts'

/** `{env:X}` is a map with the key "env:X": the space after the colon is what makes it a pair. `{ env=X }` has no colon at all. */
export const missingSpace: MapCheck = visited => together(spacesMissing(visited))

const spacesMissing: MapCheck = ({ node, path }) =>
  (node.items as Pair[]).flatMap(pair => {
    const word = keyOf(pair) ?? ''
    const parted = colon.exec(word) ?? equals.exec(word)
    const empty = pair.value === null || (isScalar(pair.value) && pair.value.value === null)
    const plain = isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.range
    if (parted === null || !empty || !plain) return []
    const key = /^[\w-]+/.exec(word)?.[0] ?? ''
    const known = referenceKinds.includes(key)
    const isCertain = known || !mayBeSecret(path, key)
    const isColon = word.charAt(key.length) === ':'
    const isOfDn = node.flow === true && !isColon && ofDn.test(word)
    // what may be a secret with "=" in it is told as no reference
    if (!isColon && !isCertain) return []
    const [start, sign] = [plain[0], plain[0] + key.length]
    const signs = parted[1] ?? ''
    const wrong = isColon ? missing(key, known) : instead(key, known, signs)
    const at = start + parted[0].indexOf(signs)
    const on = isColon ? [sign + 1, sign + 1] : [sign, start + parted[0].length]
    return [
      {
        rule: 'yaml/missing-space',
        severity: 'error' as const,
        at: path,
        on: isColon ? ([start, sign + 1] as const) : ([at, at + signs.length] as const),
        failed: path,
        label: 'key and value are read as one word',
        ...(isOfDn ? inQuotes : wrong),
        ...(isCertain &&
          !isOfDn && {
            fix: [{ at: [...path, key], on: on as [number, number], text: isColon ? ' ' : ': ' }],
          }),
      },
    ]
  })

/** `DC=example`, behind the comma of a DN. */
const ofDn = /^(?:cn|dc|ou|o|uid|l|st|c)=/i

const inQuotes = {
  message: 'the commas of a DN part what is in braces',
  label: 'a part of the DN',
  help: 'put the DN in quotes',
}

const equals = /^[A-Za-z][\w-]*\s*(=>?)\s*(?=[^\s=>])/

/** Other keys are not named: they may be the beginning of a secret. */
const missing = (key: string, known: boolean) => ({
  message: `there is no space after ${known ? quote(`${key}:`) : 'the colon'}`,
  help: known
    ? `write ${quote(`${key}: …`)}, with a space after the colon`
    : 'write a space after the colon, or quotes around it',
})

const instead = (key: string, known: boolean, sign: string) => ({
  message: `there is ${quote(sign)} where a colon belongs`,
  help: known ? `write ${quote(`${key}: …`)}, with a colon and a space` : 'write ": " in its place',
})

const mayBeSecret = (path: Path, key: string) => [...path, key].some(segment => isSecretKey(String(segment)))
