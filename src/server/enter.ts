import type { Request, Response } from 'express'
import { SsoError } from '../errors.ts'
import type { Account, Identity } from '../model.ts'
import { signIn } from '../signin/signin.ts'
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
  const account = await arriveAs(site, request, { open, identity })
  await site.sessions.begin(request, response, account, open.config.id)
  response.redirect(request.method === 'POST' ? 303 : 302, new URL(returnTo, site.config.publicUrl).href)
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
