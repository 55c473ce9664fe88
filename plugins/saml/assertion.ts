import type { Expected } from './expected.ts'
import { unacceptable } from './refuse.ts'
import { attribute, children, childrenNamed, is, ns, only, textOf, time, type XmlElement } from './xml.ts'

/** Clocks may differ by a minute. */
const tolerance = 60_000
const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'

/**
 * The assertion as it was signed, held to what Core §2.5 and Profiles §4.1.4 ask for: by whom, about whom, for whom,
 * delivered where, in answer to what, and when. Answers the last moment at which it could be believed.
 */
export function checkAssertion(assertion: XmlElement, expected: Expected, now: number): { until: number } {
  if (!is(assertion, ns.assertion, 'Assertion')) throw unacceptable('what was signed is no assertion')
  if (attribute(assertion, 'Version') !== '2.0') throw unacceptable('the assertion is not of SAML 2.0')
  if (textOf(only(assertion, ns.assertion, 'Issuer')) !== expected.issuer)
    throw unacceptable('the assertion is from another issuer')
  const issued = time(assertion, 'IssueInstant')
  if (issued === undefined || issued > now + tolerance)
    throw unacceptable('the assertion was made in the future or at no time')
  const confirmed = checkSubject(only(assertion, ns.assertion, 'Subject'), expected, now)
  checkConditions(only(assertion, ns.assertion, 'Conditions'), expected, now)
  const statements = childrenNamed(assertion, ns.assertion, 'AuthnStatement')
  if (statements.length === 0) throw unacceptable('the assertion does not say that anybody signed in')
  for (const statement of statements) checkPeriod(statement, now, { until: 'SessionNotOnOrAfter' })
  return { until: confirmed + tolerance }
}

/** Profiles §4.1.4.2: a bearer confirmation that names our address, our request and an end. */
function checkSubject(subject: XmlElement, expected: Expected, now: number): number {
  const confirmations = childrenNamed(subject, ns.assertion, 'SubjectConfirmation')
  const ends = confirmations.flatMap(confirmation => {
    if (attribute(confirmation, 'Method') !== bearer) return []
    const [data, ...more] = childrenNamed(confirmation, ns.assertion, 'SubjectConfirmationData')
    if (data === undefined || more.length > 0) return []
    if (attribute(data, 'Recipient') !== expected.recipient) return []
    if (attribute(data, 'InResponseTo') !== expected.requestId) return []
    const until = time(data, 'NotOnOrAfter')
    if (until === undefined || until <= now - tolerance) return []
    checkPeriod(data, now, { from: 'NotBefore' })
    return [until]
  })
  const [end] = ends
  if (end === undefined)
    throw unacceptable('no confirmation of the subject has our address, our request and time left')
  return end
}

/** Core §2.5.1: every audience restriction has to be met, and a condition that is not understood is not met. */
function checkConditions(conditions: XmlElement, expected: Expected, now: number): void {
  checkPeriod(conditions, now, { from: 'NotBefore', until: 'NotOnOrAfter' })
  const known = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']
  if (children(conditions).some(each => !known.some(name => is(each, ns.assertion, name))))
    throw unacceptable('the assertion has a condition that is not understood')
  const restrictions = childrenNamed(conditions, ns.assertion, 'AudienceRestriction')
  const meets = (restriction: XmlElement) =>
    childrenNamed(restriction, ns.assertion, 'Audience').map(textOf).includes(expected.audience)
  if (restrictions.length === 0 || !restrictions.every(meets))
    throw unacceptable('the assertion is for another audience')
}

function checkPeriod(of: XmlElement, now: number, names: { from?: string; until?: string }): void {
  const from = names.from && time(of, names.from)
  const until = names.until && time(of, names.until)
  if (typeof from === 'number' && from > now + tolerance) throw unacceptable('the assertion is not valid yet')
  if (typeof until === 'number' && until <= now - tolerance) throw unacceptable('the assertion has expired')
}
