import { type Certificate, certificateOf } from '../../certificates.ts'
import { isLoopback } from '../../config/rules/url/loopback.ts'
import { checkedText } from './message.ts'
import { bindings, ns } from './names.ts'
import { refused } from './refuse.ts'
import type { Acs, ServiceProvider } from './service-provider.ts'
import {
  attribute,
  children,
  childrenNamed,
  flag,
  is,
  only,
  optional,
  parse,
  textOf,
  type XmlElement,
} from './xml.ts'

type FromMetadata = Pick<ServiceProvider, 'entityId' | 'acs' | 'slo' | 'signsRequests'> & {
  readonly certificates: readonly Certificate[]
}

/** What an app's metadata says (Metadata §2.4.4), from a file that its administrator has chosen. */
export function readAppMetadata(xml: string): FromMetadata {
  const root = parse(checkedText(Buffer.from(xml), { comments: true, parts: 10_000 }))
  if (!is(root, ns.metadata, 'EntityDescriptor'))
    throw refused('the metadata is not of one app: no EntityDescriptor')
  const entityId = attribute(root, 'entityID')?.trim()
  if (!entityId) throw refused('the metadata has no entityID')
  const descriptor = only(root, ns.metadata, 'SPSSODescriptor')
  const slo = sloOf(descriptor)
  return {
    entityId,
    acs: acsOf(descriptor),
    ...(slo && { slo }),
    certificates: childrenNamed(descriptor, ns.metadata, 'KeyDescriptor')
      .filter(each => (attribute(each, 'use') ?? 'signing') === 'signing')
      .flatMap(certificatesIn),
    signsRequests: flag(descriptor, 'AuthnRequestsSigned'),
  }
}

/** Those that are posted to: the default one first, or else the one with the lowest index (§2.4.4.1). */
function acsOf(descriptor: XmlElement): [Acs, ...Acs[]] {
  const found = childrenNamed(descriptor, ns.metadata, 'AssertionConsumerService')
    .filter(each => attribute(each, 'Binding') === bindings.post)
    .map(each => ({
      url: addressIn(each, 'Location'),
      index: Number(attribute(each, 'index') ?? 0),
      isDefault: flag(each, 'isDefault'),
    }))
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.index - b.index)
    .map(({ url, index }) => ({ url, index }))
  const [first, ...others] = found
  if (first === undefined) throw refused('the metadata has no AssertionConsumerService by HTTP-POST')
  return [first, ...others]
}

function sloOf(descriptor: XmlElement): ServiceProvider['slo'] {
  const offered = childrenNamed(descriptor, ns.metadata, 'SingleLogoutService')
  for (const binding of ['redirect', 'post'] as const) {
    const service = offered.find(each => attribute(each, 'Binding') === bindings[binding])
    if (service === undefined) continue
    const url = addressIn(service, 'Location')
    const own = attribute(service, 'ResponseLocation') !== undefined
    return { binding, url, responseUrl: own ? addressIn(service, 'ResponseLocation') : url }
  }
  return undefined
}

function addressIn(of: XmlElement, name: string): string {
  const value = attribute(of, name) ?? ''
  if (!/^https?:\/\/\S+$/.test(value) || !URL.canParse(value))
    throw refused(`${name} of ${of.localName} is no http address`)
  // as redirect/http has it for an address in the file, where an exception can be written beside it
  if (!value.startsWith('https:') && !isLoopback(new URL(value)))
    throw refused(`${name} of ${of.localName} is not https`)
  return value
}

const certificatesIn = (descriptor: XmlElement): Certificate[] =>
  children(only(descriptor, ns.signature, 'KeyInfo'))
    .filter(each => is(each, ns.signature, 'X509Data'))
    .flatMap(data => optional(data, ns.signature, 'X509Certificate') ?? [])
    .map(each => certificateOf(textOf(each)))
