import { X509Certificate } from 'node:crypto'

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

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g
/** md5WithRSAEncryption and sha1WithRSAEncryption as DER (RFC 8017 appendix C). */
const weak = ['06092a864886f70d010104', '06092a864886f70d010105'].map(der => Buffer.from(der, 'hex'))

/** The certificates of a PEM text, in its order. Throws with a reason in words for what must not be trusted. */
export function readCertificates(text: string): [Certificate, ...Certificate[]] {
  const [first, ...others] = [...text.matchAll(block)]
    .filter(([, label]) => label === 'CERTIFICATE')
    .map(([pem]) => readCertificate(pem))
  if (first === undefined) throw new Error('there is no certificate in PEM form')
  return [first, ...others]
}

/** From the base64 of a metadata document. */
export const certificateOf = (base64: string): Certificate =>
  readCertificate(
    `-----BEGIN CERTIFICATE-----\n${base64.replace(/\s/g, '').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  )

function readCertificate(pem: string): Certificate {
  let x509: X509Certificate
  try {
    x509 = new X509Certificate(pem)
  } catch {
    throw new Error('the certificate cannot be read')
  }
  const { publicKey, raw, validFrom, validTo } = x509
  if (publicKey.asymmetricKeyType !== 'rsa') throw new Error('the certificate has a key that is not RSA')
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < 2048) throw new Error(`the certificate has an RSA key of ${bits} bits: at least 2048 are needed`)
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

/** PEM of those that are in force; the others are kept for their time to come, or have had it. */
export const inForce = (certificates: readonly Certificate[], now: number): string[] =>
  certificates.filter(({ from, until }) => from <= now && now < until).map(({ pem }) => pem)
