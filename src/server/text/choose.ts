import type { Locale } from '../../config/config.ts'
import { en, type Text } from './en.ts'
import { zhCN } from './zh-cn.ts'

export const texts: Readonly<Record<Locale, Text>> = { 'zh-CN': zhCN, en }

/** The first language of `Accept-Language` that we speak, else the file's (RFC 9110 §12.5.4). */
export function chooseLocale(acceptLanguage: string | undefined, fallback: Locale): Locale {
  const wished = (acceptLanguage ?? '')
    .split(',')
    .map(part => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const q = Number(
        parameters
          .find(p => p.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      )
      return { language: tag.split('-')[0], q: Number.isNaN(q) ? 0 : q }
    })
    .filter(({ language, q }) => q > 0 && (language === 'zh' || language === 'en'))
    .sort((a, b) => b.q - a.q)
  const [best] = wished
  return best === undefined ? fallback : best.language === 'zh' ? 'zh-CN' : 'en'
}
