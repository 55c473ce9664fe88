import type { Router } from 'express'
import { SsoError } from '../../../errors.ts'
import { looking } from '../../admin/entry.ts'
import type { Site } from '../../site.ts'
import { accountRoutes } from './accounts.ts'
import { appRoutes } from './apps.ts'
import { auditRoutes } from './audit.ts'
import { directoryRoutes } from './directories.ts'
import { overviewRoutes } from './overview.ts'
import { sourceRoutes } from './sources.ts'

/** `/admin`: for administrators; for everybody else there are no such pages. */
export function adminRoutes(router: Router, site: Site): void {
  overviewRoutes(router, site)
  accountRoutes(router, site)
  sourceRoutes(router, site)
  directoryRoutes(router, site)
  appRoutes(router, site)
  auditRoutes(router, site)

  router.get('/admin/{*rest}', async (request, response) => {
    // a slash too many is what people type
    const path = request.path.replace(/(?<!\/)\/+$/, '')
    if (path !== request.path) return response.redirect(site.config.publicUrl + path)
    if (await looking(site, request, response)) throw new SsoError('not_found')
  })
}
