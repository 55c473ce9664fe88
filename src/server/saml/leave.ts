import type { Request, Response } from 'express'
import { sha256 } from '../../hash.ts'
import type { Opening } from '../../storage/openings.ts'
import type { OpenApp } from '../apps/apps.ts'
import { pageFor } from '../page.ts'
import { departurePage } from '../pages/departure.tsx'
import { render } from '../pages/render.ts'
import type { Site } from '../site.ts'
import { keepPending } from './pending.ts'
import { onwards, type SignOut, tellable } from './sign-out.ts'

/**
 * After a sign-out: to the SAML apps that were open, one after the other, and last to our page. The session is over
 * already, so that an app that does not let the browser go on keeps nobody signed in here.
 */
export async function leaveApps(
  site: Site,
  request: Request,
  response: Response,
  openings: readonly Opening[],
): Promise<void> {
  const { idp } = site
  const [first, ...others] = idp ? await tellable(site, idp, openings) : []
  const app = first && site.apps.get(first.app)
  if (!first || !app) return response.redirect(303, `${site.config.publicUrl}/signin?out`)
  await leaveFor(site, request, response, { app, waiting: [first, ...others] })
}

/** From a form of ours to an app: with `asked`, to the one that has asked for the sign-out, at the latest. */
export async function leaveFor(
  site: Site,
  request: Request,
  response: Response,
  { app, ...rest }: { app: OpenApp } & Pick<SignOut, 'waiting' | 'asked'>,
): Promise<void> {
  const kept: SignOut = { kind: 'sign-out', requestId: '', partial: false, ...rest }
  const query = new URLSearchParams({ leave: await keepPending(site, app, kept) })
  // a page and no redirect: `form-action 'self'` of the page before holds for where its form leads
  const url = `${site.config.publicUrl}/saml/slo?${query}`
  const page = pageFor(site, request)
  response.type('html').send(render(departurePage({ page, title: page.text.goingTo(app.config.name), url })))
}

/** The address of that page. */
export async function leaveOn(
  site: Site,
  request: Request,
  response: Response,
  handle: string,
): Promise<void> {
  const kept = await site.storage.saml.take(sha256(handle), site.now())
  const signOut = kept && (JSON.parse(kept.content) as SignOut)
  if (!site.idp || signOut?.kind !== 'sign-out')
    return response.redirect(`${site.config.publicUrl}/signin?out`)
  await onwards(site, site.idp, request, response, signOut)
}
