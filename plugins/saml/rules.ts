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

export function subjectReassignable({ subject, nameIdFormat }: Options): Finding[] {
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
