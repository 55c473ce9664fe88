import type { SigningPair } from '../../certificates.ts'
import { element, type Markup, text } from './markup.ts'
import { ns, type Status, statuses } from './names.ts'
import { signedElement } from './signed.ts'

/** What is said to an app of one person, at one moment. */
export interface Assertion {
  readonly audience: string
  readonly nameId: { readonly format: string; readonly value: string }
  readonly attributes: Readonly<Record<string, readonly string[]>>
  /** When they proved who they are. Milliseconds since 1970, as all times here. */
  readonly provedAt: number
  readonly sessionIndex: string
  readonly context: string
}

export interface Answer {
  /** Of ours. */
  readonly issuer: string
  readonly acsUrl: string
  /** Absent in an answer that nobody asked for. */
  readonly inResponseTo?: string | undefined
  readonly now: number
  readonly random: (bytes: number) => Buffer
  readonly pair: SigningPair
}

const early = 120_000
const late = 300_000

/** An xs:ID, which begins with no digit; 160 bits that nobody guesses (Core §1.3.4). */
export const newId = (random: (bytes: number) => Buffer): string => `_${random(20).toString('hex')}`

export const instant = (ms: number): string => new Date(ms).toISOString()

export const issuerElement = (issuer: string): Markup =>
  element('saml:Issuer', { 'xmlns:saml': ns.assertion }, text(issuer))

/** Core §3.3.3: the assertion signed, and around it the Response where `signsResponse`. */
export function successXml(answer: Answer, assertion: Assertion, signsResponse: boolean): string {
  return responseXml(answer, 'success', [assertionElement(answer, assertion)], signsResponse)
}

/** A Response without an assertion: nobody is signed in, and why. Signed, since it is believed. */
export const failureXml = (answer: Answer, status: Status): string => responseXml(answer, status, [], true)

function responseXml(
  { issuer, acsUrl, inResponseTo, now, random, pair }: Answer,
  status: Status,
  content: readonly Markup[],
  signs: boolean,
): string {
  const attributes = {
    'xmlns:samlp': ns.protocol,
    ID: newId(random),
    Version: '2.0',
    IssueInstant: instant(now),
    Destination: acsUrl,
    InResponseTo: inResponseTo,
  }
  const rest = [statusElement(status), ...content]
  const whole = signs
    ? signedElement('samlp:Response', attributes, issuerElement(issuer), rest, pair)
    : element('samlp:Response', attributes, issuerElement(issuer), ...rest)
  return whole.toString()
}

export function statusElement(status: Status): Markup {
  const [first, second] = statuses[status]
  const below = second === undefined ? [] : [element('samlp:StatusCode', { Value: second })]
  return element('samlp:Status', {}, element('samlp:StatusCode', { Value: first }, ...below))
}

/** Profiles §4.1.4.2: one bearer, one audience, five minutes. */
function assertionElement(
  { issuer, acsUrl, inResponseTo, now, random, pair }: Answer,
  { audience, nameId, attributes, provedAt, sessionIndex, context }: Assertion,
): Markup {
  const end = instant(now + late)
  const confirmation = element(
    'saml:SubjectConfirmation',
    { Method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer' },
    element('saml:SubjectConfirmationData', {
      NotOnOrAfter: end,
      Recipient: acsUrl,
      InResponseTo: inResponseTo,
    }),
  )
  const statements = Object.entries(attributes).filter(([, values]) => values.length > 0)
  return signedElement(
    'saml:Assertion',
    { 'xmlns:saml': ns.assertion, ID: newId(random), Version: '2.0', IssueInstant: instant(now) },
    element('saml:Issuer', {}, text(issuer)),
    [
      element(
        'saml:Subject',
        {},
        element('saml:NameID', { Format: nameId.format }, text(nameId.value)),
        confirmation,
      ),
      element(
        'saml:Conditions',
        { NotBefore: instant(now - early), NotOnOrAfter: end },
        element('saml:AudienceRestriction', {}, element('saml:Audience', {}, text(audience))),
      ),
      // no SessionNotOnOrAfter: at Alibaba Cloud it would cut the session short
      element(
        'saml:AuthnStatement',
        { AuthnInstant: instant(provedAt), SessionIndex: sessionIndex },
        element('saml:AuthnContext', {}, element('saml:AuthnContextClassRef', {}, text(context))),
      ),
      ...(statements.length === 0
        ? []
        : [element('saml:AttributeStatement', {}, ...statements.map(attributeElement))]),
    ],
    pair,
  )
}

const attributeElement = ([name, values]: [string, readonly string[]]): Markup =>
  element(
    'saml:Attribute',
    { Name: name },
    ...values.map(value => element('saml:AttributeValue', {}, text(value))),
  )
