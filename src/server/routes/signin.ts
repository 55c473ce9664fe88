import type { Request, Response, Router } from 'express'
import { browserOf } from '../browser.ts'
import { type Choice, choiceOf, sourcesFor } from '../choice.ts'
import { endedNotice } from '../ended.ts'
import { checkForm, formToken } from '../forms.ts'
import { silentAddress } from '../in-app.ts'
import { longestTyped } from '../organizations.ts'
import { pageFor } from '../page.ts'
import { render } from '../pages/render.ts'
import { type SignInPage, signInPage } from '../pages/signin.tsx'
import { returnPath } from '../return-to.ts'
import type { Site } from '../site.ts'

/** `GET /signin`: where people begin. `POST /signin`: where they belong, if the file has organisations. */
export function signInRoutes(router: Router, site: Site): void {
  const { config } = site

  router.get('/signin', async (request, response) => {
    const { text } = pageFor(site, request)
    const again = request.query.again !== undefined
    if (!again && (await site.sessions.of(request))) {
      return response.redirect(
        new URL(returnPath(request.query.returnTo, config.publicUrl), config.publicUrl).href,
      )
    }
    // before the silent sign-in, so that its error page leads back to where a link has led
    const choice = await choiceOf(site, request, response)
    // who has signed out, or could not get in, must be able to choose
    const mayChoose = again || ['out', 'choose'].some(word => request.query[word] !== undefined)
    const silent = mayChoose ? undefined : silentAddress(site, request)
    if (silent !== undefined) return response.redirect(silent)
    const sentence = again ? text.signInAgain : request.query.out !== undefined ? text.signedOut : undefined
    const asked = sentence === undefined ? undefined : ({ kind: 'info', sentence } as const)
    const notice = (await endedNotice(site, request)) ?? asked
    showSignIn(site, request, response, choice, { notice })
  })

  if (config.organizations.length === 0) return
  router.post('/signin', async (request, response) => {
    const { organization, again, returnTo } = request.body as Record<string, unknown>
    const typed = typeof organization === 'string' ? organization.slice(0, longestTyped) : ''
    try {
      const browser = site.cookies.read(request, 'sso_flow')
      checkForm(request, site.formKeys, browser, new URL(config.publicUrl).origin)
    } catch {
      // the page lay open for too long: the same page again, with a fresh token, is kinder than an error
      const sentence = pageFor(site, request).text.errors.form_expired.title
      response.status(403)
      return showSignIn(site, request, response, {}, { notice: { kind: 'error', sentence }, typed })
    }
    const meant = site.organizations.typed(typed)
    await site.limits.organization('named', request.ip ?? '', meant !== undefined)
    if (!meant) {
      response.status(422)
      return showSignIn(site, request, response, { isUnknown: true }, { typed })
    }
    // an address of its own, to go back to and to keep; what was typed stays here
    const next = new URLSearchParams({
      organization: meant.id,
      [again === undefined ? 'choose' : 'again']: '',
    })
    next.set('returnTo', returnPath(returnTo, config.publicUrl))
    response.redirect(303, `${config.publicUrl}/signin?${next}`)
  })
}

/** What went wrong, and what was typed. */
type Said = Pick<SignInPage, 'notice' | 'username'> & { typed?: string }

/** The sign-in page of an organisation, the question for one, or every source where the file has none. */
export function showSignIn(
  site: Site,
  request: Request,
  response: Response,
  choice: Choice,
  { typed, notice, username }: Said = {},
): void {
  const page = {
    ...pageFor(site, request),
    token: formToken(site.formKeys, browserOf(site, request, response)),
  }
  const { organization } = choice
  const isUnknown = choice.isUnknown === true && notice === undefined
  const said = isUnknown ? { kind: 'error' as const, sentence: page.text.organizationUnknown } : notice
  const asks = site.config.organizations.length > 0 && !organization
  const open = sourcesFor(site, choice)
  const asked = (request.method === 'POST' ? request.body : request.query) as Record<string, unknown>
  response.type('html').send(
    render(
      signInPage({
        page,
        redirects: open.filter(({ source }) => source.redirect).map(({ config }) => config),
        passwords: open.filter(({ source }) => source.password).map(({ config }) => config),
        returnTo: returnPath(asked.returnTo, site.config.publicUrl),
        kept: asked.again === undefined ? 'choose' : 'again',
        ...(said && { notice: said }),
        ...(username && { username }),
        ...(organization && { organization, hasOthers: sourcesFor(site, {}).length > 0 }),
        ...(asks && { question: { isUnknown, ...(typed !== undefined && { typed }) } }),
      }),
    ),
  )
}
