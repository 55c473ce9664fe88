import type { Router } from 'express'
import { findPerson } from '../../accounts/person.ts'
import { roleOf } from '../../accounts/role.ts'
import { found, longestWords, openTo } from '../apps/open-to.ts'
import { choiceOf } from '../choice.ts'
import { endedNotice } from '../ended.ts'
import { silentAddress } from '../in-app.ts'
import { ownPage } from '../page.ts'
import { portalPage } from '../pages/portal.tsx'
import { render } from '../pages/render.ts'
import type { Site } from '../site.ts'
import { showSignIn } from './signin.ts'

/**
 * `GET /`: the apps of who is signed in – their own page, where the file has no apps –, or the sign-in page. Asked
 * anew each time, like every door: what is shown can be opened.
 */
export function portalRoutes(router: Router, site: Site): void {
  const { config, storage } = site

  router.get('/', async (request, response) => {
    const signedIn = await site.sessions.of(request)
    if (!signedIn) {
      const silent = silentAddress(site, request)
      if (silent !== undefined) return response.redirect(silent)
      const choice = await choiceOf(site, request, response)
      return showSignIn(site, request, response, choice, { notice: await endedNotice(site, request) })
    }
    const person = config.apps.length > 0 && (await findPerson(signedIn.account.id, storage, config))
    if (!person) return response.redirect(`${config.publicUrl}/account`)
    const { q } = request.query
    const words = typeof q === 'string' ? q.slice(0, longestWords).trim() : ''
    const apps = await openTo(site, person)
    const role = roleOf(person.account, person.bindings, config.admins)
    const page = ownPage(site, request, signedIn, role)
    response
      .type('html')
      .send(render(portalPage({ page, apps: found(apps, words), all: apps.length, words })))
  })
}
