import { checkForeign } from './foreign.ts'
import { unacceptable } from './refuse.ts'
import { attribute, children, childrenNamed, everyElement, is, ns, only, type XmlElement } from './xml.ts'

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** What SHA-2 offers for RSA, as far as xml-crypto checks it (RFC 9231); no HMAC, whose key would be public. */
const signatureMethods = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
]
const digestMethods = ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512']
const sha1 = {
  signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
}

/**
 * Leaves no room for a second reading (XML signature wrapping): one Response, one Assertion right in it, every id
 * once, signatures only as children of these two and each over its own parent. The mathematics come after this.
 */
export function checkShape(response: XmlElement, allowSha1: boolean): { responseSigned: boolean } {
  const all = everyElement(response)
  checkForeign(all)
  const [assertion, ...more] = all.filter(({ localName }) => /^(Encrypted)?Assertion$/.test(localName))
  if (assertion === undefined || more.length > 0)
    throw unacceptable('the answer has not exactly one assertion')
  if (is(assertion, ns.assertion, 'EncryptedAssertion'))
    throw unacceptable('the assertion is encrypted, and this server has no key for it')
  if (!is(assertion, ns.assertion, 'Assertion') || assertion.parentNode !== response)
    throw unacceptable('the assertion is not where it belongs')
  if (all.filter(({ localName }) => localName === 'Response').length > 1)
    throw unacceptable('the answer has a second Response')
  const ids = all.flatMap(({ attributes }) =>
    Array.from(attributes).flatMap(({ localName, value }) => (/^id$/i.test(localName) ? [value] : [])),
  )
  if (new Set(ids).size < ids.length) throw unacceptable('an id stands for two elements')

  const signatures = all.filter(({ localName }) => localName === 'Signature')
  for (const signature of signatures) {
    const { parentNode } = signature
    if (parentNode !== response && parentNode !== assertion)
      throw unacceptable('a signature is not where it belongs')
    checkSignature(signature, parentNode, allowSha1)
  }
  const over = (signed: XmlElement) => signatures.filter(({ parentNode }) => parentNode === signed).length
  if (over(assertion) !== 1 || over(response) > 1)
    throw unacceptable('the assertion has not exactly one signature')
  return { responseSigned: over(response) === 1 }
}

/** Only what SAML Core §5.4 asks for: one reference, to the parent, with two known transforms. */
function checkSignature(signature: XmlElement, parent: XmlElement, allowSha1: boolean): void {
  const parts = children(signature).map(({ localName }) => localName)
  if (
    !is(signature, ns.signature, 'Signature') ||
    !/^SignedInfo,SignatureValue(,KeyInfo)?$/.test(parts.join())
  )
    throw unacceptable('a signature has parts that it should not have')
  const info = only(signature, ns.signature, 'SignedInfo')
  const reference = only(info, ns.signature, 'Reference')
  const algorithm = (of: XmlElement, name: string) => attribute(only(of, ns.signature, name), 'Algorithm')
  const id = attribute(parent, 'ID') ?? ''
  if (!/^[A-Za-z_][\w.-]{0,255}$/.test(id) || attribute(reference, 'URI') !== `#${id}`)
    throw unacceptable('a signature is over another element than its parent')
  const transforms = childrenNamed(only(reference, ns.signature, 'Transforms'), ns.signature, 'Transform')
  if (transforms.map(each => attribute(each, 'Algorithm')).join(' ') !== `${enveloped} ${exclusive}`)
    throw unacceptable('a signature has other transforms than enveloped and exclusive canonicalization')
  if (algorithm(info, 'CanonicalizationMethod') !== exclusive)
    throw unacceptable('a signature has another canonicalization than the exclusive one')
  const methods = allowSha1 ? [...signatureMethods, sha1.signature] : signatureMethods
  const digests = allowSha1 ? [...digestMethods, sha1.digest] : digestMethods
  if (!methods.includes(algorithm(info, 'SignatureMethod') ?? ''))
    throw unacceptable('a signature is made with an algorithm that is not allowed')
  if (!digests.includes(algorithm(reference, 'DigestMethod') ?? ''))
    throw unacceptable('a digest is made with an algorithm that is not allowed')
}
