import type { SamlKeys } from './keys.ts'
import { element, type Markup, text } from './markup.ts'
import { bindings, nameIdFormats, ns } from './names.ts'

interface Door {
  readonly sso: string
  readonly slo: string
}

/** Metadata §2.4.3: what apps need to know of us. Element order is the schema's. */
export function metadataXml(entityId: string, { sso, slo }: Door, { published }: SamlKeys): string {
  const service = (name: string, binding: keyof typeof bindings, Location: string): Markup =>
    element(`md:${name}`, { Binding: bindings[binding], Location })
  return element(
    'md:EntityDescriptor',
    { 'xmlns:md': ns.metadata, entityID: entityId },
    element(
      'md:IDPSSODescriptor',
      { protocolSupportEnumeration: ns.protocol, WantAuthnRequestsSigned: 'false' },
      ...published.map(({ base64 }) =>
        element(
          'md:KeyDescriptor',
          { use: 'signing' },
          element(
            'ds:KeyInfo',
            { 'xmlns:ds': ns.signature },
            element('ds:X509Data', {}, element('ds:X509Certificate', {}, text(base64))),
          ),
        ),
      ),
      service('SingleLogoutService', 'redirect', slo),
      service('SingleLogoutService', 'post', slo),
      ...Object.values(nameIdFormats).map(format => element('md:NameIDFormat', {}, text(format))),
      service('SingleSignOnService', 'redirect', sso),
      service('SingleSignOnService', 'post', sso),
    ),
  ).toString()
}
