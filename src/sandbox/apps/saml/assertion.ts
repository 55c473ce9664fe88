import { X509Certificate } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { SignedXml } from 'xml-crypto'

/** What a simulated app knows of itself: Alibaba Cloud of the account, directory or site that it plays. */
export interface Expected {
  /** role: an attribute statement decides; user, cloudsso: the name does. Undefined: not Alibaba Cloud, every name will do. */
  readonly sso: 'role' | 'user' | 'cloudsso' | undefined
  readonly audience: string
  readonly acsUrl: string
  /** The metadata document that the administrator has uploaded. */
  readonly metadata: string
  readonly now: number
}

/** An assertion that is as it should be, and what it says of who came. */
export interface Assertion {
  readonly id: string
  /** Until when it may be brought, and so has to be remembered. */
  readonly notOnOrAfter: number
  /** What a later LogoutRequest will call this session. */
  readonly sessionIndex: string | null
  readonly nameId: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

/** What it has found out: who came, or why nobody did. */
export type Verdict = Assertion | { readonly why: string }

const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const dsig = 'http://www.w3.org/2000/09/xmldsig#'
export const roleNames = 'https://www.aliyun.com/SAML-Role/Attributes/'

class No extends Error {}
const must = (condition: unknown, why: string): void => {
  if (!condition) throw new No(why)
}

/** Judges a SAMLResponse as SAML and the documents of Alibaba Cloud say, stricter where they say nothing. */
export function judge(base64: string, expected: Expected): Verdict {
  try {
    return read(Buffer.from(base64, 'base64').toString('utf8'), expected)
  } catch (error) {
    return { why: error instanceof No ? error.message : 'the SAMLResponse cannot be read' }
  }
}

function read(xml: string, { sso, audience, acsUrl, metadata, now }: Expected): Assertion {
  const response = new DOMParser().parseFromString(xml, 'text/xml').documentElement
  must(response.namespaceURI === protocol && response.localName === 'Response', 'there is no Response')
  must(response.getAttribute('Destination') === acsUrl, 'Destination is not the ACS address')
  must(
    one(response, protocol, 'StatusCode').getAttribute('Value')?.endsWith(':status:Success'),
    'the status is not Success',
  )
  const idp = new DOMParser().parseFromString(metadata, 'text/xml').documentElement
  const issuer = idp.getAttribute('entityID')
  must(textIn(response, saml, 'Issuer') === issuer, 'the issuer is not the one of the metadata')

  const assertion = signed(response, xml, idp, now)
  must(
    textIn(assertion, saml, 'Issuer') === issuer,
    'the issuer of the assertion is not the one of the metadata',
  )
  const order = elements(assertion).map(({ localName }) => localName)
  const wanted = ['Issuer', 'Subject', 'Conditions', 'AuthnStatement', 'AttributeStatement']
  must(
    order.join() === wanted.filter(name => order.includes(name)).join(),
    'the elements of the assertion are not in the order of the schema',
  )
  const subject = one(assertion, saml, 'Subject')
  const confirmation = one(subject, saml, 'SubjectConfirmation')
  must(confirmation.getAttribute('Method')?.endsWith(':cm:bearer'), 'the confirmation is not a bearer one')
  const data = one(confirmation, saml, 'SubjectConfirmationData')
  must(data.getAttribute('Recipient') === acsUrl, 'Recipient is not the ACS address')
  const notOnOrAfter = Date.parse(data.getAttribute('NotOnOrAfter') ?? '')
  must(notOnOrAfter > now, 'the assertion is too old')
  const conditions = one(assertion, saml, 'Conditions')
  must(Date.parse(conditions.getAttribute('NotBefore') ?? '') <= now, 'the assertion is not valid yet')
  must(Date.parse(conditions.getAttribute('NotOnOrAfter') ?? '') > now, 'the conditions are over')
  must(
    all(conditions, saml, 'Audience').some(each => each.textContent === audience),
    `no Audience is ${audience}`,
  )
  const sessionIndex = one(assertion, saml, 'AuthnStatement').getAttribute('SessionIndex')

  const nameId = textIn(subject, saml, 'NameID')
  const attributes = attributesIn(assertion)
  if (sso === 'role') checkRole(attributes)
  else if (sso !== undefined) checkUser(sso, nameId)
  const id = assertion.getAttribute('ID') ?? ''
  must(id !== '', 'the assertion has no ID')
  return { id, notOnOrAfter, sessionIndex, nameId, attributes }
}

/** The assertion as it was signed: by RSA-SHA256, with a certificate of the metadata. */
function signed(response: Element, xml: string, idp: Element, now: number): Element {
  const assertion = one(response, saml, 'Assertion')
  const signature = elements(assertion).find(
    each => each.localName === 'Signature' && each.namespaceURI === dsig,
  )
  if (signature === undefined) throw new No('the assertion is not signed')
  for (const { textContent } of all(idp, dsig, 'X509Certificate')) {
    const certificate = new X509Certificate(Buffer.from(textContent ?? '', 'base64'))
    const good = new SignedXml({ publicCert: certificate.toString(), getCertFromKeyInfo: () => null })
    good.loadSignature(signature as unknown as Parameters<SignedXml['loadSignature']>[0])
    must(good.signatureAlgorithm?.endsWith('#rsa-sha256'), 'the signature is not RSA-SHA256')
    if (!verified(good, xml)) continue
    must(Date.parse(certificate.validTo) > now, 'the certificate has expired')
    const [bytes = '', ...more] = good.getSignedReferences()
    const root = new DOMParser().parseFromString(bytes, 'text/xml').documentElement
    must(more.length === 0 && root.localName === 'Assertion', 'something else than the assertion is signed')
    return root as unknown as Element
  }
  throw new No('the assertion is not signed with a certificate of the metadata')
}

function verified(signature: SignedXml, xml: string): boolean {
  try {
    return signature.checkSignature(xml)
  } catch {
    return false
  }
}

function checkRole(attributes: Readonly<Record<string, readonly string[]>>): void {
  const { [`${roleNames}Role`]: roles = [], [`${roleNames}RoleSessionName`]: names = [] } = attributes
  must(roles.length > 0, 'Role is missing')
  const pair =
    /^acs:ram::(\d{10,20}):role\/[A-Za-z0-9._-]{1,64},acs:ram::\1:saml-provider\/[A-Za-z0-9._-]{1,128}$/
  for (const role of roles) must(pair.test(role), `Role is no pair of ARNs: ${role}`)
  must(
    names.length === 1 && /^[A-Za-z0-9_.@=,+-]{2,32}$/.test(names[0] ?? ''),
    'RoleSessionName is not 2 to 32 of letters, digits and - _ . @ = , +',
  )
  const durations = attributes[`${roleNames}SessionDuration`] ?? []
  must(
    durations.length <= 1 &&
      durations.every(each => /^\d+$/.test(each) && Number(each) >= 900 && Number(each) <= 43_200),
    'SessionDuration is not 900 to 43200 seconds',
  )
}

function checkUser(sso: 'user' | 'cloudsso', nameId: string): void {
  const form =
    sso === 'user' ? /^[A-Za-z0-9._][A-Za-z0-9._-]{0,63}(@[a-z0-9.-]+)?$/ : /^[A-Za-z0-9@_.-]{1,64}$/
  must(form.test(nameId), 'InvalidSubjectValue: NameID is the name of no user')
}

function attributesIn(assertion: Element): Record<string, readonly string[]> {
  const found = all(assertion, saml, 'Attribute').map(
    each =>
      [
        each.getAttribute('Name') ?? '',
        all(each, saml, 'AttributeValue').map(({ textContent }) => textContent ?? ''),
      ] as const,
  )
  must(new Set(found.map(([name]) => name)).size === found.length, 'an attribute is there twice')
  return Object.fromEntries(found)
}

const all = (of: Element, namespace: string, name: string): Element[] =>
  Array.from(of.getElementsByTagNameNS(namespace, name))

const elements = (of: Element): Element[] =>
  Array.from(of.childNodes).filter((each): each is Element => each.nodeType === 1)

function one(of: Element, namespace: string, name: string): Element {
  const [first, ...more] = all(of, namespace, name)
  if (first === undefined || more.length > 0) throw new No(`there is not exactly one ${name}`)
  return first
}

/** Of a child, not of what is further down. */
function textIn(of: Element, namespace: string, name: string): string {
  const [first, ...more] = elements(of).filter(
    each => each.namespaceURI === namespace && each.localName === name,
  )
  if (first === undefined || more.length > 0) throw new No(`there is not exactly one ${name}`)
  return first.textContent ?? ''
}
