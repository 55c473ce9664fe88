import { unacceptable } from './refuse.ts'
import { ns, type XmlElement } from './xml.ts'

const own: ReadonlySet<string | null> = new Set(Object.values(ns))

/** What the schemas of SAML 2.0 and XML Signature leave open for elements of other people. */
const open: ReadonlySet<string> = new Set([
  ...[
    'Extensions',
    'StatusDetail',
    'Advice',
    'AttributeValue',
    'SubjectConfirmationData',
    'AuthnContextDecl',
  ],
  ...[
    'KeyInfo',
    'KeyValue',
    'X509Data',
    'Transform',
    'CanonicalizationMethod',
    'SignatureMethod',
    'DigestMethod',
  ],
])

/** An element of another namespace is refused where no standard has a place for it. */
export function checkForeign(elements: readonly XmlElement[]): void {
  const isOwn = ({ namespaceURI }: XmlElement) => own.has(namespaceURI)
  for (const each of elements) {
    const { parentNode } = each
    // below a foreign one, everything is as foreign as that
    if (isOwn(each) || parentNode === null || !isOwn(parentNode) || open.has(parentNode.localName)) continue
    throw unacceptable(`${parentNode.localName} has an element that is not of SAML`)
  }
}
