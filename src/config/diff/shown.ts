import { discreetly, sounds, withForms } from '../../diagnostics/secret-form.ts'
import { printable, redacted } from '../shown.ts'
import { isRecord } from '../types.ts'

/** How a secret that a sandbox file has written out is called. */
export const inlineSecret = '‹inline secret›'

/** A value as a report may have it: references as in the file, and nothing that is a secret or looks like one. */
export function shownValue(value: unknown): unknown {
  if (value === undefined) return null
  return covered(isLiteral(value) ? inlineSecret : printable(value))
}

const isLiteral = (value: unknown): boolean =>
  isRecord(value) && Object.keys(value).length === 1 && 'literal' in value

function covered(value: unknown): unknown {
  if (typeof value === 'string') return sounds(value) ? redacted : value
  if (Array.isArray(value)) return value.map(covered)
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [discreetly(key), covered(below)]))
}

/** The same of a sentence. */
export const shownText = (text: string): string => {
  const plain = withForms(text, () => redacted)
  return plain
    .split(/(\s+)/)
    .map(word => (sounds(word) ? redacted : word))
    .join('')
}
