import type { Router } from 'express'
import { appViews } from '../../admin/apps.ts'
import { looking } from '../../admin/entry.ts'
import { appsPage } from '../../pages/admin/apps.tsx'
import { render } from '../../pages/render.ts'
import type { Site } from '../../site.ts'

/** `GET /admin/apps`: who may enter which, and what to enter at each. */
export function appRoutes(router: Router, site: Site): void {
  router.get('/admin/apps', async (request, response) => {
    const administrator = await looking(site, request, response)
    if (!administrator) return
    response.type('html').send(render(appsPage({ page: administrator.page, apps: appViews(site) })))
  })
}
