import type { Request } from 'express'
import { serviceProvider } from '../../apps/saml/app.ts'
import { type Received, receivedByPost, receivedByRedirect } from '../../apps/saml/received.ts'
import type { MessageName } from '../../apps/saml/redirect-binding.ts'
import { refused } from '../../apps/saml/refuse.ts'
import type { ServiceProvider } from '../../apps/saml/service-provider.ts'
import { SsoError } from '../../errors.ts'
import type { Site } from '../site.ts'
import type { Idp } from './idp.ts'
import type { Door } from './sign-on.ts'

/** A message at the door of the app that it says it is from. */
export interface Arrival {
  readonly door: Door
  readonly received: Received
  readonly sp: ServiceProvider
  /** The addresses that the message may be for. */
  readonly here: readonly string[]
}

/** The app of an address, or of whoever a message says it is from where the address is that of all apps. */
export function arrivalOf(
  site: Site,
  idp: Idp,
  request: Request,
  { name, page }: { name: MessageName; page: 'sso' | 'slo' },
): Arrival {
  const received =
    request.method === 'POST'
      ? receivedByPost(request.body as Record<string, unknown>, name)
      : receivedByRedirect(queryOf(request), name)
  const door = doorOf(
    site,
    idp,
    typeof request.params.app === 'string' ? request.params.app : byIssuer(idp, received),
  )
  const { id } = door.app.config
  const sp = serviceProvider(door.saml, site.now())
  if (received.issuer !== sp.entityId) throw refused('the issuer is not this app')
  const base = `${site.config.publicUrl}/saml`
  return { door, received, sp, here: [`${base}/${page}`, `${base}/${id}/${page}`] }
}

export function doorOf(site: Site, idp: Idp, id: string): Door {
  const [app, saml] = [site.apps.get(id), idp.apps.get(id)]
  if (app && !app.config.enabled) throw new SsoError('app_closed', { app: id })
  if (!app || !saml) throw new SsoError('not_found')
  return { site, idp, app, saml }
}

function byIssuer({ apps }: Idp, { issuer }: Received): string {
  const [id, ...more] = [...apps]
    .filter(([, { sp, asks }]) => asks && sp.entityId === issuer)
    .map(([key]) => key)
  if (id === undefined) throw refused('the issuer is no app of this server')
  if (more.length > 0) throw refused('more than one app has this issuer: use the address of one of them')
  return id
}

/** As the browser sent it: a signature is over these octets. */
export const queryOf = ({ originalUrl }: Request): string => originalUrl.split('?', 2)[1] ?? ''
