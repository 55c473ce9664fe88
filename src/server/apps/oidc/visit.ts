import type { Request } from 'express'
import type { OidcClient } from '../../../apps/oidc/client.ts'
import type { Visit } from '../../../apps/oidc/visit.ts'
import { SsoError } from '../../../errors.ts'
import { silentAddress } from '../../in-app.ts'
import { record } from '../../record.ts'
import type { SignedIn } from '../../sessions.ts'
import type { Site } from '../../site.ts'
import { mayEnter } from '../enter.ts'
import { askedAt, askedNow } from './since.ts'

/** A person at the authorization endpoint: who they are by our session, and the way to the sign-in page and back. */
export function visitOf(site: Site, request: Request, signedIn: SignedIn | undefined): Visit {
  const { config, storage, random, now } = site
  const { pathname, searchParams } = new URL(request.originalUrl, config.publicUrl)
  return {
    visitor: signedIn && {
      accountId: signedIn.account.id,
      sessionId: signedIn.session.id,
      source: signedIn.session.source,
      provedAt: signedIn.session.provedAt,
    },
    provedSince: askedAt(site, searchParams),
    signIn(again) {
      const returnTo = `${pathname}?${askedNow(site, searchParams)}`
      const silent = again ? undefined : silentAddress(site, request, returnTo)
      const query = new URLSearchParams({ ...(again && { again: '' }), returnTo })
      return silent ?? `${config.publicUrl}/signin?${query}`
    },
    async enter(client: OidcClient) {
      const app = site.apps.get(client.app)
      if (!app || !signedIn) throw new SsoError('sign_in_again', { app: client.app })
      const { account, session } = signedIn
      await site.limits.entry(account.id)
      await mayEnter(site, request, app, account)
      const opening = await storage.openings.open({
        handle: random(16).toString('base64url'),
        app: client.app,
        sessionId: session.id,
        accountId: account.id,
        subject: account.id,
        openedAt: now(),
      })
      const detail = { app: client.app }
      await record(site, { event: 'app-opened', accountId: account.id, address: request.ip, detail })
      return { handle: opening.handle }
    },
    answer: undefined,
  }
}

/** A request of a machine: nobody stands there. */
export const noVisit = (): Visit => ({
  visitor: undefined,
  provedSince: undefined,
  signIn() {
    throw new Error('nobody to sign in')
  },
  async enter() {
    throw new Error('nobody to let in')
  },
  answer: undefined,
})
