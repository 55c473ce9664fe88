import { issuerOf } from './authn-request.ts'
import { deflated, posted } from './message.ts'
import { type MessageName, type RedirectMessage, readRedirect, verifyRedirect } from './redirect-binding.ts'
import { refused } from './refuse.ts'
import type { ServiceProvider } from './service-provider.ts'
import { hasSignature, verifiedRoot } from './signature.ts'
import { parse, type XmlElement } from './xml.ts'

/** A message as it came in, before anybody has vouched for it. */
export interface Received {
  /** Whom it says it is from. */
  readonly issuer: string
  readonly relayState: string | undefined
  readonly xml: string
  /** Its root; throws unless an app of these certificates vouches for it, where that has to be. */
  root(sp: Pick<ServiceProvider, 'certificates'>, mustBeSigned: boolean): XmlElement
}

/** Longer ones are in use than the 80 bytes of Bindings §3.4.3. It is an opaque value that goes back where it came from. */
const longestRelayState = 1024

function bounded(relayState: string | undefined): string | undefined {
  if (relayState !== undefined && Buffer.byteLength(relayState) > longestRelayState)
    throw refused(`RelayState is longer than ${longestRelayState} bytes`)
  return relayState
}

/** HTTP-Redirect: the address as it was asked for, undecoded. */
export function receivedByRedirect(query: string, name: MessageName): Received {
  const came: RedirectMessage = readRedirect(query, name)
  const xml = deflated(came.message)
  const root = parse(xml)
  // Bindings §3.4.4.1: the message itself has no signature here, and one that nobody looks at would only deceive
  if (hasSignature(root))
    throw refused('the message has a signature inside, which HTTP-Redirect does not have')
  return {
    issuer: issuerOf(root),
    relayState: bounded(came.relayState),
    xml,
    root({ certificates }, mustBeSigned) {
      if (mustBeSigned || (certificates.length > 0 && came.signature)) verifyRedirect(came, certificates)
      return root
    },
  }
}

/** HTTP-POST: the fields of the form. */
export function receivedByPost(form: Readonly<Record<string, unknown>>, name: MessageName): Received {
  const { [name]: message, RelayState: relayState } = form
  if (typeof message !== 'string') throw refused(`${name} is not there once`)
  if (relayState !== undefined && typeof relayState !== 'string') throw refused('RelayState is there twice')
  const xml = posted(message)
  const seen = parse(xml)
  return {
    issuer: issuerOf(seen),
    relayState: bounded(relayState),
    xml,
    root({ certificates }, mustBeSigned) {
      const isSigned = certificates.length > 0 && hasSignature(seen)
      return mustBeSigned || isSigned ? verifiedRoot(xml, certificates) : seen
    },
  }
}
