import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { SignedXml } from 'xml-crypto'
import { readAuthnRequest } from '../../../src/apps/saml/authn-request.ts'
import { receivedByPost, receivedByRedirect } from '../../../src/apps/saml/received.ts'
import { redirectTo } from '../../../src/apps/saml/redirect-binding.ts'
import { selfSigned } from '../../../src/apps/saml/self-signed.ts'
import { readPair } from '../../../src/certificates.ts'
import { SsoError } from '../../../src/errors.ts'

const now = Date.parse('2026-11-27T08:00:00Z')
const here = 'https://sso.example.com/saml/grafana/sso'
const made = () => selfSigned('sp', { now, random: randomBytes })
const [own, strange] = await Promise.all([made(), made()])
const { key, certificate } = readPair(own, own)
const sp = {
  entityId: 'https://sp.example.com',
  acs: [
    { url: 'https://sp.example.com/acs', index: 0 },
    { url: 'https://sp.example.com/acs2', index: 3 },
  ],
  certificates: [certificate.pem],
  signsRequests: true,
} as const

const request = (more = '', inside = '') =>
  `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0" IssueInstant="2026-11-27T07:59:58Z" Destination="${here}"${more}><saml:Issuer>https://sp.example.com</saml:Issuer>${inside}</samlp:AuthnRequest>`

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** Signed by xml-crypto, which the code under test has no part in. */
function signed(
  xml: string,
  {
    by = own,
    algorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digest = 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms = [enveloped, exclusive],
  } = {},
): string {
  const signer = new SignedXml({
    privateKey: by,
    signatureAlgorithm: algorithm,
    canonicalizationAlgorithm: exclusive,
  })
  signer.addReference({ xpath: '/*', transforms, digestAlgorithm: digest })
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: "/*/*[local-name(.)='Issuer']", action: 'after' },
  })
  return signer.getSignedXml()
}

const read = (
  received: ReturnType<typeof receivedByPost>,
  party: Parameters<typeof readAuthnRequest>[1]['sp'] = sp,
) => readAuthnRequest(received.root(party, party.signsRequests), { sp: party, here: [here], now })
const post = (xml: string | Buffer) =>
  receivedByPost({ SAMLRequest: Buffer.from(xml).toString('base64') }, 'SAMLRequest')
const unsigned = { ...sp, certificates: [], signsRequests: false }

function why(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    expect(error.code).toBe('saml_request_invalid')
    return error.cause
  }
  throw new Error('it was taken')
}

it('an honest request is read, signed and unsigned', () => {
  expect(read(post(signed(request())))).toMatchObject({ id: '_r1', acsUrl: 'https://sp.example.com/acs' })
  expect(read(post(request()), unsigned)).toMatchObject({ id: '_r1', isPassive: false, forceAuthn: false })
  const address = redirectTo(here, 'SAMLRequest', { xml: request(), relayState: 'a+b/c=', key })
  expect(read(receivedByRedirect(address.split('?')[1] ?? '', 'SAMLRequest')).id).toBe('_r1')
})

describe('the address of the answer', () => {
  it('is one of those that are registered, by address or by index', () => {
    const to = (more: string) => read(post(request(more)), unsigned).acsUrl
    expect(to(' AssertionConsumerServiceURL="https://sp.example.com/acs2"')).toBe(
      'https://sp.example.com/acs2',
    )
    expect(to(' AssertionConsumerServiceIndex="3"')).toBe('https://sp.example.com/acs2')
  })

  it.each([
    'AssertionConsumerServiceURL="https://evil.example.com/acs"',
    'AssertionConsumerServiceURL="https://sp.example.com/acs?x"',
    'AssertionConsumerServiceURL="https://sp.example.com/acs#x"',
    'AssertionConsumerServiceURL="https://SP.example.com/acs"',
    'AssertionConsumerServiceURL=""',
    'AssertionConsumerServiceIndex="1"',
    'AssertionConsumerServiceURL="https://sp.example.com/acs" AssertionConsumerServiceIndex="3"',
  ])('is never another: %s', more => {
    expect(why(() => read(post(request(` ${more}`)), unsigned))).toMatch(/not the app’s/)
    // a signature does not help
    expect(why(() => read(post(signed(request(` ${more}`)))))).toMatch(/not the app’s/)
  })
})

