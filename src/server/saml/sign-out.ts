import type { Request, Response } from 'express'
import { logoutRequestXml, logoutResponseXml } from '../../apps/saml/logout.ts'
import type { Status } from '../../apps/saml/names.ts'
import { redirectTo } from '../../apps/saml/redirect-binding.ts'
import { newId } from '../../apps/saml/response.ts'
import type { Opening } from '../../storage/openings.ts'
import type { Site } from '../site.ts'
import { doorOf } from './arrival.ts'
import type { Idp } from './idp.ts'
import { keepPending, type Pending } from './pending.ts'
import { post } from './post.ts'
import type { Door } from './sign-on.ts'

/** An app that has yet to be told, by the browser. */
interface Told {
  readonly app: string
  readonly sessionIndex: string
  readonly subject: string
}

/** A sign-out on its way from app to app. */
export interface SignOut extends Pending {
  readonly kind: 'sign-out'
  readonly waiting: readonly Told[]
  /** The request that the app at the door has now. */
  readonly requestId: string
  /** The app that began it, and gets its answer when all others have been told; absent: it began here. */
  readonly asked?: { readonly app: string; readonly id: string; readonly relayState: string | undefined }
  /** Some app could not be told, or would not. */
  readonly partial: boolean
}

/** One browser goes no further than to so many apps. */
const mostApps = 10

/** Those of a session that are told by the browser: taken out of what telling by the server knows. */
export async function tellable(
  { storage }: Pick<Site, 'storage'>,
  { apps }: Idp,
  openings: readonly Opening[],
  except?: string,
): Promise<Told[]> {
  const order = [...apps.keys()]
  const own = openings
    .filter(({ app }) => apps.has(app))
    .sort((a, b) => order.indexOf(a.app) - order.indexOf(b.app))
  for (const { handle } of own) await storage.openings.forget(handle)
  return own
    .filter(({ app }) => app !== except && apps.get(app)?.sp.slo !== undefined)
    .slice(0, mostApps)
    .map(({ app, handle, subject }) => ({ app, subject, sessionIndex: handle }))
}

/** Where the browser goes next: to the next app, back to the one that began, or to our page. */
export async function onwards(
  site: Site,
  idp: Idp,
  request: Request,
  response: Response,
  { waiting, asked, partial }: Pick<SignOut, 'waiting' | 'asked' | 'partial'>,
): Promise<void> {
  const [next, ...rest] = waiting
  if (next !== undefined) return tell(site, idp, request, response, next, { waiting: rest, asked, partial })
  const door = asked && idp.apps.has(asked.app) ? doorOf(site, idp, asked.app) : undefined
  if (!asked || !door?.saml.sp.slo) return response.redirect(303, `${site.config.publicUrl}/signin?out`)
  answer(door, request, response, asked, partial ? 'partialLogout' : 'success')
}

async function tell(
  site: Site,
  idp: Idp,
  request: Request,
  response: Response,
  { app, subject, sessionIndex }: Told,
  rest: { waiting: readonly Told[]; asked: SignOut['asked']; partial: boolean },
): Promise<void> {
  const door = doorOf(site, idp, app)
  const { slo } = door.saml.sp
  if (!slo) return onwards(site, idp, request, response, { ...rest, partial: true })
  const id = newId(site.random)
  const kept: SignOut = {
    kind: 'sign-out',
    requestId: id,
    waiting: rest.waiting,
    partial: rest.partial,
    ...(rest.asked && { asked: rest.asked }),
  }
  const relayState = await keepPending(site, door.app, kept)
  const message = { id, issuer: idp.entityId, destination: slo.url, now: site.now() }
  const about = { nameId: { format: door.saml.nameIdFormat, value: subject }, sessionIndex }
  const pair = slo.binding === 'post' ? idp.keys.signing : undefined
  send(door, request, response, {
    address: slo.url,
    name: 'SAMLRequest',
    xml: logoutRequestXml(message, about, pair),
    relayState,
  })
}

/** The answer to the app that began; it goes to where the file says, or nowhere. */
export function answer(
  door: Door,
  request: Request,
  response: Response,
  { id, relayState }: { id: string; relayState: string | undefined },
  status: Status,
): void {
  const { site, idp } = door
  const { slo } = door.saml.sp
  if (!slo) {
    response.redirect(303, `${site.config.publicUrl}/signin?out`)
    return
  }
  const message = {
    id: newId(site.random),
    issuer: idp.entityId,
    destination: slo.responseUrl,
    now: site.now(),
  }
  const pair = slo.binding === 'post' ? idp.keys.signing : undefined
  send(door, request, response, {
    address: slo.responseUrl,
    name: 'SAMLResponse',
    xml: logoutResponseXml(message, { inResponseTo: id, status }, pair),
    relayState,
  })
}

function send(
  { site, idp, app, saml }: Door,
  request: Request,
  response: Response,
  {
    address,
    name,
    xml,
    relayState,
  }: {
    address: string
    name: 'SAMLRequest' | 'SAMLResponse'
    xml: string
    relayState: string | undefined
  },
): void {
  if (saml.sp.slo?.binding === 'post')
    post(site, request, response, { name: app.config.name, action: address, field: name, xml, relayState })
  else response.redirect(303, redirectTo(address, name, { xml, relayState, key: idp.keys.signing.key }))
}
