import type { Request, Response } from 'express'
import { roleOf } from '../../accounts/role.ts'
import { SsoError } from '../../errors.ts'
import type { Account } from '../../model.ts'
import { checkForm } from '../forms.ts'
import { ownPage } from '../page.ts'
import type { Page } from '../pages/layout.tsx'
import type { SignedIn } from '../sessions.ts'
import type { Site } from '../site.ts'

/** An administrator at their pages. */
export interface Administrator {
  signedIn: SignedIn
  page: Page & { account: Account }
}

/**
 * Who looks at a page: undefined after the browser was sent to sign in. For who is no administrator there is no such
 * page.
 */
export async function looking(
  site: Site,
  request: Request,
  response: Response,
): Promise<Administrator | undefined> {
  await site.limits.admin(request.ip ?? '')
  const signedIn = await site.sessions.of(request)
  if (!signedIn) {
    response.redirect(signInFirst(site, request.originalUrl))
    return undefined
  }
  return administratorOf(site, request, response, signedIn)
}

async function administratorOf(
  site: Site,
  request: Request,
  response: Response,
  signedIn: SignedIn,
): Promise<Administrator> {
  response.locals.signedIn = true
  const { account } = signedIn
  const role = roleOf(account, await site.storage.bindings.of(account.id), site.config.admins)
  if (role !== 'admin') throw new SsoError('not_found')
  const page = ownPage(site, request, signedIn, role)
  response.locals.administration = { page } satisfies Administration
  return { signedIn, page }
}

/** Whose pages an error is then shown among, by `response.locals.administration`. */
export interface Administration {
  readonly page: Administrator['page']
  /** Id of the account that the request is about. */
  readonly account?: string
}

/** Should anything of the request fail from here on, its page leads back to this account. */
export function isAbout({ locals }: Response, { id }: Account): void {
  locals.administration = {
    ...(locals.administration as Administration),
    account: id,
  } satisfies Administration
}

/**
 * Who posts a form, signed in no longer than ten minutes ago: undefined after the browser was sent to prove it anew.
 * `page` is the path that it leads back to; there it is said that nothing was done, or `draft` makes what is shown
 * instead.
 */
export async function changing(
  site: Site,
  request: Request,
  response: Response,
  page: string,
  draft?: (by: Account) => string | undefined,
): Promise<Administrator | undefined> {
  await site.limits.admin(request.ip ?? '')
  const path = new URL(site.config.publicUrl + page).pathname
  const back = `${path}?done=again`
  const signedIn = await site.sessions.of(request)
  if (!signedIn) {
    response.redirect(303, signInFirst(site, back))
    return undefined
  }
  const administrator = await administratorOf(site, request, response, signedIn)
  checkForm(request, site.formKeys, signedIn.token, new URL(site.config.publicUrl).origin)
  if (site.sessions.isFresh(signedIn.session)) return administrator
  const kept = draft?.(signedIn.account)
  const filled = kept === undefined ? back : `${path}?${new URLSearchParams({ draft: kept })}`
  response.redirect(303, `${signInFirst(site, filled)}&again`)
  return undefined
}

const signInFirst = ({ config }: Site, returnTo: string): string =>
  `${config.publicUrl}/signin?${new URLSearchParams({ returnTo })}`