describe('a message is refused', () => {
  const bomb = deflateRawSync(Buffer.alloc(40_000_000, 32)).toString('base64')
  const cases: [what: string, xml: string | Buffer, reason: RegExp][] = [
    ['with a document type', `<!DOCTYPE a [<!ENTITY x "y">]>${request()}`, /document type/],
    ['with an external entity', `<!DOCTYPE a SYSTEM "file:///etc/passwd">${request()}`, /document type/],
    ['with a comment in its issuer', request().replace('sp.example', 'sp.<!-- -->example'), /comment/],
    ['with a CDATA section', request('', '<![CDATA[x]]>'), /CDATA/],
    ['with a processing instruction', request('', '<?php x?>'), /processing instruction/],
    ['in UTF-16', Buffer.from(request(), 'utf16le'), /UTF-8|processing|well-formed/],
    ['that names another encoding', `<?xml version="1.0" encoding="ISO-8859-1"?>${request()}`, /encoding/],
    ['with bytes that are no UTF-8', Buffer.concat([Buffer.from(request()), Buffer.of(0xff)]), /UTF-8/],
    ['that is nested too deep', request('', '<a>'.repeat(80) + '</a>'.repeat(80)), /64 deep/],
    ['with too many parts', request('', '<a/>'.repeat(1_100)), /1000 elements/],
    ['that is too long', request('', 'x'.repeat(270_000)), /262144 bytes/],
    ['that is no XML', request().slice(0, -5), /well-formed/],
    ['that is something else', request().replaceAll('AuthnRequest', 'LogoutRequest'), /no AuthnRequest/],
    [
      'by another issuer',
      request().replace('https://sp.example.com</', 'https://other.example.com</'),
      /issuer/,
    ],
    ['for another address', request().replace(here, 'https://other.example.com/sso'), /another address/],
    ['of another version', request().replace('"2.0"', '"1.1"'), /version/],
    ['from yesterday', request().replace('2026-11-27T07', '2026-11-26T07'), /another time/],
    ['without an id', request().replace(' ID="_r1"', ''), /the id/],
    ['with an id that is markup', request().replace('"_r1"', '"&quot;&gt;&lt;x"'), /the id/],
    [
      'that names a subject',
      request('', '<saml:Subject><saml:NameID>boss</saml:NameID></saml:Subject>'),
      /subject/,
    ],
    [
      'that wants the answer in an address',
      request(' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'),
      /binding/,
    ],
    [
      'that wants a name for another app',
      request('', '<samlp:NameIDPolicy SPNameQualifier="https://other.example.com"/>'),
      /another app/,
    ],
  ]
  it.each(cases)('%s', (_what, xml, reason) => {
    expect(why(() => read(post(xml), unsigned))).toMatch(reason)
  })

  it('that inflates to more than it may, before it has done so', () => {
    const before = process.memoryUsage().rss
    expect(why(() => receivedByRedirect(`SAMLRequest=${encodeURIComponent(bomb)}`, 'SAMLRequest'))).toMatch(
      /131072/,
    )
    expect(process.memoryUsage().rss - before).toBeLessThan(20_000_000)
  })

  it('with a parameter twice, or a RelayState that is a novel', () => {
    const one = `SAMLRequest=${encodeURIComponent(deflateRawSync(request()).toString('base64'))}`
    expect(why(() => receivedByRedirect(`${one}&${one}`, 'SAMLRequest'))).toMatch(/twice/)
    expect(why(() => receivedByRedirect(`${one}&RelayState=${'x'.repeat(1025)}`, 'SAMLRequest'))).toMatch(
      /RelayState/,
    )
    expect(why(() => receivedByPost({ SAMLRequest: ['a', 'b'] }, 'SAMLRequest'))).toMatch(/not there once/)
  })
})

