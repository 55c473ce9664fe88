import { createRequire } from 'node:module'
import type { SignedXml } from 'xml-crypto'
import { algorithms, ns } from './names.ts'
import { refused } from './refuse.ts'
import { attribute, children, childrenNamed, everyElement, is, only, parse, type XmlElement } from './xml.ts'

const require = createRequire(import.meta.url)

/**
 * What a certificate of the app vouches for, read anew from the very bytes that were verified. Leaves no room for a
 * second reading (XML signature wrapping): one signature, right below the root and over it, every id once, and of all
 * that XML Signature offers only what SAML Core §5.4 asks for.
 */
export function verifiedRoot(xml: string, certificates: readonly string[]): XmlElement {
  const root = parse(xml)
  const signature = checkShape(root)
  // by the first signature, and not by each start
  const xmlCrypto = require('xml-crypto') as typeof import('xml-crypto')
  for (const publicCert of certificates) {
    const signed = new xmlCrypto.SignedXml({ publicCert, getCertFromKeyInfo: () => null })
    const [bytes, ...more] = isGood(signed, signature, xml) ? signed.getSignedReferences() : []
    if (bytes !== undefined && more.length === 0) return parse(bytes)
  }
  throw refused('the signature is not by a certificate of this app, or not over what was sent')
}

export const hasSignature = (root: XmlElement): boolean =>
  everyElement(root).some(({ localName }) => localName === 'Signature')

/** It throws for a signature that it cannot read, as it does for one that is not good. */
function isGood(signed: SignedXml, signature: XmlElement, xml: string): boolean {
  try {
    signed.loadSignature(signature as unknown as Parameters<SignedXml['loadSignature']>[0])
    return signed.checkSignature(xml)
  } catch {
    return false
  }
}

function checkShape(root: XmlElement): XmlElement {
  const all = everyElement(root)
  const ids = all.flatMap(({ attributes }) =>
    Array.from(attributes).flatMap(({ localName, value }) => (/^id$/i.test(localName) ? [value] : [])),
  )
  if (new Set(ids).size < ids.length) throw refused('an id stands for two elements')
  const [signature, ...more] = all.filter(({ localName }) => localName === 'Signature')
  if (signature === undefined) throw refused('the message is not signed, and this app has a certificate')
  if (more.length > 0) throw refused('the message has more than one signature')
  if (!is(signature, ns.signature, 'Signature') || signature.parentNode !== root)
    throw refused('the signature is not where it belongs')

  const parts = children(signature).map(({ localName }) => localName)
  if (!/^SignedInfo,SignatureValue(,KeyInfo)?$/.test(parts.join()))
    throw refused('the signature has parts that it should not have')
  const info = only(signature, ns.signature, 'SignedInfo')
  const reference = only(info, ns.signature, 'Reference')
  const id = attribute(root, 'ID') ?? ''
  if (!/^[A-Za-z_][\w.-]{0,255}$/.test(id) || attribute(reference, 'URI') !== `#${id}`)
    throw refused('the signature is over another element than the message')
  const transforms = childrenNamed(only(reference, ns.signature, 'Transforms'), ns.signature, 'Transform')
  if (
    transforms.map(algorithmOf).join(' ') !== `${algorithms.enveloped} ${algorithms.exclusive}` ||
    transforms.some(each => children(each).length > 0)
  )
    throw refused('the signature has other transforms than enveloped and exclusive canonicalization')
  const algorithm = (of: XmlElement, name: string) => algorithmOf(only(of, ns.signature, name))
  if (algorithm(info, 'CanonicalizationMethod') !== algorithms.exclusive)
    throw refused('the signature has another canonicalization than the exclusive one')
  if (algorithm(info, 'SignatureMethod') !== algorithms.rsaSha256)
    throw refused('the signature is made with another algorithm than RSA-SHA256')
  if (algorithm(reference, 'DigestMethod') !== algorithms.sha256)
    throw refused('the digest is made with another algorithm than SHA-256')
  return signature
}

const algorithmOf = (of: XmlElement): string => attribute(of, 'Algorithm') ?? ''
