import { inflateRawSync } from 'node:zlib'

/** What an AuthnRequest asks for (SAML Core §3.4.1). */
export interface AuthnRequest {
  id: string
  issuer: string
  destination: string
  acsUrl: string
  nameIdFormat: string | undefined
}

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion'
const post = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'

/** Takes a request out of its HTTP-Redirect form (Bindings §3.4.4.1). Throws with what is wrong, in words. */
export async function readAuthnRequest(packed: string): Promise<AuthnRequest> {
  const xml = inflate(packed)
  if (/<!/.test(xml)) throw new Error('the request has a document type or a comment')
  const { DOMParser } = await import('@xmldom/xmldom')
  const stop = () => {
    throw new Error('the request is no well-formed XML')
  }
  const errorHandler = { warning: stop, error: stop, fatalError: stop }
  const { documentElement: root } = new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml')
  if (root?.namespaceURI !== protocol || root.localName !== 'AuthnRequest')
    throw new Error('this is no AuthnRequest')
  const required = (name: string): string => {
    const value = root.getAttribute(name)
    if (!value) throw new Error(`the request has no ${name}`)
    return value
  }
  if (required('Version') !== '2.0') throw new Error('the request is not of SAML 2.0')
  if (Number.isNaN(Date.parse(required('IssueInstant')))) throw new Error('IssueInstant is no time')
  if ((root.getAttribute('ProtocolBinding') || post) !== post) throw new Error('only HTTP-POST is answered')
  const id = required('ID')
  // xs:ID
  if (!/^[A-Za-z_][\w.-]*$/.test(id)) throw new Error('the ID is none')
  const issuer = root.getElementsByTagNameNS(assertion, 'Issuer').item(0)?.textContent
  if (!issuer) throw new Error('the request has no Issuer')
  const policy = root.getElementsByTagNameNS(protocol, 'NameIDPolicy').item(0)
  return {
    id,
    issuer,
    destination: required('Destination'),
    acsUrl: required('AssertionConsumerServiceURL'),
    nameIdFormat: policy?.getAttribute('Format') || undefined,
  }
}

function inflate(packed: string): string {
  try {
    return inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: 131_072 }).toString()
  } catch {
    throw new Error('SAMLRequest is missing or not deflated')
  }
}
