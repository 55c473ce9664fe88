import type { Request } from 'express'
import { reachOf } from '../../apps/forward-auth/site.ts'
import { isRenewal, ticketAddress, ticketLifeMs, wishOf } from '../../apps/forward-auth/ticket.ts'
import { launchAddress } from '../../apps/launch.ts'
import type { AppConfig } from '../../config/config.ts'
import { sha256 } from '../../hash.ts'
import type { Launch } from '../apps/launch.ts'
import { recordOpening } from '../apps/opened.ts'
import type { SignedIn } from '../sessions.ts'
import type { Site } from '../site.ts'

/** The start address of a site with the page that was wanted there: back to it by a ticket. Without one, its first page. */
export const enterSite: Launch = async visit => {
  const { site, request, response, app, signedIn } = visit
  const { storage, config, random, now } = site
  const reach = reachOf(config.publicUrl)
  const wish = wishOf(queryOf(request), app.config, reach)
  if (!wish) return response.redirect(launchAddress(app.config) ?? config.publicUrl)
  const ticket = random(32).toString('base64url')
  await storage.tickets.insert({
    hash: sha256(ticket),
    app: app.config.id,
    sessionId: signedIn.session.id,
    expiresAt: now() + ticketLifeMs,
    ...wish,
  })
  if (!isOnlyRenewal(request, app.config, signedIn, site)) await recordOpening(visit)
  response.redirect(ticketAddress(wish.host, ticket, reach))
}

/** What has to come back with a person who signs in on the way to a site; empty for all other apps. */
export function wishIn(request: Request, app: AppConfig, { config }: Site): string {
  if (app.type !== 'forward-auth') return ''
  const query = queryOf(request)
  if (!wishOf(query, app, reachOf(config.publicUrl))) return ''
  return `?${new URLSearchParams([...query].filter(([name]) => ['to', 'browser'].includes(name)))}`
}

/** Whether only a pass is renewed, for somebody who has been in the app all along. */
const isOnlyRenewal = (
  request: Request,
  { id }: AppConfig,
  { session }: SignedIn,
  { formKeys }: Site,
): boolean => isRenewal(queryOf(request).get('renews') ?? '', session.id, id, formKeys)

const queryOf = ({ url }: Request): URLSearchParams => new URL(url, 'http://localhost').searchParams
