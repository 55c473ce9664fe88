/**
 * JSON for programs that is safe on a terminal too: the values are the same, but control and invisible characters,
 * which names from vendors may have, are written as escapes. `JSON.stringify` does so below U+0020 only.
 */
export function json(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\p{Cf}]/gu, escaped)
  return `${text}\n`
}

const escaped = (character: string): string =>
  character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
