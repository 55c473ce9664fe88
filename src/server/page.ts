import type { Request } from 'express'
import type { Account, Role } from '../model.ts'
import type { Context } from './context.ts'
import { formToken } from './forms.ts'
import type { Page } from './pages/layout.tsx'
import type { SignedIn } from './sessions.ts'
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

/** The same for somebody signed in: their name, what their role leads to, and a token for the forms. */
export function ownPage(
  context: Pick<Context, 'config' | 'sandbox' | 'logo' | 'formKeys'>,
  request: Request,
  { account, token }: SignedIn,
  role: Role = account.role,
): Page & { account: Account; token: string } {
  const own = { account: { ...account, role }, token: formToken(context.formKeys, token) }
  return { ...pageFor(context, request), ...own }
}
