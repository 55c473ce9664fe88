import { quote } from '../../words.ts'
import { definition } from '../host-keys.ts'
import type { Token } from '../tokens.ts'
import { noColon } from './no-colon.ts'
import type { Diagnosis, Slip } from './slip.ts'

/** `[a "b"]`, `{ a: 1 b: 2 }`, `{ a [b] }`: between brackets, what separates two things is not there. */
export const between: Diagnosis = ({ text, tokens, lines, index: at }) => {
  const from = lines[at]?.start ?? 0
  for (const [index, one] of tokens.entries()) {
    const next = tokens[index + 1]
    if (next === undefined || next.start < from || one.inside === undefined) continue
    const slip =
      next.kind === 'map-value-ind'
        ? (keyBehindValue(one) ?? keyAsValue(one))
        : besideEachOther(one, next, text)
    if (slip) return [slip]
  }
  return []
}

/** Nobody has a longer key; a text may be as long as the file. */
const longest = 200

/** Signs and words of other languages that join two things. */
const joint = '(?:;|&&?|\\|\\|?|\\+|and|or|AND|OR)'
const jointBefore = new RegExp(`^${joint}(?=\\s|$)`)
const jointBehind = new RegExp(`(?:\\s|(?=;))(${joint}?)\\s+("?)([A-Za-z][\\w-]*)\\2$`)

/** `127.0.0.1:8080 trustedProxies`, which a colon follows, and `1 "publicUrl"` in JSON. */
function keyBehindValue({ kind, text, start, inside, after }: Token): Slip | undefined {
  if (kind !== 'plain' || inside !== '{' || after !== 'map-value-ind') return undefined
  const end = text.slice(-longest)
  const gap = jointBehind.exec(end) ?? /()\s+("?)([A-Za-z][\w-]*)\2$/.exec(end)
  const [all = '', sign = '', , key] = gap ?? []
  const at = text.length - end.length + (gap?.index ?? 0)
  if (gap === null || at === 0) return undefined
  return noComma(start + at, { sign, blank: sign === '' ? 0 : all.indexOf(sign), key })
}

/** `"server": "listen": "…"` in JSON. */
function keyAsValue({ kind, start, inside, after }: Token): Slip | undefined {
  if (kind !== 'double-quoted-scalar' || inside !== '{' || after !== 'map-value-ind') return undefined
  return {
    on: [start, start + 1],
    message: 'there is no "{" before the keys of a map',
    label: 'its first key',
    help: 'write "{" before it',
    instead: { at: start, length: 0, text: '{' },
  }
}

function besideEachOther(one: Token, next: Token, text: string): Slip | undefined {
  const end = one.start + one.text.length
  if (!ends.test(one.kind) || next.inside !== one.inside) return undefined
  const sign = next.kind === 'anchor' || next.kind === 'plain' ? jointBefore.exec(next.text)?.[0] : undefined
  if (sign !== undefined && one.kind !== 'plain') return noComma(end, { sign, blank: next.start - end })
  if (!begins.test(next.kind)) return undefined
  // "a, "b"]: the first quote is closed in the wrong place
  const isApart = end < next.start || next.kind === one.kind || next.kind.endsWith('-start')
  if (!isApart) return undefined
  const isKey = one.inside === '{' && /^(?:comma|flow-map-start)$/.test(one.after ?? '')
  if (isKey && /^"[A-Za-z][\w-]*"$/.test(one.text)) return noColon(one.start, one.text)
  if (isKey && one.kind === 'plain') return colonBehind(one, /^\s/.test(text.slice(end, end + 1)))
  return isKey ? undefined : noComma(end)
}

const ends = /^plain$|quoted-scalar$|^flow-(?:map|seq)-end$/
const begins = /^plain$|quoted-scalar$|^flow-(?:map|seq)-start$/

interface Joint {
  readonly sign: string
  /** How many blanks are before it. */
  readonly blank: number
  /** What it stands before, where that is known. */
  readonly key?: string | undefined
}

function noComma(at: number, { sign, blank, key = '' }: Joint = { sign: '', blank: 0 }): Slip {
  if (sign === '')
    return {
      on: [at, at + 1],
      message: 'there is no "," between two entries',
      label: 'it is missing here',
      help: 'write "," here',
      instead: { at, length: 0, text: ',' },
    }
  const start = at + blank
  const isEither = /^(?:\|\|?|or)$/i.test(sign) && Object.hasOwn(definition('when').properties ?? {}, key)
  return {
    on: [start, start + sign.length],
    message: `${quote(sign)} stands where "," belongs`,
    label: 'not a sign of YAML',
    help: isEither
      ? 'write "," in its place where both have to hold, and any: [{ … }, { … }] where one is enough'
      : 'write "," in its place',
    instead: { at, length: blank + sign.length, text: ',' },
  }
}

/** `organizations [`, `when = {`, `when => {` */
function colonBehind({ start, text }: Token, isApart: boolean): Slip {
  const [, key = '', sign = ''] = /^(.*?)((?:[ \t]?(?:=>|[;=]))?)$/.exec(text.trimEnd()) ?? []
  return noColon(start, key, sign, !isApart)
}
