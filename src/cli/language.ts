import type { Io } from './io.ts'

export type Language = 'zh' | 'en'

export const languages: readonly Language[] = ['zh', 'en']

/** The language of the person at the terminal: that of messages, as POSIX.1 says it (Base Definitions, 8.2). */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: Io['env']): Language {
  const locale = LC_ALL || LC_MESSAGES || LANG || ''
  return locale.startsWith('zh') ? 'zh' : 'en'
}
