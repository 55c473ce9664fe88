import type { Request, Response, Router } from 'express'
import { paths } from '../../apps/oidc/discovery.ts'
import type { Answer } from '../../apps/oidc/visit.ts'
import { SsoError } from '../../errors.ts'
import { readAgain } from '../apps/oidc/again.ts'
import { counted, spokenFor } from '../apps/oidc/attempts.ts'
import type { Oidc } from '../apps/oidc/oidc.ts'
import { refusalOf } from '../apps/oidc/refusal.ts'
import { noVisit, visitOf } from '../apps/oidc/visit.ts'
import { contentPolicy } from '../headers.ts'
import { pageFor } from '../page.ts'
import { formPostPage } from '../pages/form-post.tsx'
import { render } from '../pages/render.ts'
import type { Site } from '../site.ts'

/** It travels in addresses, to the sign-in page and back. */
const longestRequest = 4096

/** The OpenID provider, but for its documents (`front`) and its sign-out. */
export function oidcRoutes(router: Router, site: Site, oidc: Oidc): void {
  router.get(paths.authorization, async (request, response) => {
    if (request.originalUrl.length > longestRequest)
      throw new SsoError('app_request_invalid', { cause: 'the request is too long' })
    const visit = visitOf(site, request, await site.sessions.of(request))
    response.locals.signedIn = visit.visitor !== undefined
    await (await oidc.provider()).answer(request, response, visit)
    show(request, response, visit.answer)
  })

  // another site posts without the session cookie (SameSite=Lax), and brings it when it is sent on
  router.post(paths.authorization, (request, response) => {
    const query = new URLSearchParams()
    for (const [name, values] of Object.entries(request.body as Record<string, unknown>))
      for (const value of [values].flat()) query.append(name, String(value))
    response.redirect(303, `${site.config.publicUrl}${paths.authorization}?${query}`)
  })

  for (const path of [paths.token, paths.introspection, paths.revocation]) {
    router.post(path, async (request, response) => {
      const from = { address: request.ip ?? '', client: spokenFor(request, oidc.clients) }
      await counted(site.limits, from, () => answer(request, response)).catch(thrown => {
        if (!(thrown instanceof SsoError) || thrown.code !== 'too_many_requests') throw thrown
        response.status(429).set('Retry-After', String(thrown.retryAfterS ?? 60))
        response.json({ error: 'temporarily_unavailable', error_description: 'too many failures, try later' })
      })
    })
  }

  const userinfo = async (request: Request, response: Response) => void (await answer(request, response))
  router.get(paths.userinfo, userinfo)
  router.post(paths.userinfo, userinfo)

  async function answer(request: Request, response: Response): Promise<number> {
    const visit = noVisit()
    await (await oidc.provider()).answer(readAgain(request), response, visit)
    show(request, response, visit.answer)
    return response.statusCode
  }

  function show(request: Request, response: Response, told: Answer | undefined): void {
    if (!told) return
    const clientId = request.query.client_id
    if (told.kind === 'failure') throw refusalOf(told.error, clientId, site.apps)
    const { action, fields } = told
    const nonce = site.random(16).toString('base64url')
    // of two rules for one thing the first counts
    const leaving = `form-action ${new URL(action).origin}`
    response.set('Content-Security-Policy', contentPolicy(`script-src 'nonce-${nonce}'`, leaving))
    const name = site.apps.get(oidc.clients.get(String(clientId))?.app ?? '')?.config.name ?? ''
    const page = pageFor(site, request)
    response
      .status(200)
      .type('html')
      .send(render(formPostPage({ page, nonce, name, action, fields })))
  }
}
