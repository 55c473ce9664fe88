import { X509Certificate } from 'node:crypto'

/** A certificate that assertions may be signed with, while it lasts. */
export interface Trusted {
  pem: string
  /** Milliseconds since 1970. */
  from: number
  until: number
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----(?:(?!-----)[\s\S])*-----END \1-----/g
/** The signature algorithms md5WithRSAEncryption and sha1WithRSAEncryption as DER (RFC 8017 appendix C). */
const weak = ['06092a864886f70d010104', '06092a864886f70d010105'].map(der => Buffer.from(der, 'hex'))

/** The certificates of a PEM text, in its order. Throws with a reason in words for what must not be trusted. */
export function readCertificates(text: string): Trusted[] {
  const blocks = [...text.matchAll(block)]
  // whoever holds this key can sign for anybody: it belongs to the identity provider alone
  if (blocks.some(([, label = '']) => label.endsWith('PRIVATE KEY')))
    throw new Error('"certificate" has a private key in it')
  const found = blocks.filter(([, label]) => label === 'CERTIFICATE').map(([pem]) => trusted(pem))
  if (found.length === 0) throw new Error('"certificate" has no certificate in PEM form')
  return found
}

function trusted(pem: string): Trusted {
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(pem)
  } catch {
    throw new Error('"certificate" has a certificate that cannot be read')
  }
  const { publicKey, raw, validFrom, validTo } = certificate
  if (publicKey.asymmetricKeyType !== 'rsa') throw new Error('"certificate" has a key that is not RSA')
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < 2048) throw new Error(`"certificate" has an RSA key of ${bits} bits: at least 2048 are needed`)
  if (weak.some(algorithm => raw.includes(algorithm)))
    throw new Error('"certificate" has a certificate that was itself signed with SHA-1 or MD5')
  return { pem, from: Date.parse(validFrom), until: Date.parse(validTo) }
}

/** Those that are in force; the others are kept for their time to come, or have had it. */
export const inForce = (certificates: readonly Trusted[], now: number): string[] =>
  certificates.filter(({ from, until }) => from <= now && now < until).map(({ pem }) => pem)
