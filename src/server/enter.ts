import type { Request, Response } from 'express'
import type { Account, Identity } from '../model.ts'
import { signIn } from '../signin/signin.ts'
import { pageFor } from './page.ts'
import { departurePage } from './pages/departure.tsx'
import { render } from './pages/render.ts'
import { record } from './record.ts'
import { orRefuse } from './refusals.ts'
import type { Site } from './site.ts'
import type { OpenSource } from './sources.ts'

/** From an identity to a signed-in browser: the account, its session, the audit line, and on to where it wanted to go. */
export async function enterAs(
  site: Site,
  request: Request,
  response: Response,
  { open, identity, returnTo }: { open: OpenSource; identity: Identity; returnTo: string },
): Promise<void> {
  await beginAs(site, request, response, { open, identity })
  response.redirect(request.method === 'POST' ? 303 : 302, new URL(returnTo, site.config.publicUrl).href)
}

/** The same after a form of one of our pages, whose policy lets no redirect go elsewhere. */
export async function enterFromForm(
  site: Site,
  request: Request,
  response: Response,
  { open, identity, returnTo }: { open: OpenSource; identity: Identity; returnTo: string },
): Promise<void> {
  await beginAs(site, request, response, { open, identity })
  const { href: url, pathname } = new URL(returnTo, site.config.publicUrl)
  const page = pageFor(site, request)
  if (!pathname.slice(page.base.length).match(leadsOn)) return response.redirect(303, url)
  response.type('html').send(render(departurePage({ page, title: page.text.signingIn, url })))
}

/** Addresses of ours that send people on to an app. */
const leadsOn = /^\/(?:apps|oidc|saml|authz)\//

async function beginAs(
  site: Site,
  request: Request,
  response: Response,
  { open, identity }: { open: OpenSource; identity: Identity },
): Promise<void> {
  const by = { source: open.config.id, identity }
  await arriveAs(site, request, { open, identity }, account =>
    site.sessions.begin(request, response, { account, ...by }),
  )
}

/**
 * From an identity to its account, through `door` – what the sign-in is for –, and the audit lines of that: somebody whom
 * the door refuses has not signed in. `detail` is what else they say of the sign-in.
 */
export async function arriveAs<T>(
  site: Site,
  request: Request,
  { open, identity, detail }: { open: OpenSource; identity: Identity; detail?: Record<string, unknown> },
  door: (account: Account) => Promise<T>,
): Promise<T> {
  const source = open.config.id
  const host = {
    storage: site.storage,
    now: site.now(),
    newId: () => site.random(16).toString('hex'),
    mayRegister: site.limits.registration,
  }
  const refusable = { source, step: 'account', identity, ...(detail && { detail }) } as const
  const { account, registered } = await orRefuse(site, request, refusable, () =>
    signIn(host, open.config, identity),
  )
  const about = { accountId: account.id, source, address: request.ip }
  if (registered)
    await record(site, { event: 'registered', ...about, detail: { username: account.username } })
  const opened = await orRefuse(site, request, { ...refusable, account: account.id }, () => door(account))
  await record(site, { event: 'sign-in', ...about, ...(detail && { detail }) })
  return opened
}
