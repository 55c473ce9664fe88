import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { algorithms } from './names.ts'
import { refused } from './refuse.ts'

export type MessageName = 'SAMLRequest' | 'SAMLResponse'

/** What came in an address, decoded, and the octets that its signature is over. */
export interface RedirectMessage {
  message: string
  relayState: string | undefined
  signature?: { octets: string; algorithm: string; value: string }
}

/**
 * Bindings §3.4.4.1: the signature is over the octets as they were sent, and two programs encode one text in two ways.
 * So they are taken out of the address as they are, and never made again.
 */
export function readRedirect(query: string, name: MessageName): RedirectMessage {
  const raw = (wanted: string): string | undefined => {
    const found = query.split('&').filter(pair => pair.split('=', 1)[0] === wanted)
    if (found.length > 1) throw refused(`${wanted} is there twice`)
    return found[0]?.slice(wanted.length + 1)
  }
  const [message, relayState, algorithm, value] = [name, 'RelayState', 'SigAlg', 'Signature'].map(raw)
  const encoding = raw('SAMLEncoding')
  if (encoding !== undefined && !decoded(encoding).endsWith(':SAML:2.0:bindings:URL-Encoding:DEFLATE'))
    throw refused('the message is encoded in another way than DEFLATE')
  const octets = [
    `${name}=${message ?? ''}`,
    ...(relayState === undefined ? [] : [`RelayState=${relayState}`]),
    `SigAlg=${algorithm ?? ''}`,
  ].join('&')
  return {
    message: decoded(message ?? ''),
    relayState: relayState === undefined ? undefined : decoded(relayState),
    ...(value !== undefined && {
      signature: { octets, algorithm: decoded(algorithm ?? ''), value: decoded(value) },
    }),
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    throw refused('the address is not encoded as addresses are')
  }
}

/** Throws unless one of the certificates made the signature. */
export function verifyRedirect({ signature }: RedirectMessage, certificates: readonly string[]): void {
  if (signature === undefined) throw refused('the message is not signed, and this app has a certificate')
  if (signature.algorithm !== algorithms.rsaSha256)
    throw refused('the signature is made with another algorithm than RSA-SHA256')
  // a plus is a space in a form, and base64 has no space
  const value = Buffer.from(signature.value.replaceAll(' ', '+'), 'base64')
  const good = certificates.some(pem =>
    verify('sha256', Buffer.from(signature.octets), createPublicKey(pem), value),
  )
  if (!good) throw refused('the signature is not by a certificate of this app, or not over what was sent')
}

/** The address that carries a message to an app, signed. */
export function redirectTo(
  address: string,
  name: MessageName,
  { xml, relayState, key }: { xml: string; relayState: string | undefined; key: KeyObject },
): string {
  const octets = [
    [name, deflateRawSync(xml).toString('base64')],
    ...(relayState === undefined ? [] : [['RelayState', relayState]]),
    ['SigAlg', algorithms.rsaSha256],
  ]
    .map(([key = '', value = '']) => `${key}=${encodeURIComponent(value)}`)
    .join('&')
  const signature = sign('sha256', Buffer.from(octets), key).toString('base64')
  return `${address}${address.includes('?') ? '&' : '?'}${octets}&Signature=${encodeURIComponent(signature)}`
}
