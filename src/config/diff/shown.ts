import { discreetly, sounds, withForms } from '../../diagnostics/secret-form.ts'
import { mayBeSecret, printable, redacted } from '../shown.ts'
import { isRecord } from '../types.ts'

/** How a secret that a sandbox file has written out is called. */
export const inlineSecret = '‹inline secret›'

/** A value as a report may have it: references as in the file, and nothing that is a secret or looks like one. */
export function shownValue(value: unknown, keys: readonly string[] = []): unknown {
  if (value === undefined) return null
  const isFree = keys.includes(free)
  if (isFree && mayBeSecret(keys.at(-1) ?? '', value)) return redacted
  return covered(isLiteral(value) ? inlineSecret : printable(value), isFree)
}

/** The map of a source that only its own manual describes. */
const free = 'options'

const isLiteral = (value: unknown): boolean =>
  isRecord(value) && Object.keys(value).length === 1 && 'literal' in value

function covered(value: unknown, isFree: boolean): unknown {
  if (typeof value === 'string') return sounds(value) ? redacted : value
  if (Array.isArray(value)) return value.map(one => covered(one, isFree))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, below]) => [
      discreetly(key),
      isFree && mayBeSecret(key, below) ? redacted : covered(below, isFree || key === free),
    ]),
  )
}

/** The same of a sentence. */
export const shownText = (text: string): string => {
  const plain = withForms(text, () => redacted)
  return plain
    .split(/(\s+)/)
    .map(word => (sounds(word) ? redacted : word))
    .join('')
}
