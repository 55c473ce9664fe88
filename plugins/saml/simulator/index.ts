import type { OptionsOf, Simulator, World } from 'sso-kit/plugin'
import type { options as schema } from '../options.ts'
import { type AuthnRequest, readAuthnRequest } from './authn-request.ts'
import { createSigningKey } from './certificate.ts'
import { postingPage } from './page.ts'
import { attributesOf, nameIdOf } from './people.ts'
import { failureXml, responseXml } from './response-xml.ts'
import { sign } from './sign.ts'

export type Options = OptionsOf<typeof schema>

const vendor = 'Simulated SAML'

/**
 * A small SAML 2.0 identity provider with one service provider: Web Browser SSO (Profiles §4.1), the request by
 * HTTP-Redirect, the answer by HTTP-POST with assertion and response signed. Its certificate is made on the spot.
 */
export async function simulate(options: Options, world: World): Promise<Simulator> {
  const key = await createSigningKey(world)
  const { href: here, origin, pathname } = new URL(options.signOnUrl)

  async function singleSignOn(url: URL): Promise<Response> {
    const refuse = (text: string) => world.errorPage({ vendor, status: 400, text })
    const read = await readAuthnRequest(url.searchParams.get('SAMLRequest') ?? '').catch(
      (error: Error) => error.message,
    )
    // there is nobody to send back to until the request is known to come from the one service provider
    if (typeof read === 'string') return refuse(read)
    if (read.destination !== options.signOnUrl) return refuse('the request is for another address')
    if (read.issuer !== (options.spEntityId ?? read.acsUrl)) return refuse('the service provider is unknown')
    if (!/^https?:\/\//.test(read.acsUrl)) return refuse('the address of the service provider is none')
    const relayState = url.searchParams.get('RelayState')
    // Bindings §3.4.3
    if (Buffer.byteLength(relayState ?? '') > 80) return refuse('RelayState is longer than 80 bytes')

    const person = url.searchParams.get('person')
    if (person !== null) return answer(read, relayState, person)
    if (url.searchParams.has('refuse')) return fail(read, relayState, ['Responder', 'AuthnFailed'])
    const again = (name: string, value: string) => {
      const changed = new URL(url)
      changed.searchParams.set(name, value)
      return changed
    }
    return world.signInPage({
      vendor,
      colour: '#0b6e4f',
      choose: ({ id }) => again('person', id),
      refuse: again('refuse', '1'),
    })
  }

  async function answer(request: AuthnRequest, relayState: string | null, id: string): Promise<Response> {
    const person = world.people.find(each => each.id === id)
    if (!person) return world.errorPage({ vendor, status: 404, text: `nobody is called ${id}` })
    const { issuer: audience, nameIdFormat: format } = request
    const nameId = nameIdOf(person, { format, audience, world })
    if (!nameId) return fail(request, relayState, ['Requester', 'InvalidNameIDPolicy'])
    const about = said(request)
    const xml = responseXml({ ...about, nameId, attributes: attributesOf(person, options, world) })
    return back(request, relayState, await sign(xml, about.assertionId, key), about.responseId)
  }

  function fail(
    request: AuthnRequest,
    relayState: string | null,
    why: readonly [string, string],
  ): Promise<Response> {
    const about = said(request)
    return back(request, relayState, failureXml(about, why), about.responseId)
  }

  async function back(
    { acsUrl }: AuthnRequest,
    relayState: string | null,
    xml: string,
    responseId: string,
  ): Promise<Response> {
    const SAMLResponse = Buffer.from(await sign(xml, responseId, key)).toString('base64')
    return postingPage(acsUrl, { SAMLResponse, ...(relayState !== null && { RelayState: relayState }) })
  }

  const newId = () => `_${world.random(20).toString('hex')}`
  const said = ({ id, issuer, acsUrl }: AuthnRequest) => ({
    responseId: newId(),
    assertionId: newId(),
    issuer: options.entityId,
    acsUrl,
    audience: issuer,
    inResponseTo: id,
    now: world.now(),
  })

  const handle = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const known = request.method === 'GET' && url.origin === origin && url.pathname === pathname
    return known ? singleSignOn(url) : new Response(`only GET ${here} is answered`, { status: 404 })
  }
  return Object.assign(handle, { options: { certificate: key.certificate } })
}
