/** Words of SAML 2.0 (OASIS, March 2005) and of XML Signature, as they are written. */
export const ns = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
} as const

export const bindings = {
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
} as const

export type Binding = keyof typeof bindings

export const nameIdFormats = {
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
} as const

/** Core §3.2.2.2: who is to blame, and for what. */
const status = 'urn:oasis:names:tc:SAML:2.0:status:'
export const statuses = {
  success: [`${status}Success`],
  noPassive: [`${status}Responder`, `${status}NoPassive`],
  requestDenied: [`${status}Responder`, `${status}RequestDenied`],
  partialLogout: [`${status}Success`, `${status}PartialLogout`],
  noAuthnContext: [`${status}Responder`, `${status}NoAuthnContext`],
  invalidNameIdPolicy: [`${status}Requester`, `${status}InvalidNameIDPolicy`],
  unknownPrincipal: [`${status}Requester`, `${status}UnknownPrincipal`],
} as const satisfies Record<string, readonly string[]>

export type Status = keyof typeof statuses

/** How somebody proved who they are: a source says who, and seldom how. */
export const contexts = {
  unspecified: 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified',
  protectedTransport: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
} as const

export const algorithms = {
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  enveloped: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  rsaSha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
} as const
