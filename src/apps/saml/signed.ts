import { createHash, sign } from 'node:crypto'
import type { SigningPair } from '../../certificates.ts'
import { type Attributes, element, type Markup, text } from './markup.ts'
import { algorithms, ns } from './names.ts'

/**
 * An element with an enveloped signature over itself, behind its Issuer (SAML Core §5.4). As all markup here is
 * canonical already, the digest is over the element as it stands, and the signature over SignedInfo as it stands alone.
 */
export function signedElement(
  name: string,
  attributes: Attributes & { ID: string },
  issuer: Markup,
  rest: readonly Markup[],
  { key, certificate }: SigningPair,
): Markup {
  const digest = createHash('sha256').update(element(name, attributes, issuer, ...rest).toString())
  const content = [
    element('ds:CanonicalizationMethod', { Algorithm: algorithms.exclusive }),
    element('ds:SignatureMethod', { Algorithm: algorithms.rsaSha256 }),
    element(
      'ds:Reference',
      { URI: `#${attributes.ID}` },
      element(
        'ds:Transforms',
        {},
        element('ds:Transform', { Algorithm: algorithms.enveloped }),
        element('ds:Transform', { Algorithm: algorithms.exclusive }),
      ),
      element('ds:DigestMethod', { Algorithm: algorithms.sha256 }),
      element('ds:DigestValue', {}, text(digest.digest('base64'))),
    ),
  ]
  // inside the signature the prefix is bound already: canonical forms name it once, at the top
  const alone = element('ds:SignedInfo', { 'xmlns:ds': ns.signature }, ...content)
  const signature = element(
    'ds:Signature',
    { 'xmlns:ds': ns.signature },
    element('ds:SignedInfo', {}, ...content),
    element(
      'ds:SignatureValue',
      {},
      text(sign('sha256', Buffer.from(alone.toString()), key).toString('base64')),
    ),
    element(
      'ds:KeyInfo',
      {},
      element('ds:X509Data', {}, element('ds:X509Certificate', {}, text(certificate.base64))),
    ),
  )
  return element(name, attributes, issuer, signature, ...rest)
}
