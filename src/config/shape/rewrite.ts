import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Change } from '../finding.ts'
import type { Positions } from '../positions.ts'
import type { Schema } from '../schema/schema.ts'

/** Another value in its place. */
export const rewritten = (path: Path, text: string): Change[] => [{ at: path, text }]

/** The same characters as text, where they then are what the schema wants. The value is not part of what is written. */
export function inQuotes(path: Path, schema: Schema, positions: Positions): Change[] | undefined {
  const source = positions.source(path)
  return source !== undefined && takesText(source, schema) ? around(path, positions) : undefined
}

/** Quotes around a value of one word. */
export function around(path: Path, positions: Positions): Change[] {
  const { start, end } = positions.value(path)
  return [start.offset, end.offset].map(at => ({ at: path, on: [at, at] as const, text: '"' }))
}

/** A word that needs no escapes in quotes, where text of its form is wanted. */
export function takesText(
  text: string,
  { type, enum: words, pattern = '', minLength = 0, maxLength = Infinity }: Schema,
): boolean {
  return (
    /^[^\s"'\\]+$/.test(text) &&
    (type === 'string' || (Array.isArray(type) && type.includes('string'))) &&
    (words === undefined || words.includes(text)) &&
    new RegExp(pattern, 'u').test(text) &&
    text.length >= minLength &&
    text.length <= maxLength
  )
}

/** A word in the quotes that the one before it had. */
export function likewise(source: string | undefined, word: string): string {
  const quote = /^["']/.exec(source ?? '')?.[0] ?? ''
  return `${quote}${word}${quote}`
}
