import type { Request } from 'express'
import { SsoError } from '../../errors.ts'
import type { SessionRecord } from '../../storage/sessions.ts'
import type { Launch } from '../apps/launch.ts'
import { inAppOf, isFromApp } from '../in-app.ts'
import { pageFor } from '../page.ts'
import { enteringPage } from '../pages/entering.tsx'
import { render } from '../pages/render.ts'
import type { Site } from '../site.ts'
import { doorOf } from './arrival.ts'
import { assertTo } from './sign-on.ts'

/** How long somebody who has just proved who they are is on the way that they chose themselves. */
const arrivingMs = 60_000

/** `/apps/{id}/start` of an app that takes people without asking for them. */
export const launchSaml: Launch = async ({ site, request, response, app, signedIn }) => {
  const { idp } = site
  if (!idp) throw new SsoError('not_found')
  const door = doorOf(site, idp, app.config.id)
  if (isSentBy(site, request, signedIn.session)) {
    const url = `${site.config.publicUrl}/apps/${app.config.id}/start`
    const page = enteringPage({ page: pageFor(site, request), name: app.config.name, url })
    return void response.type('html').send(render(page))
  }
  await assertTo(door, request, response, signedIn)
}

/**
 * Whether another site has sent the browser here: it must not put somebody into an app who has not chosen to go there.
 * Two ways lead here from other sites and are chosen: back from a sign-in that was just proved, and the workbench of a
 * vendor's app, which says so by its name. The browser's own word is believed as far as it goes: old ones say nothing.
 */
function isSentBy(site: Site, request: Request, { provedAt }: SessionRecord): boolean {
  const from = request.get('sec-fetch-site')
  if (from !== 'cross-site' && from !== 'same-site') return false
  if (site.now() - provedAt < arrivingMs) return false
  return ![...site.sources.values()].some(open => {
    const inApp = inAppOf(open)
    return inApp !== undefined && isFromApp(request, inApp)
  })
}
