import type { Options } from './expected.ts'
import { unacceptable } from './refuse.ts'
import { attribute, ns, only, textOf, type XmlElement } from './xml.ts'

/** SAML Core §8.3. */
export const nameIdFormats = {
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
} as const

/** The NameID of a Subject, if it has the format that was asked for: a transient one is another one next time. */
export function nameIdOf(subject: XmlElement, { nameIdFormat, entityId }: Options): string {
  const nameId = only(subject, ns.assertion, 'NameID')
  // §2.2.2: without a Format it is unspecified
  const format = attribute(nameId, 'Format') ?? nameIdFormats.unspecified
  if (format !== nameIdFormats[nameIdFormat])
    throw unacceptable(`the NameID has another format than ${nameIdFormat}`)
  // §8.3.7: a persistent id counts within the provider that made it, which may be one behind this one
  const maker = attribute(nameId, 'NameQualifier') ?? entityId
  if (nameIdFormat === 'persistent' && maker !== entityId)
    throw unacceptable('the NameID was made by another identity provider')
  return textOf(nameId)
}
