import type { Token } from '../tokens.ts'
import { noColon } from './no-colon.ts'
import type { Diagnosis, Slip } from './slip.ts'

/** `[a "b"]`, `{ a: 1 b: 2 }`, `{ a [b] }`: between brackets, what separates two things is not there. */
export const between: Diagnosis = ({ text, tokens, lines, index: at }) => {
  const from = lines[at]?.start ?? 0
  for (const [index, one] of tokens.entries()) {
    const next = tokens[index + 1]
    if (next === undefined || next.start < from || one.inside === undefined) continue
    const slip = next.kind === 'map-value-ind' ? keyBehindValue(one) : besideEachOther(one, next, text)
    if (slip) return [slip]
  }
  return []
}

/** Nobody has a longer key; a text may be as long as the file. */
const longest = 200

/** `127.0.0.1:8080 trustedProxies`, which a colon follows. */
function keyBehindValue({ kind, text, start, inside, after }: Token): Slip | undefined {
  if (kind !== 'plain' || inside !== '{' || after !== 'map-value-ind') return undefined
  const end = text.slice(-longest)
  const gap = /(;?)\s+[A-Za-z][\w-]*$/.exec(end)
  const at = text.length - end.length + (gap?.index ?? 0)
  return gap === null || at === 0 ? undefined : noComma(start + at, gap[1])
}

function besideEachOther(one: Token, next: Token, text: string): Slip | undefined {
  const end = one.start + one.text.length
  if (!ends.test(one.kind) || !begins.test(next.kind) || next.inside !== one.inside) return undefined
  // "a, "b"]: the first quote is closed in the wrong place
  const isApart = end < next.start || next.kind === one.kind || next.kind.endsWith('-start')
  if (!isApart) return undefined
  const isKey = one.inside === '{' && /^(?:comma|flow-map-start)$/.test(one.after ?? '')
  if (isKey && one.kind === 'plain') return colonBehind(one, /^\s/.test(text.slice(end, end + 1)))
  return isKey ? undefined : noComma(end)
}

const ends = /^plain$|quoted-scalar$|^flow-(?:map|seq)-end$/
const begins = /^plain$|quoted-scalar$|^flow-(?:map|seq)-start$/

const noComma = (at: number, sign = ''): Slip => ({
  on: [at, at + 1],
  message: sign === '' ? 'there is no "," between two entries' : `";" stands where "," belongs`,
  label: sign === '' ? 'it is missing here' : 'not a sign of YAML',
  help: sign === '' ? 'write "," here' : 'write "," in its place',
  instead: { at, length: sign.length, text: ',' },
})

/** `organizations [`, `when = {` */
function colonBehind({ start, text }: Token, isApart: boolean): Slip {
  const [, key = '', sign = ''] = /^(.*?)((?:[ \t]?[;=])?)$/.exec(text.trimEnd()) ?? []
  return noColon(start, key, sign, !isApart)
}
