import { SsoError } from 'sso-kit/plugin'
import type { Expected } from './expected.ts'
import { unacceptable } from './refuse.ts'
import { attribute, childrenNamed, is, ns, only, textOf, type XmlElement } from './xml.ts'

const success = 'urn:oasis:names:tc:SAML:2.0:status:Success'

/** The wrapper (SAML Core §3.2.2): the answer to our question, sent to our address, by whom we asked, and a yes. */
export function checkResponse(response: XmlElement, expected: Expected): void {
  if (!is(response, ns.protocol, 'Response')) throw unacceptable('the answer is no SAML Response')
  if (attribute(response, 'Version') !== '2.0') throw unacceptable('the answer is not of SAML 2.0')
  if (attribute(response, 'InResponseTo') !== expected.requestId)
    throw unacceptable('the answer is to another request')
  if (attribute(response, 'Destination') !== expected.recipient)
    throw unacceptable('the answer is for another address')
  const issuers = childrenNamed(response, ns.assertion, 'Issuer')
  if (issuers.some(issuer => textOf(issuer) !== expected.issuer))
    throw unacceptable('the answer is from another issuer')
  checkStatus(only(only(response, ns.protocol, 'Status'), ns.protocol, 'StatusCode'))
}

/** SAML Core §3.2.2.2: the second code is the one that says more. */
function checkStatus(code: XmlElement): void {
  const value = attribute(code, 'Value') ?? ''
  if (value === success) return
  const [second] = childrenNamed(code, ns.protocol, 'StatusCode')
  const said = (second && attribute(second, 'Value')) ?? value
  const [, name] = /^urn:oasis:names:tc:SAML:2\.0:status:([A-Za-z]{1,40})$/.exec(said) ?? []
  const denied = name === 'AuthnFailed' || name === 'RequestDenied'
  throw new SsoError(denied ? 'source_denied' : 'source_refused', { step: 'return', vendorCode: name })
}
