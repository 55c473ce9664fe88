import type { Request } from 'express'
import type { InApp, InAppRedirect, Redirect } from '../plugin.ts'
import { returnPath } from './return-to.ts'
import type { Site } from './site.ts'
import type { OpenSource } from './sources.ts'

/** How a source signs people in inside its vendor's app; undefined where it cannot, or the file says `inApp: false`. */
export const inAppOf = ({ config, source }: OpenSource): InApp | undefined =>
  config.enabled && config.inApp !== false ? source.inApp : undefined

/** Whether the request comes from the vendor's app, by its own word. A hint, which anybody can give. */
export const isFromApp = (request: Request, { userAgent }: InApp): boolean =>
  (request.get('user-agent') ?? '').search(userAgent) !== -1

/** Where people are sent who sign in by redirect: inside an app that has an address of its own for them, there. */
export function startOf(request: Request, open: OpenSource): Redirect['start'] | undefined {
  const { redirect } = open.source
  const inside = departsInApp(request, open)
  return redirect && (inside ? tx => inside.start(tx) : tx => redirect.start(tx))
}

/** The redirect of the app that the page is open in; undefined where there is no such app, or it asks by a script. */
export function departsInApp(request: Request, open: OpenSource): InAppRedirect | undefined {
  const inApp = inAppOf(open)
  return inApp && 'start' in inApp && isFromApp(request, inApp) ? inApp : undefined
}

/** The address of the silent sign-in, which a script's code is posted to; a state that was made for it is good for no other one. */
export const inAppAddress = ({ config }: Pick<Site, 'config'>, source: string): string =>
  `${config.publicUrl}/auth/${source}/in-app`

/** The one source in whose app the page is open; undefined outside, and where two could be meant. */
export function silentSource(
  { sources }: Pick<Site, 'sources'>,
  request: Request,
): { open: OpenSource; inApp: InApp } | undefined {
  const fitting = [...sources.values()].flatMap(open => {
    const inApp = inAppOf(open)
    return inApp && isFromApp(request, inApp) ? [{ open, inApp }] : []
  })
  return fitting.length === 1 ? fitting[0] : undefined
}

/** The address of its silent sign-in. */
export function silentAddress(
  site: Site,
  request: Request,
  wish: unknown = request.query.returnTo,
): string | undefined {
  const only = silentSource(site, request)
  if (!only) return undefined
  const returnTo = returnPath(wish, site.config.publicUrl)
  return `${inAppAddress(site, only.open.config.id)}?${new URLSearchParams({ returnTo })}`
}
