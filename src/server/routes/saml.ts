import type { Request, Response, Router } from 'express'
import { readAuthnRequest } from '../../apps/saml/authn-request.ts'
import { metadataXml } from '../../apps/saml/metadata.ts'
import { refused } from '../../apps/saml/refuse.ts'
import { sha256 } from '../../hash.ts'
import { arrivalOf, doorOf } from '../saml/arrival.ts'
import type { Idp } from '../saml/idp.ts'
import { naming } from '../saml/naming.ts'
import { keepPending } from '../saml/pending.ts'
import { answerSignOn, type SignOn } from '../saml/sign-on.ts'
import type { Site } from '../site.ts'

/** `/saml/…`: the SAML identity provider, where the file has an app for it. */
export function samlRoutes(router: Router, site: Site): void {
  const { idp, config } = site
  if (!idp) return
  const base = `${config.publicUrl}/saml`
  const named = (request: Request) =>
    typeof request.params.app === 'string' ? request.params.app : undefined

  const metadata = (request: Request, response: Response) => {
    const id = named(request)
    const door = id === undefined ? base : `${base}/${doorOf(site, idp, id).app.config.id}`
    const xml = metadataXml(idp.entityId, { sso: `${door}/sso`, slo: `${door}/slo` }, idp.keys)
    response.type('application/samlmetadata+xml').send(xml)
  }
  router.get('/saml/metadata', metadata)
  router.get('/saml/:app/metadata', metadata)

  const signOn = async (request: Request, response: Response) => {
    const { continue: handle } = request.query
    if (request.method === 'GET' && typeof handle === 'string')
      return goOn(site, idp, request, response, handle)
    const { door, received, sp, here } = arrivalOf(site, idp, request, { name: 'SAMLRequest', page: 'sso' })
    await naming(door.app.config.id, async () => {
      if (!door.saml.asks) throw refused('this app takes people from here, and asks for nobody')
      const asked = readAuthnRequest(received.root(sp, sp.signsRequests), { sp, here, now: site.now() })
      const kept: SignOn = {
        kind: 'sign-on',
        request: asked,
        relayState: received.relayState,
        receivedAt: site.now(),
      }
      await (request.method === 'POST'
        ? answerPosted(kept, request, response)
        : answerSignOn(door, request, response, kept))
    })

    /** The cookie has not come with what another site posts: back by an address, with which it does. */
    async function answerPosted(kept: SignOn, from: Request, to: Response): Promise<void> {
      await site.limits.signIn(from.ip ?? '')
      const query = new URLSearchParams({ continue: await keepPending(site, door.app, kept) })
      to.redirect(303, `${base}/${door.app.config.id}/sso?${query}`)
    }
  }
  for (const path of ['/saml/sso', '/saml/:app/sso']) {
    router.get(path, signOn)
    router.post(path, signOn)
  }
}

/** A request that was kept while its person signed in. */
async function goOn(
  site: Site,
  idp: Idp,
  request: Request,
  response: Response,
  handle: string,
): Promise<void> {
  const door = doorOf(site, idp, String(request.params.app ?? ''))
  const { id } = door.app.config
  await naming(id, async () => {
    const kept = await site.storage.saml.find(sha256(handle), site.now())
    const signOn = kept && (JSON.parse(kept.content) as SignOn)
    if (kept?.app !== id || signOn?.kind !== 'sign-on')
      throw refused('the request was answered already, or is too old')
    await answerSignOn(door, request, response, signOn, handle)
  })
}
