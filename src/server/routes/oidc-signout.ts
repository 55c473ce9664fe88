import type { Request, Response, Router } from 'express'
import { paths } from '../../apps/oidc/discovery.ts'
import type { Hint } from '../../apps/oidc/provider.ts'
import type { Oidc } from '../apps/oidc/oidc.ts'
import { checkForm, formToken, tokenField } from '../forms.ts'
import { pageFor } from '../page.ts'
import { departurePage } from '../pages/departure.tsx'
import { render } from '../pages/render.ts'
import { signOutPage } from '../pages/signout.tsx'
import { parametersOf } from '../parameters.ts'
import { record } from '../record.ts'
import type { SignedIn } from '../sessions.ts'
import type { Site } from '../site.ts'

const understood = ['id_token_hint', 'post_logout_redirect_uri', 'state', 'client_id']

/**
 * OpenID Connect RP-Initiated Logout 1.0. An app that shows the ID token of this very session ends it at once; anybody
 * else has the person asked. Only who shows an ID token of its own is sent people back, to an address of its own.
 */
export function oidcSignOutRoutes(router: Router, site: Site, oidc: Oidc): void {
  const signedOut = `${site.config.publicUrl}/signin?out`

  router.get(paths.endSession, async (request, response) => {
    const asked = askedOf(request)
    const hint = await hintOf(asked)
    const back = addressOf(hint, asked)
    const signedIn = await site.sessions.of(request)
    if (signedIn && !(hint && (await isAbout(hint, signedIn)))) {
      const page = { ...pageFor(site, request), account: signedIn.account, token: tokenOf(signedIn) }
      response
        .type('html')
        .send(render(signOutPage({ page, action: paths.endSession, asked: Object.fromEntries(asked) })))
      return
    }
    if (signedIn) await end(request, response, signedIn)
    response.redirect(back?.address ?? signedOut)
  })

  router.post(paths.endSession, async (request, response) => {
    const asked = askedOf(request)
    // an app's own post, without the session cookie (SameSite=Lax): it comes along when the browser is sent on
    if ((request.body as Record<string, unknown>)[tokenField] === undefined)
      return response.redirect(303, `${site.config.publicUrl}${paths.endSession}?${asked}`)
    const signedIn = await site.sessions.of(request)
    if (signedIn) {
      checkForm(request, site.formKeys, signedIn.token, new URL(site.config.publicUrl).origin)
      await end(request, response, signedIn)
    }
    const back = addressOf(await hintOf(asked), asked)
    if (!back) return response.redirect(303, signedOut)
    const page = pageFor(site, request)
    response
      .type('html')
      .send(render(departurePage({ page, title: page.text.goingTo(back.name), url: back.address })))
  })

  function askedOf(request: Request): URLSearchParams {
    return new URLSearchParams([...parametersOf(request)].filter(([name]) => understood.includes(name)))
  }

  async function hintOf(asked: URLSearchParams): Promise<Hint | undefined> {
    const shown = asked.get('id_token_hint')
    const hint = shown === null ? undefined : await (await oidc.provider()).readHint(shown)
    const named = asked.get('client_id') ?? hint?.client.clientId
    return hint?.client.clientId === named ? hint : undefined
  }

  function addressOf(hint: Hint | undefined, asked: URLSearchParams) {
    const wish = asked.get('post_logout_redirect_uri')
    if (!hint || wish === null || !hint.client.postLogoutRedirectUris.includes(wish)) return undefined
    const address = new URL(wish)
    const state = asked.get('state')
    if (state !== null) address.searchParams.append('state', state)
    return { address: address.href, name: site.apps.get(hint.client.app)?.config.name ?? '' }
  }

  /** Whether the hint's session is the one of this browser: that of another one is nothing to end here. */
  async function isAbout({ subject, handle }: Hint, { account, session }: SignedIn): Promise<boolean> {
    if (subject !== account.id) return false
    if (handle === undefined) return true
    return (await site.storage.openings.of(session.id)).some(opening => opening.handle === handle)
  }

  async function end(request: Request, response: Response, signedIn: SignedIn): Promise<void> {
    await site.sessions.end(response, signedIn)
    await record(site, { event: 'signed-out', accountId: signedIn.account.id, address: request.ip })
    site.tellApps()
  }

  const tokenOf = ({ token }: SignedIn) => formToken(site.formKeys, token)
}
