import { deflateRawSync } from 'node:zlib'
import type { Transaction } from 'sso-kit/plugin'
import { expectedOf, type Options } from './expected.ts'
import { nameIdFormats } from './name-id.ts'
import { ns } from './xml.ts'

/** SAML Core §3.4.1, sent by HTTP-Redirect (Bindings §3.4): deflated, and with the state as RelayState. */
export function signOnAddress(options: Options, tx: Transaction, now: number): URL {
  const url = new URL(options.signOnUrl)
  const packed = deflateRawSync(authnRequest(options, tx, now)).toString('base64')
  url.searchParams.set('SAMLRequest', packed)
  url.searchParams.set('RelayState', tx.state)
  return url
}

function authnRequest(options: Options, tx: Transaction, now: number): string {
  const { requestId, audience, recipient } = expectedOf(options, tx)
  const policy =
    options.subject === 'nameId'
      ? `<samlp:NameIDPolicy Format="${nameIdFormats[options.nameIdFormat]}" AllowCreate="true"/>`
      : ''
  const attributes = {
    'xmlns:samlp': ns.protocol,
    'xmlns:saml': ns.assertion,
    ID: requestId,
    Version: '2.0',
    IssueInstant: new Date(now).toISOString(),
    Destination: options.signOnUrl,
    AssertionConsumerServiceURL: recipient,
    ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
  }
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`)
  return `<samlp:AuthnRequest${written.join('')}><saml:Issuer>${escaped(audience)}</saml:Issuer>${policy}</samlp:AuthnRequest>`
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
