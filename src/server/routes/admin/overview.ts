import type { Router } from 'express'
import { auditPage } from '../../admin/audit.ts'
import { looking } from '../../admin/entry.ts'
import { sourceViews } from '../../admin/sources.ts'
import { overviewPage } from '../../pages/admin/overview.tsx'
import { render } from '../../pages/render.ts'
import type { Site } from '../../site.ts'

const latest = 10

/** `GET /admin`: how things are. */
export function overviewRoutes(router: Router, site: Site): void {
  const { storage, config } = site

  router.get('/admin', async (request, response) => {
    const administrator = await looking(site, request, response)
    if (!administrator) return
    const [all, disabled, living, sources, { records }] = await Promise.all([
      storage.accounts.count(),
      storage.accounts.count({ disabled: true }),
      storage.sessions.count(site.sessions.alive()),
      sourceViews(site),
      auditPage(site, {}),
    ])
    const props = {
      page: administrator.page,
      accounts: { all, disabled },
      sessions: [...living.values()].reduce((sum, one) => sum + one, 0),
      sources,
      apps: { all: config.apps.length, open: config.apps.filter(({ enabled }) => enabled).length },
      latest: records.slice(0, latest),
    }
    response.type('html').send(render(overviewPage(props)))
  })
}
