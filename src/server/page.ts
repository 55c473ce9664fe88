import type { Request } from 'express'
import type { Context } from './context.ts'
import type { Page } from './pages/layout.tsx'
import { chooseLocale, texts } from './text/choose.ts'

/** What a page needs to know of the request: its language and the frame around it. */
export function pageFor({ config, sandbox }: Pick<Context, 'config' | 'sandbox'>, request: Request): Page {
  const locale = chooseLocale(request.get('accept-language'), config.ui.locale)
  const base = new URL(config.publicUrl).pathname.replace(/\/$/, '')
  return { text: texts[locale], locale, place: config.ui.title, base, sandbox }
}
