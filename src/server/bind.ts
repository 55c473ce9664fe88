import type { Request, Response } from 'express'
import { bind } from '../accounts/bind.ts'
import { SsoError } from '../errors.ts'
import type { Identity } from '../model.ts'
import { admit } from '../signin/signin.ts'
import type { TransactionRecord } from '../storage/transactions.ts'
import { record } from './record.ts'
import { orRefuse } from './refusals.ts'
import type { Site } from './site.ts'
import type { OpenSource } from './sources.ts'

/**
 * The end of a bind: only the very session that began it may finish it. A posted return brings no session cookie; the
 * one it brings has tied it to the browser that began, and ends with the session there.
 */
export async function acceptBinding(
  site: Site,
  request: Request,
  response: Response,
  {
    open,
    identity: returned,
    record: begun,
  }: { open: OpenSource; identity: Identity; record: TransactionRecord },
): Promise<void> {
  const source = open.config.id
  const posted = open.source.redirect?.post !== undefined
  const signedIn = posted
    ? await site.sessions.held(begun.sessionHash ?? '')
    : await site.sessions.of(request)
  if (signedIn?.session.hash !== begun.sessionHash) {
    throw new SsoError('state_invalid', { source, step: 'return', cause: 'another session began this bind' })
  }
  response.locals.signedIn = true
  const account = signedIn.account.id
  const attempt = { source, step: 'account', identity: returned, account } as const
  const outcome = await orRefuse(site, request, attempt, async () =>
    bind(site.storage, source, admit(open.config, returned), account, site.now()),
  )
  if (outcome === 'bound')
    await record(site, { event: 'bound', accountId: account, source, address: request.ip })
  await site.sessions.renew(response, signedIn, true)
  response.redirect(request.method === 'POST' ? 303 : 302, `${site.config.publicUrl}/account?done=bound`)
}
