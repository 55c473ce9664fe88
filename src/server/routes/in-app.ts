import type { Request, Router } from 'express'
import { SsoError } from '../../errors.ts'
import type { InApp } from '../../plugin.ts'
import { redeemTransaction } from '../../signin/transaction.ts'
import { enterAs } from '../enter.ts'
import { inAppAddress, inAppOf, isFromApp } from '../in-app.ts'
import { parametersOf } from '../parameters.ts'
import { vouchedFor } from '../refusals.ts'
import { returnPath } from '../return-to.ts'
import type { Site } from '../site.ts'
import type { OpenSource } from '../sources.ts'
import { ordinaryWay, showSilent } from './silent.ts'
import { sourceOf } from './source.ts'

/**
 * `/auth/{source}/in-app`: the silent sign-in. Either the page that asks the vendor's app for a code, and the code it
 * got; or on to the address where the app answers, and back like any redirect.
 */
export function inAppRoutes(router: Router, site: Site): void {
  const { config, storage, cookies, limits } = site

  router.get('/auth/:source/in-app', async (request, response) => {
    await limits.signIn(request.ip ?? '')
    const { open, inApp } = silentSourceOf(request)
    const returnTo = returnPath(request.query.returnTo, config.publicUrl)
    // the address is an app's homepage: who is signed in already just goes on
    if (await site.sessions.of(request)) return response.redirect(new URL(returnTo, config.publicUrl).href)
    if (!isFromApp(request, inApp)) return response.redirect(ordinaryWay(site, open, returnTo))
    await showSilent(site, request, response, { open, inApp }, returnTo)
  })

  router.post('/auth/:source/in-app', async (request, response) => {
    await limits.signIn(request.ip ?? '')
    const { open, inApp } = silentSourceOf(request)
    if ('start' in inApp) throw new SsoError('not_found')
    const source = open.config.id
    const returned = parametersOf(request)
    const [state, code] = [returned.get('state') ?? '', returned.get('code') ?? '']
    const browser = cookies.read(request, 'sso_flow')
    const { tx, record } = await redeemTransaction(storage, { state, browser, source }, site.now())
    // the vendor may repeat in an error what it was sent, and these open something
    response.locals.unspoken = [...returned.values(), tx.codeVerifier, tx.nonce, ...open.secrets]
    if (tx.redirectUri !== inAppAddress(site, source))
      throw new SsoError('state_invalid', { source, step: 'return', cause: 'state of a redirect' })
    if (code === '') throw new SsoError('request_invalid', { source, step: 'return', cause: 'no code' })
    const identity = await vouchedFor(site, request, { source, step: 'exchange' }, () =>
      inApp.exchange(code, tx),
    )
    await enterAs(site, request, response, { open, identity, returnTo: record.returnTo })
  })

  /** The source of the address. Where there is no silent sign-in, there is no such address. */
  function silentSourceOf(request: Request): { open: OpenSource; inApp: InApp } {
    const open = sourceOf(site, request)
    const inApp = inAppOf(open)
    if (!inApp) throw new SsoError('not_found')
    return { open, inApp }
  }
}
