import type { Router } from 'express'
import { roleOf } from '../../accounts/role.ts'
import type { Report } from '../../directory/report.ts'
import { SsoError } from '../../errors.ts'
import { formToken } from '../forms.ts'
import { pageFor } from '../page.ts'
import { directoriesPage } from '../pages/directories.tsx'
import { render } from '../pages/render.ts'
import type { Site } from '../site.ts'

const mostRuns = 10

/** `GET /admin/directories`, for administrators; for everybody else there is no such page. */
export function directoryRoutes(router: Router, site: Site): void {
  const { config, storage } = site

  router.get('/admin/directories', async (request, response) => {
    const signedIn = await site.sessions.of(request)
    if (!signedIn) {
      const here = new URLSearchParams({
        returnTo: new URL(`${config.publicUrl}/admin/directories`).pathname,
      })
      return response.redirect(`${config.publicUrl}/signin?${here}`)
    }
    const { account, token } = signedIn
    response.locals.signedIn = true
    const role = roleOf(account, await storage.bindings.of(account.id), config.admins)
    if (role !== 'admin') throw new SsoError('not_found')
    const followed = config.sources.filter(({ enabled, sync }) => enabled && sync)
    const sources = await Promise.all(
      followed.map(async source => ({
        config: source,
        reports: (await storage.runs.of(source.id, mostRuns)).flatMap(({ report }) =>
          report === null ? [] : [JSON.parse(report) as Report],
        ),
      })),
    )
    const page = { ...pageFor(site, request), account, token: formToken(site.formKeys, token) }
    response.type('html').send(render(directoriesPage({ page, sources })))
  })
}
