import type { Io } from './io.ts'

export type Language = 'zh' | 'en'

export const languages: readonly Language[] = ['zh', 'en']

/** The language of the person at the terminal: Chinese where LANG says so. */
export const languageOf = ({ LANG = '' }: Io['env']): Language => (LANG.startsWith('zh') ? 'zh' : 'en')
