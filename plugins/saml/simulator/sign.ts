import type { SigningKey } from './certificate.ts'

interface Algorithms {
  signatureAlgorithm?: string
  digestAlgorithm?: string
}

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** An enveloped signature over the element with this ID, put behind its Issuer (SAML Core §5.4, §2.3.3). */
export async function sign(
  xml: string,
  id: string,
  key: SigningKey,
  {
    signatureAlgorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digestAlgorithm = 'http://www.w3.org/2001/04/xmlenc#sha256',
  }: Algorithms = {},
): Promise<string> {
  const { SignedXml } = await import('xml-crypto')
  const signed = new SignedXml({
    privateKey: key.privateKey,
    publicCert: key.certificate,
    signatureAlgorithm,
    canonicalizationAlgorithm: exclusive,
  })
  const xpath = `//*[@ID='${id}']`
  signed.addReference({
    xpath,
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', exclusive],
    digestAlgorithm,
  })
  const location = { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' } as const
  signed.computeSignature(xml, { prefix: 'ds', location })
  return signed.getSignedXml()
}
