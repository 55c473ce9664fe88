import type { Request, Router } from 'express'
import { SsoError } from '../../errors.ts'
import type { InApp } from '../../plugin.ts'
import { beginTransaction, redeemTransaction } from '../../signin/transaction.ts'
import { browserOf } from '../browser.ts'
import { enterAs } from '../enter.ts'
import { contentPolicy } from '../headers.ts'
import { inAppAddress, inAppOf, isFromApp } from '../in-app.ts'
import { named } from '../named.ts'
import { pageFor } from '../page.ts'
import { inAppPage } from '../pages/in-app.tsx'
import { render } from '../pages/render.ts'
import { parametersOf } from '../parameters.ts'
import { returnPath } from '../return-to.ts'
import type { Site } from '../site.ts'
import type { OpenSource } from '../sources.ts'
import { departure } from './auth.ts'
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
    const { id } = open.config
    const returnTo = returnPath(request.query.returnTo, config.publicUrl)
    // the address is an app's homepage: who is signed in already just goes on
    if (await site.sessions.of(request)) return response.redirect(new URL(returnTo, config.publicUrl).href)
    const otherwise = ordinaryWay(open, returnTo)
    if (!isFromApp(request, inApp)) return response.redirect(otherwise)
    if ('start' in inApp) {
      const about = { mode: 'sign-in', sessionHash: null, returnTo } as const
      return response.redirect((await departure(site, request, response, open, about)).href)
    }

    const beginning = {
      source: id,
      mode: 'sign-in',
      browser: browserOf(site, request, response),
      sessionHash: null,
      returnTo,
      redirectUri: inAppAddress(site, id),
    } as const
    const tx = await beginTransaction(storage, beginning, { now: site.now(), random: site.random })
    const { library, askForCode, parameters } = await (async () => inApp.page(tx))().catch(thrown => {
      throw named(thrown, id, 'start')
    })
    // whatever is loaded here runs as a page of ours
    if (!site.outbound.isAllowed(library) || !/^[\w.-]+(?::\d+)?$/.test(library.host)) {
      const cause = `would load a script from ${library.origin}`
      throw new SsoError('source_reply_invalid', { source: id, step: 'start', cause })
    }
    const nonce = site.random(16).toString('base64url')
    response.set('Content-Security-Policy', contentPolicy(`script-src 'nonce-${nonce}' ${library.origin}`))
    response.type('html').send(
      render(
        inAppPage({
          page: pageFor(site, request),
          ...{ nonce, askForCode, parameters, otherwise },
          library: library.href,
          action: `/auth/${id}/in-app`,
          state: tx.state,
        }),
      ),
    )
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
    const identity = await inApp.exchange(code, tx).catch(thrown => {
      throw named(thrown, source, 'exchange')
    })
    await enterAs(site, request, response, { open, identity, returnTo: record.returnTo })
  })

  /** The source of the address. Where there is no silent sign-in, there is no such address. */
  function silentSourceOf(request: Request): { open: OpenSource; inApp: InApp } {
    const open = sourceOf(site, request)
    const inApp = inAppOf(open)
    if (!inApp) throw new SsoError('not_found')
    return { open, inApp }
  }

  /** Where people go who get no code. Not back to where they came from: that would be a circle. */
  function ordinaryWay({ config: { id }, source }: OpenSource, returnTo: string): string {
    const query = new URLSearchParams({ returnTo })
    return source.redirect
      ? `${config.publicUrl}/auth/${id}?${query}`
      : `${config.publicUrl}/signin?choose&${query}`
  }
}
