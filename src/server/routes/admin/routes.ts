import type { Router } from 'express'
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
}
