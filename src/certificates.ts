import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

/** A certificate that may be believed, or signed with, while it lasts. */
export interface Certificate {
  readonly pem: string
  /** Base64 of the DER, as it stands in metadata and in signatures. */
  readonly base64: string
  /** Milliseconds since 1970. */
  readonly from: number
  readonly until: number
  readonly x509: X509Certificate
}

/** What answers are signed with. */
export interface SigningPair {
  readonly key: KeyObject
  readonly certificate: Certificate
}

const leastBits = 2048
/** md5WithRSAEncryption and sha1WithRSAEncryption as DER (RFC 8017 appendix C). */
const weak = ['06092a864886f70d010104', '06092a864886f70d010105'].map(der => Buffer.from(der, 'hex'))

/**
 * The blocks of a PEM text with these labels (RFC 7468), in its order. In one pass: to look from each beginning for its
 * end takes a text of nothing but beginnings the square of its length.
 */
function blocksIn(text: string, labels: RegExp): string[] {
  const boundaries = [...text.matchAll(/-----(BEGIN|END) ([A-Z0-9 ]+)-----/g)]
  // the end of each beginning, from behind
  const ends = new Map<string, number>()
  const blocks: { label: string; from: number; until: number }[] = []
  for (const { 0: line, 1: kind, 2: label = '', index } of boundaries.reverse()) {
    const until = ends.get(label)
    if (kind === 'END') ends.set(label, index + line.length)
    else if (until !== undefined) blocks.push({ label, from: index, until })
  }
  let done = 0
  return blocks.reverse().flatMap(({ label, from, until }) => {
    if (from < done) return []
    done = until
    return labels.test(label) ? [text.slice(from, until)] : []
  })
}

export const hasPrivateKey = (text: string): boolean => blocksIn(text, /PRIVATE KEY$/).length > 0

/** The certificates of a PEM text, whatever they are good for. Throws with a reason in words. */
export function readAnyCertificates(text: string): [X509Certificate, ...X509Certificate[]] {
  const [first, ...others] = blocksIn(text, /^(?:TRUSTED |X509 )?CERTIFICATE$/).map(readX509)
  if (first === undefined) throw new Error('there is no certificate in PEM form')
  return [first, ...others]
}

/** The certificates of a PEM text, in its order. Throws with a reason in words for what must not be trusted. */
export function readCertificates(text: string): [Certificate, ...Certificate[]] {
  const [first, ...others] = blocksIn(text, /^CERTIFICATE$/).map(readCertificate)
  if (first === undefined) throw new Error('there is no certificate in PEM form')
  return [first, ...others]
}

/** From the base64 of a metadata document. */
export const certificateOf = (base64: string): Certificate =>
  readCertificate(
    `-----BEGIN CERTIFICATE-----\n${base64.replace(/\s/g, '').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  )

function readX509(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw new Error('the certificate cannot be read')
  }
}

function readCertificate(pem: string): Certificate {
  const x509 = readX509(pem)
  const { raw, validFrom, validTo } = x509
  checkRsa(x509)
  if (weak.some(algorithm => raw.includes(algorithm)))
    throw new Error('the certificate was itself signed with SHA-1 or MD5')
  return {
    pem: x509.toString(),
    base64: raw.toString('base64'),
    from: Date.parse(validFrom),
    until: Date.parse(validTo),
    x509,
  }
}

/** Throws with a reason in words for a key that RS256 and SAML cannot be checked with. */
export function checkRsa({ publicKey }: X509Certificate): void {
  if (publicKey.asymmetricKeyType !== 'rsa') throw new Error('the certificate has a key that is not RSA')
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < leastBits)
    throw new Error(`the certificate has an RSA key of ${bits} bits: at least ${leastBits} are needed`)
}

/** A private key in PEM form. Throws with a reason in words. */
export function readPrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new Error('the key is no private key in PEM form, or has a passphrase')
  }
}

/** A private key in PEM form and its certificate. Throws with a reason in words. */
export function readPair(keyPem: string, certificatePem: string): SigningPair {
  const key = readPrivateKey(keyPem)
  const certificate = readPublished(certificatePem)
  if (!certificate.x509.checkPrivateKey(key)) throw new Error('the certificate is not that of the key')
  return { key, certificate }
}

/** One certificate, without a key: it is published and signs nothing. */
export function readPublished(certificatePem: string): Certificate {
  const [certificate, ...chain] = readCertificates(certificatePem)
  if (chain.length > 0) throw new Error('there is more than one certificate')
  return certificate
}

/** PEM of those that are in force; the others are kept for their time to come, or have had it. */
export const inForce = (certificates: readonly Certificate[], now: number): string[] =>
  certificates.filter(({ from, until }) => from <= now && now < until).map(({ pem }) => pem)
