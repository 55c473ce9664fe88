import type { Request, Response } from 'express'
import { SsoError } from '../errors.ts'
import type { Account, Identity } from '../model.ts'
import { signIn } from '../signin/signin.ts'
import { pageFor } from './page.ts'
import { departurePage } from './pages/departure.tsx'
import { render } from './pages/render.ts'
import { record } from './record.ts'
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
  const account = await arriveAs(site, request, { open, identity })
  await site.sessions.begin(request, response, { account, source: open.config.id, identity })
}

/** From an identity to its account, and the audit lines of that. `detail` is what else they say of the sign-in. */
export async function arriveAs(
  site: Site,
  request: Request,
  { open, identity, detail }: { open: OpenSource; identity: Identity; detail?: Record<string, unknown> },
): Promise<Account> {
  const source = open.config.id
  const host = {
    storage: site.storage,
    now: site.now(),
    newId: () => site.random(16).toString('hex'),
    mayRegister: site.limits.registration,
  }
  const { account, registered } = await signIn(host, open.config, identity).catch(async thrown => {
    if (!(thrown instanceof SsoError)) throw thrown
    const refusal = thrown.completed({ source, step: 'account', who: whoIs(identity) })
    const refused = { ...detail, code: refusal.code, who: refusal.who }
    await record(site, { event: 'refused', source, address: request.ip, detail: refused })
    throw refusal
  })
  const about = { accountId: account.id, source, address: request.ip }
  if (registered)
    await record(site, { event: 'registered', ...about, detail: { username: account.username } })
  await record(site, { event: 'sign-in', ...about, ...(detail && { detail }) })
  return account
}

/** For the log and the audit: an administrator must be able to help somebody who was refused. */
const whoIs = ({ displayName, username, subject }: Identity): string =>
  `${displayName ?? username ?? 'unnamed'} (${subject})`
