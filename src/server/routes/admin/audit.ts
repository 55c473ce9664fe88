import type { Router } from 'express'
import { auditPage } from '../../admin/audit.ts'
import { looking } from '../../admin/entry.ts'
import { asked } from '../../admin/question.ts'
import { auditLogPage } from '../../pages/admin/audit.tsx'
import { render } from '../../pages/render.ts'
import type { Site } from '../../site.ts'

/** `GET /admin/audit`: what happened, newest first. */
export function auditRoutes(router: Router, site: Site): void {
  router.get('/admin/audit', async (request, response) => {
    const administrator = await looking(site, request, response)
    if (!administrator) return
    const query = {
      account: asked(request, 'account'),
      event: asked(request, 'event'),
      since: asked(request, 'since'),
      until: asked(request, 'until'),
      after: asked(request, 'after'),
    }
    const found = await auditPage(site, { ...query, zone: 'server' })
    response.type('html').send(render(auditLogPage({ page: administrator.page, found, query })))
  })
}
