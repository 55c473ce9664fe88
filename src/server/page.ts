import type { Request } from 'express'
import type { Context } from './context.ts'
import type { Page } from './pages/layout.tsx'
import { chooseLocale, texts } from './text/choose.ts'

/** What a page needs to know of the request: its language and the frame around it. */
export function pageFor(
  { config, sandbox, logo }: Pick<Context, 'config' | 'sandbox' | 'logo'>,
  request: Request,
): Page {
  const locale = chooseLocale(request.get('accept-language'), config.ui.locale)
  const base = new URL(config.publicUrl).pathname.replace(/\/$/, '')
  const frame = { place: config.ui.title, base, sandbox, ...(logo && { logo: logo.path }) }
  return { text: texts[locale], locale, ...frame }
}
