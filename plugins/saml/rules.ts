import type { Finding } from 'sso-kit/plugin'
import { readCertificates } from './certificates.ts'
import type { Options } from './expected.ts'

/** What is written out in the file can be judged now; what is referred to is judged when the server starts. */
export function certificate({ certificate: given }: Options): Finding[] {
  // before the server starts, a reference is still an object
  if (typeof given !== 'string') return []
  try {
    readCertificates(given)
    return []
  } catch (error) {
    return [
      {
        rule: 'saml/certificate',
        severity: 'error',
        at: ['certificate'],
        message: (error as Error).message,
        help: "write { file: ./idp.pem } and save the identity provider's certificate there, from -----BEGIN CERTIFICATE----- on",
      },
    ]
  }
}

export function weakDigest({ allowSha1 }: Options): Finding[] {
  if (!allowSha1) return []
  return [
    {
      rule: 'saml/weak-digest',
      severity: 'warning',
      at: ['allowSha1'],
      message: 'signatures with SHA-1 are believed, and those can be forged',
      help: 'have the identity provider sign with SHA-256, then remove allowSha1',
    },
  ]
}

/** The end of what attributes are called that hold an address or a name. */
const passedOn =
  /(?:^|[/:.#])(?:e-?mail(?:_?address)?|mail|rfc822mailbox|upn|user_?principal_?name|edupersonprincipalname|(?:user|nick|display|given|sur|common|first|last)?_?name|cn|sn|samaccountname|login|mobile|phone|telephonenumber)$/i
/** The same as object ids: mail, eduPersonPrincipalName, cn, sn, displayName. */
const oids = new Set(
  [
    '0.9.2342.19200300.100.1.3',
    '1.3.6.1.4.1.5923.1.1.1.6',
    '2.5.4.3',
    '2.5.4.4',
    '2.16.840.1.113730.3.1.241',
  ].map(oid => `urn:oid:${oid}`),
)

export function subjectReassignable({ subject, nameIdFormat }: Options): Finding[] {
  if (passedOn.test(subject) || oids.has(subject.toLowerCase()))
    return [
      {
        rule: 'saml/subject-reassignable',
        severity: 'warning',
        at: ['subject'],
        message: 'people are known by an address or a name that can pass on to somebody else',
        help: 'name an attribute that never changes, such as an employee number, or remove subject for a persistent NameID',
      },
    ]
  if (subject !== 'nameId' || nameIdFormat !== 'emailAddress') return []
  return [
    {
      rule: 'saml/subject-reassignable',
      severity: 'warning',
      at: ['nameIdFormat'],
      message: 'people are known by an address that can pass on to somebody else',
      help: 'use nameIdFormat: persistent, or name an attribute that never changes in subject',
    },
  ]
}
