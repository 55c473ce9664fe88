import type { Token } from '../tokens.ts'
import type { Diagnosis, Slip } from './slip.ts'

/** `[a "b"]`, `{ a: 1 b: 2 }`, `{ a [b] }`: between brackets, what separates two things is not there. */
export const between: Diagnosis = ({ text, tokens, lines, index }) => {
  const from = lines[index]?.start ?? 0
  for (const [here, token] of tokens.entries()) {
    const next = tokens[here + 1]
    if (next === undefined || next.start < from || token.inside === undefined) continue
    const slip = next.kind === 'map-value-ind' ? keyBehindValue(token) : besideEachOther(token, next, text)
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

function besideEachOther(token: Token, next: Token, text: string): Slip | undefined {
  const end = token.start + token.text.length
  if (!ends.test(token.kind) || !begins.test(next.kind) || next.inside !== token.inside) return undefined
  // "a, "b"]: the first quote is closed in the wrong place
  const isApart = end < next.start || next.kind === token.kind || next.kind.endsWith('-start')
  if (!isApart) return undefined
  const isKey = token.inside === '{' && /^(?:comma|flow-map-start)$/.test(token.after ?? '')
  if (isKey && token.kind === 'plain') return noColon(token, text)
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

function noColon({ start, text }: Token, whole: string): Slip {
  const name = text.trimEnd()
  const at = start + name.length
  const isStuck = !/^\s/.test(whole.slice(at))
  return {
    on: [start, at],
    message: 'there is no ":" after this key',
    help: isStuck ? 'write ": " after it' : 'write ":" after it',
    instead: { at, length: 0, text: isStuck ? ': ' : ':' },
  }
}
