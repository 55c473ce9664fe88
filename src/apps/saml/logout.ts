import type { SigningPair } from '../../certificates.ts'
import { checkHead } from './authn-request.ts'
import { element, text } from './markup.ts'
import { ns, type Status } from './names.ts'
import { refused } from './refuse.ts'
import { instant, issuerElement, statusElement } from './response.ts'
import type { ServiceProvider } from './service-provider.ts'
import { signedElement } from './signed.ts'
import { attribute, childrenNamed, is, only, optional, textOf, time, type XmlElement } from './xml.ts'

/** Whom an app signs out, and of which of their sessions: none is named where it means all (Core §3.7.1). */
export interface LogoutRequest {
  readonly id: string
  readonly nameId: string
  readonly sessionIndexes: readonly string[]
}

interface About {
  readonly sp: ServiceProvider
  readonly here: readonly string[]
  readonly now: number
}

export function readLogoutRequest(root: XmlElement, about: About): LogoutRequest {
  if (!is(root, ns.protocol, 'LogoutRequest')) throw refused('the message is no LogoutRequest')
  const id = checkHead(root, about)
  const end = time(root, 'NotOnOrAfter')
  if (end !== undefined && end <= about.now) throw refused('the message is no longer good')
  return {
    id,
    nameId: textOf(only(root, ns.assertion, 'NameID')),
    sessionIndexes: childrenNamed(root, ns.protocol, 'SessionIndex').map(each => textOf(each).trim()),
  }
}

/** Whether an app has signed somebody out, by its own word; the answer is to `inResponseTo`. */
export function readLogoutResponse(root: XmlElement, about: About & { inResponseTo: string }): boolean {
  if (!is(root, ns.protocol, 'LogoutResponse')) throw refused('the message is no LogoutResponse')
  checkHead(root, about)
  if (attribute(root, 'InResponseTo') !== about.inResponseTo)
    throw refused('the message answers another request')
  const status = optional(root, ns.protocol, 'Status')
  const code = status && optional(status, ns.protocol, 'StatusCode')
  return code !== undefined && attribute(code, 'Value') === 'urn:oasis:names:tc:SAML:2.0:status:Success'
}

interface Message {
  readonly id: string
  readonly issuer: string
  readonly destination: string
  readonly now: number
}

const headOf = ({ id, destination, now }: Message) => ({
  'xmlns:samlp': ns.protocol,
  ID: id,
  Version: '2.0',
  IssueInstant: instant(now),
  Destination: destination,
})

const lifeMs = 300_000

/** Without `pair` it is for HTTP-Redirect, where the address is signed. */
export function logoutRequestXml(
  message: Message,
  { nameId, sessionIndex }: { nameId: { format: string; value: string }; sessionIndex: string },
  pair?: SigningPair,
): string {
  return messageXml(
    'samlp:LogoutRequest',
    { ...headOf(message), NotOnOrAfter: instant(message.now + lifeMs) },
    message,
    [
      element('saml:NameID', { 'xmlns:saml': ns.assertion, Format: nameId.format }, text(nameId.value)),
      element('samlp:SessionIndex', {}, text(sessionIndex)),
    ],
    pair,
  )
}

export const logoutResponseXml = (
  message: Message,
  { inResponseTo, status }: { inResponseTo: string; status: Status },
  pair?: SigningPair,
): string =>
  messageXml(
    'samlp:LogoutResponse',
    { ...headOf(message), InResponseTo: inResponseTo },
    message,
    [statusElement(status)],
    pair,
  )

function messageXml(
  name: string,
  attributes: Parameters<typeof signedElement>[1],
  { issuer }: Message,
  rest: Parameters<typeof signedElement>[3],
  pair: SigningPair | undefined,
): string {
  const whole = pair
    ? signedElement(name, attributes, issuerElement(issuer), rest, pair)
    : element(name, attributes, issuerElement(issuer), ...rest)
  return whole.toString()
}
