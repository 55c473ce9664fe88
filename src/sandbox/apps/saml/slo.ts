import { verify, X509Certificate } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { DOMParser } from '@xmldom/xmldom'
import { html } from '../../html.ts'

const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const dsig = 'http://www.w3.org/2000/09/xmldsig#'

export interface SloHost {
  /** Of the app. */
  readonly entityId: string
  /** Where the identity provider takes answers. */
  readonly answerTo: string
  readonly metadata: () => Promise<string>
  readonly now: () => number
  readonly random: (bytes: number) => Buffer
  /** A session is over. */
  readonly end: (sessionIndex: string) => void
}

/**
 * The app's single logout service, HTTP-Redirect (Bindings §3.4): the session that a signed LogoutRequest names is over, and
 * the browser takes the answer back. One that is not signed with a certificate of the metadata ends nothing.
 */
export async function slo(request: Request, host: SloHost): Promise<Response> {
  const { search, searchParams } = new URL(request.url)
  const message = searchParams.get('SAMLRequest') ?? ''
  if (!isSigned(search.slice(1), await host.metadata()))
    return new Response('the LogoutRequest is not signed with a certificate of the metadata', { status: 403 })
  const xml = inflateRawSync(Buffer.from(message, 'base64'), { maxOutputLength: 131_072 }).toString()
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement
  for (const each of Array.from(root.getElementsByTagNameNS(protocol, 'SessionIndex')))
    host.end(each.textContent ?? '')

  const back = new URL(host.answerTo)
  back.searchParams.set(
    'SAMLResponse',
    deflateRawSync(answerTo(root.getAttribute('ID') ?? '', host)).toString('base64'),
  )
  const relayState = searchParams.get('RelayState')
  if (relayState !== null) back.searchParams.set('RelayState', relayState)
  return Response.redirect(back.href, 303)
}

function answerTo(inResponseTo: string, { entityId, answerTo, now, random }: SloHost): string {
  const attributes = {
    ID: `_${random(16).toString('hex')}`,
    Version: '2.0',
    IssueInstant: new Date(now()).toISOString(),
    Destination: answerTo,
    InResponseTo: inResponseTo,
  }
  const written = Object.entries(attributes).map(([name, value]) => html` ${name}="${value}"`)
  return html`<samlp:LogoutResponse xmlns:samlp="${protocol}"${written}><saml:Issuer xmlns:saml="${saml}">${entityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:LogoutResponse>`
    .text
}

/** RSA-SHA256 over the parameters as they stand in the address, of which the signature is the last. */
function isSigned(query: string, metadata: string): boolean {
  const [said = '', signature = ''] = query.split('&Signature=')
  if (!said.endsWith(encodeURIComponent('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'))) return false
  const idp = new DOMParser().parseFromString(metadata, 'text/xml').documentElement
  return Array.from(idp.getElementsByTagNameNS(dsig, 'X509Certificate')).some(({ textContent }) => {
    const { publicKey } = new X509Certificate(Buffer.from(textContent ?? '', 'base64'))
    const value = Buffer.from(decodeURIComponent(signature), 'base64')
    return verify('sha256', Buffer.from(said), publicKey, value)
  })
}
