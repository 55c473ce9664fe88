import type { Request, Response, Router } from 'express'
import { readLogoutRequest, readLogoutResponse } from '../../apps/saml/logout.ts'
import { refused } from '../../apps/saml/refuse.ts'
import { sha256 } from '../../hash.ts'
import type { Opening } from '../../storage/openings.ts'
import { checkForm, tokenField } from '../forms.ts'
import { ownPage } from '../page.ts'
import { render } from '../pages/render.ts'
import { signOutPage } from '../pages/signout.tsx'
import { record } from '../record.ts'
import { type Arrival, arrivalOf, queryOf } from '../saml/arrival.ts'
import type { Idp } from '../saml/idp.ts'
import { leaveFor, leaveOn } from '../saml/leave.ts'
import { naming } from '../saml/naming.ts'
import { answer, onwards, type SignOut, tellable } from '../saml/sign-out.ts'
import type { Site } from '../site.ts'

/** `/saml/…/slo`: apps that sign people out, and the answers of those that were told of it. */
export function samlSignOutRoutes(router: Router, site: Site): void {
  const { idp } = site
  if (!idp) return
  const signOut = (request: Request, response: Response) => {
    const { leave } = request.query
    if (request.method === 'GET' && typeof leave === 'string') return leaveOn(site, request, response, leave)
    return carries(request, 'SAMLResponse')
      ? goOn(site, idp, request, response)
      : begin(site, idp, request, response)
  }
  for (const path of ['/saml/slo', '/saml/:app/slo']) {
    router.get(path, signOut)
    router.post(path, signOut)
  }
}

const carries = (request: Request, name: string): boolean =>
  request.method === 'POST'
    ? Object.hasOwn(request.body as object, name)
    : new URLSearchParams(queryOf(request)).has(name)

async function begin(site: Site, idp: Idp, request: Request, response: Response): Promise<void> {
  const arrival = arrivalOf(site, idp, request, { name: 'SAMLRequest', page: 'slo' })
  const { door, received, sp, here } = arrival
  const { id: app } = door.app.config
  await naming(app, async () => {
    const mustBeSigned = sp.signsRequests || door.saml.certificates.length > 0
    const asked = readLogoutRequest(received.root(sp, mustBeSigned), { sp, here, now: site.now() })
    const back = { id: asked.id, relayState: received.relayState }
    const openings = await meant(site, arrival, request, asked, mustBeSigned)
    if (openings.length === 0) return answer(door, request, response, back, 'unknownPrincipal')
    const byWord = !mustBeSigned && asked.sessionIndexes.length === 0
    if (byWord && !(await agreed(site, arrival, request, response))) return

    const told = []
    for (const { sessionId, accountId } of openings) {
      const all = await site.storage.openings.of(sessionId)
      const session = await site.storage.sessions.findById(sessionId)
      if (session) await site.storage.sessions.end(session.hash)
      told.push(...(await tellable(site, idp, all, app)))
      await record(site, { event: 'signed-out', accountId, address: request.ip, detail: { app } })
    }
    site.tellApps()
    const next = { waiting: told, asked: { app, ...back } }
    if (byWord) return leaveFor(site, request, response, { app: door.app, ...next })
    await onwards(site, idp, request, response, { ...next, partial: false })
  })
}

/** Any page can lead a browser here, and names can be guessed: where nobody vouches, it takes the person's own click. */
async function agreed(
  site: Site,
  { door, received }: Arrival,
  request: Request,
  response: Response,
): Promise<boolean> {
  const signedIn = await site.sessions.of(request)
  if (!signedIn) return false
  const { xml, relayState } = received
  if (request.method === 'POST' && Object.hasOwn(request.body as object, tokenField)) {
    checkForm(request, site.formKeys, signedIn.token, new URL(site.config.publicUrl).origin)
    return true
  }
  const asked = {
    SAMLRequest: Buffer.from(xml).toString('base64'),
    ...(relayState !== undefined && { RelayState: relayState }),
  }
  const page = ownPage(site, request, signedIn)
  const action = `/saml/${door.app.config.id}/slo`
  response.type('html').send(render(signOutPage({ page, action, asked })))
  return false
}

/**
 * The openings that a request is about: those of the sessions it names, or of the person in all of theirs. Nobody has
 * vouched for one without a signature: it is believed of sessions whose index only the app and the browser know, and of
 * this browser's own.
 */
async function meant(
  site: Site,
  { door }: Arrival,
  request: Request,
  { nameId, sessionIndexes }: { nameId: string; sessionIndexes: readonly string[] },
  isVouched: boolean,
): Promise<Opening[]> {
  const { id: app } = door.app.config
  const { openings } = site.storage
  if (sessionIndexes.length > 10) throw refused('the message names more than ten sessions')
  if (sessionIndexes.length > 0) {
    const found = await Promise.all(sessionIndexes.map(handle => openings.find(handle)))
    return found.filter((each): each is Opening => each?.app === app && each.subject === nameId)
  }
  const all = await openings.ofSubject(app, nameId)
  if (isVouched) return all
  const signedIn = await site.sessions.of(request)
  return all.filter(({ sessionId }) => sessionId === signedIn?.session.id)
}

/** Back from an app that was told. What it says changes nothing: it is only the turn of the next one. */
async function goOn(site: Site, idp: Idp, request: Request, response: Response): Promise<void> {
  const { door, received, sp, here } = arrivalOf(site, idp, request, { name: 'SAMLResponse', page: 'slo' })
  const { id: app } = door.app.config
  await naming(app, async () => {
    const kept = await site.storage.saml.take(sha256(received.relayState ?? ''), site.now())
    const signOut = kept && (JSON.parse(kept.content) as SignOut)
    if (kept?.app !== app || signOut?.kind !== 'sign-out')
      throw refused('the answer is to no sign-out that is under way')
    const done = succeeded(() =>
      readLogoutResponse(received.root(sp, door.saml.certificates.length > 0), {
        ...{ sp, here, now: site.now() },
        inResponseTo: signOut.requestId,
      }),
    )
    if (!done) site.log.info({ app }, 'the app did not sign the person out')
    await onwards(site, idp, request, response, { ...signOut, partial: signOut.partial || !done })
  })
}

/** An answer that is not believed is one that says no: the person is on the way out, and no app may stop them. */
function succeeded(read: () => boolean): boolean {
  try {
    return read()
  } catch {
    return false
  }
}
