import { bindings, contexts, nameIdFormats, ns } from './names.ts'
import { refused } from './refuse.ts'
import type { Acs, ServiceProvider } from './service-provider.ts'
import { attribute, childrenNamed, flag, is, optional, textOf, time, type XmlElement } from './xml.ts'

/** What an app asks for. Where the answer goes is one of the app's own addresses, whatever the request says. */
export interface AuthnRequest {
  readonly id: string
  readonly acsUrl: string
  readonly forceAuthn: boolean
  readonly isPassive: boolean
  /** Undefined where any will do. */
  readonly nameIdFormat: string | undefined
  /** The context that is asked for and that can be stated; `none`: there is no such one. */
  readonly context: string
}

/** How far two clocks may be apart, and how long a request may take to get here. */
const longestMs = 600_000

/** The Issuer of a request that nobody has vouched for: which app it says it is from. */
export const issuerOf = (root: XmlElement): string =>
  textOf(optional(root, ns.assertion, 'Issuer') ?? missing('Issuer')).trim()

const missing = (name: string): never => {
  throw refused(`the message has no ${name}`)
}

/** What every message of an app has to say of itself (Core §3.2.1). Answers its id. */
export function checkHead(
  root: XmlElement,
  { sp, here, now }: { sp: Pick<ServiceProvider, 'entityId'>; here: readonly string[]; now: number },
): string {
  if (issuerOf(root) !== sp.entityId) throw refused('the issuer is not this app')
  if (attribute(root, 'Version') !== '2.0') throw refused('the message is not of version 2.0')
  const id = attribute(root, 'ID') ?? ''
  if (!/^[\p{L}_][\p{L}\p{N}_.-]{0,255}$/u.test(id)) throw refused('the id is missing or no id')
  const destination = attribute(root, 'Destination')
  if (destination !== undefined && !here.includes(destination))
    throw refused('the message is for another address')
  const issued = time(root, 'IssueInstant') ?? missing('IssueInstant')
  if (Math.abs(now - issued) > longestMs)
    throw refused('the message is from another time: compare the clocks')
  return id
}

/** Core §3.4.1, as an app of ours may send it. */
export function readAuthnRequest(
  root: XmlElement,
  about: { sp: ServiceProvider; here: readonly string[]; now: number },
): AuthnRequest {
  if (!is(root, ns.protocol, 'AuthnRequest')) throw refused('the message is no AuthnRequest')
  const id = checkHead(root, about)
  if (optional(root, ns.assertion, 'Subject')) throw refused('the request names a subject: who it is, we say')
  const policy = optional(root, ns.protocol, 'NameIDPolicy')
  const qualifier = policy && attribute(policy, 'SPNameQualifier')
  if (qualifier !== undefined && qualifier !== about.sp.entityId)
    throw refused('the request wants a name for another app')
  const format = policy && attribute(policy, 'Format')
  return {
    id,
    acsUrl: acsOf(root, about.sp.acs).url,
    forceAuthn: flag(root, 'ForceAuthn'),
    isPassive: flag(root, 'IsPassive'),
    nameIdFormat: format === nameIdFormats.unspecified ? undefined : format,
    context: contextOf(root),
  }
}

function acsOf(root: XmlElement, registered: ServiceProvider['acs']): Acs {
  const binding = attribute(root, 'ProtocolBinding')
  if (binding !== undefined && binding !== bindings.post)
    throw refused('the answer is wanted by another binding than HTTP-POST')
  const [url, index] = [
    attribute(root, 'AssertionConsumerServiceURL'),
    attribute(root, 'AssertionConsumerServiceIndex'),
  ]
  if (url === undefined && index === undefined) return registered[0]
  const found = registered.find(
    acs => (url === undefined || acs.url === url) && (index === undefined || String(acs.index) === index),
  )
  if (found === undefined) throw refused('the answer is wanted at an address that is not the app’s')
  return found
}

/**
 * Core §3.3.2.2.1. A source says who somebody is, and seldom how it knows. What is asked for most, "by a password over
 * TLS", is granted as "over TLS, and proved"; a second factor or a certificate is not claimed for anybody.
 */
function contextOf(root: XmlElement): string {
  const requested = optional(root, ns.protocol, 'RequestedAuthnContext')
  if (requested === undefined) return contexts.unspecified
  const classes = childrenNamed(requested, ns.assertion, 'AuthnContextClassRef').map(each =>
    textOf(each).trim(),
  )
  const comparison = attribute(requested, 'Comparison') ?? 'exact'
  if (comparison === 'better') return 'none'
  return (
    Object.values(contexts).find(each => classes.includes(each)) ??
    (comparison === 'maximum' ? contexts.unspecified : 'none')
  )
}