describe('a signature inside is refused', () => {
  const good = signed(request())
  const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(good)?.[0] ?? ''
  const bare = good.replace(signature, '')
  const evil = request(' AssertionConsumerServiceURL="https://sp.example.com/acs2"').replace(
    '"_r1"',
    '"_evil"',
  )
  const put = (xml: string, what: string) => xml.replace('</saml:Issuer>', `</saml:Issuer>${what}`)
  const changed = (old: string | RegExp, fresh: string) => {
    const made = good.replace(old, fresh)
    // an attack that changes nothing would prove nothing
    if (made === good) throw new Error(`there is no ${old}`)
    return made
  }
  const cases: [what: string, xml: string, reason: RegExp][] = [
    ['that is not there', request(), /not signed/],
    ['of another key', signed(request(), { by: strange }), /not by a certificate/],
    ['over something else', changed('_r1"', '_r1" ForceAuthn="true"'), /not over what was sent/],
    [
      'with SHA-1',
      signed(request(), { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
      /RSA-SHA256/,
    ],
    [
      'with a digest of SHA-1',
      signed(request(), { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' }),
      /SHA-256/,
    ],
    [
      'with a public key as an HMAC secret',
      changed('xmldsig-more#rsa-sha256', 'xmldsig-more#hmac-sha256'),
      /RSA-SHA256/,
    ],
    [
      'with inclusive canonicalization',
      signed(request(), { transforms: [enveloped, 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'] }),
      /transforms/,
    ],
    [
      'with a third transform',
      signed(request(), { transforms: [enveloped, exclusive, exclusive] }),
      /transforms/,
    ],
    [
      'with an XPath transform',
      changed(
        `<ds:Transform Algorithm="${enveloped}"/>`,
        `<ds:Transform Algorithm="${enveloped}"><ds:XPath>/</ds:XPath></ds:Transform>`,
      ),
      /transforms/,
    ],
    ['with an object', changed('</ds:Signature>', '<ds:Object/></ds:Signature>'), /parts/],
    ['with two references', changed(/<ds:Reference .*<\/ds:Reference>/s, '$&$&'), /more than one Reference/],
    ['with a reference to the whole document', changed('URI="#_r1"', 'URI=""'), /another element/],
    ['with two digests', changed(/<ds:DigestValue>.*<\/ds:DigestValue>/s, '$&$&'), /not over what was sent/],
    ['with a comment in the digest', changed('<ds:DigestValue>', '<ds:DigestValue><!--x-->'), /comment/],
    ['twice', put(good, signature), /more than one signature/],
    [
      'XSW1: the signed message within the signature of another',
      put(evil, signature.replace('</ds:Signature>', `${bare}</ds:Signature>`)),
      /parts/,
    ],
    ['XSW2: the signed message beside its signature', put(evil, bare + signature), /another element/],
    ['XSW3: the signed message within another', put(evil, good), /not where it belongs/],
    [
      'XSW4: within an extension',
      put(evil, `<samlp:Extensions>${good}</samlp:Extensions>`),
      /not where it belongs/,
    ],
    [
      'XSW5: the same id twice',
      put(evil.replace('"_evil"', '"_r1"'), signature + bare),
      /an id stands for two/,
    ],
    ['XSW6: the id in another spelling', put(evil, `${signature}<x Id="_evil"/>`), /an id stands for two/],
    [
      'XSW7: in an object',
      put(evil, signature.replace('</ds:Signature>', `<ds:Object>${bare}</ds:Object></ds:Signature>`)),
      /parts/,
    ],
    [
      'XSW8: in the key',
      put(evil, signature.replace('</ds:Signature>', `<ds:KeyInfo>${bare}</ds:KeyInfo></ds:Signature>`)),
      /another element/,
    ],
    [
      'in another namespace',
      good.replaceAll('http://www.w3.org/2000/09/xmldsig#"', 'urn:x"'),
      /not where it belongs/,
    ],
  ]
  it.each(cases)('%s', (_what, xml, reason) => {
    expect(why(() => read(post(xml)))).toMatch(reason)
  })

  it('where HTTP-Redirect has none', () => {
    const packed = encodeURIComponent(deflateRawSync(good).toString('base64'))
    expect(why(() => receivedByRedirect(`SAMLRequest=${packed}`, 'SAMLRequest'))).toMatch(/does not have/)
  })
})

describe('a signature in an address is refused', () => {
  const address =
    redirectTo(here, 'SAMLRequest', { xml: request(), relayState: 'x', key }).split('?')[1] ?? ''
  const other = encodeURIComponent(deflateRawSync(request(' ForceAuthn="true"')).toString('base64'))
  it.each<[what: string, query: string, reason: RegExp]>([
    ['that is not there', address.replace(/&Signature=.*/, ''), /not signed/],
    [
      'over another request',
      address.replace(/SAMLRequest=[^&]*/, `SAMLRequest=${other}`),
      /not over what was sent/,
    ],
    ['over another RelayState', address.replace('RelayState=x', 'RelayState=y'), /not over what was sent/],
    [
      'without the RelayState that it is over',
      address.replace('RelayState=x&', ''),
      /not over what was sent/,
    ],
    [
      'over other octets of the same text',
      address.replace('RelayState=x', 'RelayState=%78'),
      /not over what was sent/,
    ],
    [
      'with SHA-1',
      address.replace(
        /SigAlg=[^&]*/,
        `SigAlg=${encodeURIComponent('http://www.w3.org/2000/09/xmldsig#rsa-sha1')}`,
      ),
      /RSA-SHA256/,
    ],
    ['with no algorithm', address.replace(/&SigAlg=[^&]*/, ''), /RSA-SHA256/],
    ['that is empty', address.replace(/Signature=.*/, 'Signature='), /not over what was sent/],
  ])('%s', (_what, query, reason) => {
    expect(why(() => read(receivedByRedirect(query, 'SAMLRequest')))).toMatch(reason)
  })
})
