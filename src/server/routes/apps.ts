import type { Request, Router } from 'express'
import { SsoError } from '../../errors.ts'
import type { OpenApp } from '../apps/apps.ts'
import { mayEnter } from '../apps/enter.ts'
import { launch } from '../apps/launch.ts'
import { wishIn } from '../authz/start.ts'
import { silentSource } from '../in-app.ts'
import type { Site } from '../site.ts'
import { showSilent } from './silent.ts'

/**
 * `GET /apps/{id}/start`: the access link of an app, homepage of an application in a workbench and authentication
 * address of a self-built one. Whoever is signed in is in the app at once; inside the app of a source they are signed
 * in without a word, elsewhere by the sign-in page, and come back here.
 */
export function appRoutes(router: Router, site: Site): void {
  const { config, apps } = site

  router.get('/apps/:id/start', async (request, response) => {
    const app = appOf(request)
    const signedIn = await site.sessions.of(request)
    if (!signedIn) {
      const returnTo =
        new URL(`${config.publicUrl}/apps/${app.config.id}/start`).pathname +
        wishIn(request, app.config, site)
      const silent = silentSource(site, request)
      // here and not at an address of its own: that would be one more redirect
      if (silent) {
        await site.limits.signIn(request.ip ?? '')
        return showSilent(site, request, response, silent, returnTo)
      }
      return response.redirect(`${config.publicUrl}/signin?${new URLSearchParams({ returnTo })}`)
    }
    response.locals.signedIn = true
    await site.limits.entry(signedIn.account.id)
    const person = await mayEnter(site, request, app, signedIn.account)
    await launch({ site, request, response, app, signedIn, person })
  })

  function appOf(request: Request): OpenApp {
    const app = apps.get(String(request.params.id))
    if (!app) throw new SsoError('not_found')
    return app
  }
}
