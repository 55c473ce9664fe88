import type { Router } from 'express'
import { changing, looking } from '../../admin/entry.ts'
import { asked } from '../../admin/question.ts'
import { probesOf, sourceViews } from '../../admin/sources.ts'
import { sourcesPage } from '../../pages/admin/sources.tsx'
import { render } from '../../pages/render.ts'
import type { Site } from '../../site.ts'

/** `GET /admin/sources`, and `POST …/{id}/check`: what `sso-kit check` would say now. */
export function sourceRoutes(router: Router, site: Site): void {
  router.get('/admin/sources', async (request, response) => {
    const administrator = await looking(site, request, response)
    if (!administrator) return
    const sources = await sourceViews(site)
    const again = asked(request, 'done') === 'again'
    response.type('html').send(render(sourcesPage({ page: administrator.page, sources, again })))
  })

  router.post('/admin/sources/:id/check', async (request, response) => {
    const administrator = await changing(site, request, response, '/admin/sources')
    if (!administrator) return
    const id = String(request.params.id)
    const probes = await probesOf(site, id)
    const sources = await sourceViews(site)
    const name = sources.find(source => source.id === id)?.name ?? id
    const checked = { name, probes }
    response.type('html').send(render(sourcesPage({ page: administrator.page, sources, checked })))
  })
}
