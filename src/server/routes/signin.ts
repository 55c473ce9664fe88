import type { Request, Response, Router } from 'express'
import { browserOf } from '../browser.ts'
import { formToken } from '../forms.ts'
import { silentAddress } from '../in-app.ts'
import { pageFor } from '../page.ts'
import { render } from '../pages/render.ts'
import { type SignInPage, signInPage } from '../pages/signin.tsx'
import { returnPath } from '../return-to.ts'
import type { Site } from '../site.ts'

/** `GET /` and `GET /signin`: where people begin. */
export function signInRoutes(router: Router, site: Site): void {
  router.get('/', async (request, response) => {
    if (await site.sessions.of(request)) return response.redirect(`${site.config.publicUrl}/account`)
    const silent = silentAddress(site, request)
    if (silent !== undefined) return response.redirect(silent)
    showSignIn(site, request, response, {})
  })

  router.get('/signin', async (request, response) => {
    const { text } = pageFor(site, request)
    const again = request.query.again !== undefined
    if (!again && (await site.sessions.of(request))) {
      return response.redirect(
        new URL(returnPath(request.query.returnTo, site.config.publicUrl), site.config.publicUrl).href,
      )
    }
    // who has signed out, or could not get in, must be able to choose
    const mayChoose = again || ['out', 'choose'].some(word => request.query[word] !== undefined)
    const silent = mayChoose ? undefined : silentAddress(site, request)
    if (silent !== undefined) return response.redirect(silent)
    const sentence = again ? text.signInAgain : request.query.out !== undefined ? text.signedOut : undefined
    showSignIn(site, request, response, sentence === undefined ? {} : { notice: { kind: 'info', sentence } })
  })
}

/** The sign-in page, with what went wrong or what was typed. */
export function showSignIn(
  site: Site,
  request: Request,
  response: Response,
  said: Pick<SignInPage, 'notice' | 'username'>,
): void {
  const page = {
    ...pageFor(site, request),
    token: formToken(site.formKeys, browserOf(site, request, response)),
  }
  const open = [...site.sources.values()].filter(({ config }) => config.enabled)
  const wish =
    request.method === 'POST' ? (request.body as Record<string, unknown>).returnTo : request.query.returnTo
  response.type('html').send(
    render(
      signInPage({
        ...said,
        page,
        redirects: open.filter(({ source }) => source.redirect).map(({ config }) => config),
        passwords: open.filter(({ source }) => source.password).map(({ config }) => config),
        returnTo: returnPath(wish, site.config.publicUrl),
      }),
    ),
  )
}
