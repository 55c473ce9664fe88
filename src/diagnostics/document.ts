import { command, escaped } from './visible.ts'

/** JSON for programs that is safe on a terminal and in a log too. */
export const documentOf = (value: unknown): string => `${visibleJson(JSON.stringify(value, null, 2))}\n`

/**
 * The same values, with escapes for what {@link visible} writes out. `JSON.stringify` has escapes below U+0020 only, and no
 * line of what it writes begins with a text.
 */
export const visibleJson = (json: string): string =>
  json
    .replace(/[\u007f-\u009f\u2028\u2029\p{Cf}\p{DI}]/gu, character =>
      character.split('').map(escaped).join(''),
    )
    .replace(command, escaped)
