import type { Request, Response } from 'express'
import { SsoError } from '../../errors.ts'
import type { InApp } from '../../plugin.ts'
import { beginTransaction } from '../../signin/transaction.ts'
import { browserOf } from '../browser.ts'
import { contentPolicy } from '../headers.ts'
import { inAppAddress } from '../in-app.ts'
import { named } from '../named.ts'
import { pageFor } from '../page.ts'
import { inAppPage } from '../pages/in-app.tsx'
import { render } from '../pages/render.ts'
import type { Site } from '../site.ts'
import type { OpenSource } from '../sources.ts'
import { departure } from './auth.ts'

/**
 * The silent sign-in, as the answer to any request from the app of a source: the page whose script asks for a code, or
 * on to where the app answers. `returnTo` is a path of ours.
 */
export async function showSilent(
  site: Site,
  request: Request,
  response: Response,
  { open, inApp }: { open: OpenSource; inApp: InApp },
  returnTo: string,
): Promise<void> {
  const { id } = open.config
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
  const tx = await beginTransaction(site.storage, beginning, { now: site.now(), random: site.random })
  const { library, askForCode, parameters } = await (async () => inApp.page(tx))().catch(thrown => {
    throw named(thrown, id, 'start')
  })
  // whatever is loaded here runs as a page of ours
  if (!site.outbound.isAllowed(library) || !/^[\w.-]+(?::\d+)?$/.test(library.host)) {
    const cause = `would load a script from ${library.origin}`
    throw new SsoError('source_reply_invalid', { source: id, step: 'start', cause })
  }
  const nonce = site.random(16).toString('base64url')
  // the code's post goes on to an app, at an address that is its own; there is no other form here, and nothing typed
  const policy = contentPolicy(`script-src 'nonce-${nonce}' ${library.origin}`, 'form-action *')
  response.set('Content-Security-Policy', policy)
  response.type('html').send(
    render(
      inAppPage({
        page: pageFor(site, request),
        ...{ nonce, askForCode, parameters },
        otherwise: ordinaryWay(site, open, returnTo),
        library: library.href,
        action: `/auth/${id}/in-app`,
        state: tx.state,
      }),
    ),
  )
}

/** Where people go who get no code. Not back to where they came from: that would be a circle. */
export function ordinaryWay(
  { config: { publicUrl } }: Site,
  { config: { id }, source }: OpenSource,
  returnTo: string,
): string {
  const query = new URLSearchParams({ returnTo })
  return source.redirect ? `${publicUrl}/auth/${id}?${query}` : `${publicUrl}/signin?choose&${query}`
}
