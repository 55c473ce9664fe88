/**
 * JSON for programs that is safe on a terminal too: the values are the same, but control and invisible characters of
 * the file are written as escapes. `JSON.stringify` does so below U+0020 only.
 */
export function documentOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u2028\u2029\p{Cf}]/gu, escaped)}\n`
}

const escaped = (character: string): string =>
  character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
