import { plainText } from './words.ts'

/** Words that name nobody in particular. */
export const isEverybody = (value: unknown): boolean =>
  typeof value === 'boolean' ||
  /^(?:all|any(?:one|body)?|every(?:one|body)|public|authenticated|\*|所有人?|全部|全体|全员|任何人|大家)$/i.test(
    plainText(value),
  )

/** What to add to the help about a group that may not be one. */
export const orEverybody = (group: string): string =>
  isEverybody(group) ? '\nif everybody is meant: allow: everyone' : ''
