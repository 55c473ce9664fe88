import { escaped, legal } from './markup.ts'

/** What a Response says, before it is signed. Times in milliseconds since 1970. */
export interface Answer {
  responseId: string
  assertionId: string
  issuer: string
  acsUrl: string
  audience: string
  inResponseTo: string
  nameId: { format: string; value: string }
  attributes: Readonly<Record<string, readonly string[]>>
  now: number
}

const lifetime = 300_000
const instant = (ms: number) => new Date(ms).toISOString()

const names =
  'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'

/** SAML Core §3.3.3 with the assertion of Profiles §4.1.4.2: bearer, one audience, five minutes. */
export function responseXml(answer: Answer): string {
  const { responseId, issuer, acsUrl, inResponseTo, now } = answer
  return (
    `<samlp:Response ${names} ID="${responseId}" Version="2.0" IssueInstant="${instant(now)}" ` +
    `Destination="${escaped(acsUrl)}" InResponseTo="${escaped(inResponseTo)}">` +
    `<saml:Issuer>${escaped(issuer)}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="${status}Success"/></samlp:Status>` +
    `${assertionXml(answer)}</samlp:Response>`
  )
}

export const status = 'urn:oasis:names:tc:SAML:2.0:status:'

/** A Response without an assertion: nobody signed in, and why (Core §3.2.2.2). */
export function failureXml(
  { responseId, issuer, acsUrl, inResponseTo, now }: Omit<Answer, 'nameId' | 'attributes'>,
  [first, second]: readonly [string, string],
): string {
  return (
    `<samlp:Response ${names} ID="${responseId}" Version="2.0" IssueInstant="${instant(now)}" ` +
    `Destination="${escaped(acsUrl)}" InResponseTo="${escaped(inResponseTo)}">` +
    `<saml:Issuer>${escaped(issuer)}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="${status}${first}"><samlp:StatusCode Value="${status}${second}"/>` +
    `</samlp:StatusCode></samlp:Status></samlp:Response>`
  )
}

function assertionXml(answer: Answer): string {
  const { assertionId, issuer, acsUrl, audience, inResponseTo, nameId, attributes, now } = answer
  const end = instant(now + lifetime)
  const statements = Object.entries(attributes).map(([name, values]) => {
    const each = values.map(value => `<saml:AttributeValue>${escaped(legal(value))}</saml:AttributeValue>`)
    return `<saml:Attribute Name="${escaped(name)}">${each.join('')}</saml:Attribute>`
  })
  return (
    `<saml:Assertion ID="${assertionId}" Version="2.0" IssueInstant="${instant(now)}">` +
    `<saml:Issuer>${escaped(issuer)}</saml:Issuer>` +
    `<saml:Subject><saml:NameID Format="${nameId.format}">${escaped(legal(nameId.value))}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
    `<saml:SubjectConfirmationData NotOnOrAfter="${end}" Recipient="${escaped(acsUrl)}" InResponseTo="${escaped(inResponseTo)}"/>` +
    `</saml:SubjectConfirmation></saml:Subject>` +
    `<saml:Conditions NotBefore="${instant(now)}" NotOnOrAfter="${end}"><saml:AudienceRestriction>` +
    `<saml:Audience>${escaped(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AuthnStatement AuthnInstant="${instant(now)}" SessionIndex="${assertionId}"><saml:AuthnContext>` +
    `<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>` +
    `</saml:AuthnContext></saml:AuthnStatement>` +
    (statements.length > 0
      ? `<saml:AttributeStatement>${statements.join('')}</saml:AttributeStatement>`
      : '') +
    `</saml:Assertion>`
  )
}
