import type { Response, Router } from 'express'
import { changing, looking } from '../../admin/entry.ts'
import { asked } from '../../admin/question.ts'
import { checkable, probesOf, sourceViews } from '../../admin/sources.ts'
import { type SourcesPage, sourcesPage } from '../../pages/admin/sources.tsx'
import { render } from '../../pages/render.ts'
import type { Site } from '../../site.ts'

/** `GET /admin/sources`, and `POST …/{id}/check`: what `sso-kit check` would say now. */
export function sourceRoutes(router: Router, site: Site): void {
  router.get('/admin/sources', async (request, response) => {
    const administrator = await looking(site, request, response)
    if (!administrator) return
    await show(response, { page: administrator.page, again: asked(request, 'done') === 'again' })
  })

  router.post('/admin/sources/:id/check', async (request, response) => {
    const administrator = await changing(site, request, response, '/admin/sources')
    if (!administrator) return
    const id = String(request.params.id)
    const probes = await probesOf(site, id)
    const name = site.sources.get(id)?.config.name ?? id
    await show(response, { page: administrator.page, checked: { name, probes } })
  })

  async function show(response: Response, about: Omit<SourcesPage, 'sources' | 'checkable'>): Promise<void> {
    const sources = await sourceViews(site)
    response.type('html').send(render(sourcesPage({ ...about, sources, checkable: checkable(site) })))
  }
}
