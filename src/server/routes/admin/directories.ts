import type { Router } from 'express'
import { looking } from '../../admin/entry.ts'
import { reportsOf } from '../../admin/sources.ts'
import { directoriesPage } from '../../pages/directories.tsx'
import { render } from '../../pages/render.ts'
import type { Site } from '../../site.ts'

const mostRuns = 10

/** `GET /admin/directories`: how each read of a directory went. */
export function directoryRoutes(router: Router, site: Site): void {
  router.get('/admin/directories', async (request, response) => {
    const administrator = await looking(site, request, response)
    if (!administrator) return
    const followed = site.config.sources.filter(({ enabled, sync }) => enabled && sync)
    const sources = await Promise.all(
      followed.map(async config => ({ config, reports: await reportsOf(site.storage, config.id, mostRuns) })),
    )
    response.type('html').send(render(directoriesPage({ page: administrator.page, sources })))
  })
}
