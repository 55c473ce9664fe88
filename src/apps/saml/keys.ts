import { createPrivateKey, type KeyObject } from 'node:crypto'
import { type Certificate, readCertificates } from './certificates.ts'

/** What answers are signed with. */
export interface SigningPair {
  readonly key: KeyObject
  readonly certificate: Certificate
}

export interface SamlKeys {
  readonly signing: SigningPair
  /** All that metadata lists, the signing one first: an app that knows the next one already is not cut off by it. */
  readonly published: readonly Certificate[]
}

/** A private key in PEM form and its certificate. Throws with a reason in words. */
export function readPair(keyPem: string, certificatePem: string): SigningPair {
  let key: KeyObject
  try {
    key = createPrivateKey(keyPem)
  } catch {
    throw new Error('the key is no private key in PEM form, or has a passphrase')
  }
  const [certificate, ...chain] = readCertificates(certificatePem)
  if (chain.length > 0) throw new Error('there is more than one certificate')
  if (!certificate.x509.checkPrivateKey(key)) throw new Error('the certificate is not that of the key')
  return { key, certificate }
}

/** One certificate, without a key: it is published and signs nothing. */
export function readPublished(certificatePem: string): Certificate {
  const [certificate, ...chain] = readCertificates(certificatePem)
  if (chain.length > 0) throw new Error('there is more than one certificate')
  return certificate
}

export const keysOf = (signing: SigningPair, others: readonly Certificate[]): SamlKeys => ({
  signing,
  published: [signing.certificate, ...others.filter(({ base64 }) => base64 !== signing.certificate.base64)],
})
