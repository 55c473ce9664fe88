import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExclusiveCanonicalization, SignedXml } from 'xml-crypto'
import { readAppMetadata } from '../../../src/apps/saml/app-metadata.ts'
import { keysOf } from '../../../src/apps/saml/keys.ts'
import { element, text } from '../../../src/apps/saml/markup.ts'
import { metadataXml } from '../../../src/apps/saml/metadata.ts'
import { successXml } from '../../../src/apps/saml/response.ts'
import { selfSigned } from '../../../src/apps/saml/self-signed.ts'
import { readPair, readPublished } from '../../../src/certificates.ts'

const now = Date.parse('2026-11-27T08:00:00Z')
const pem = await selfSigned('sso-kit', { now, random: randomBytes })
const pair = readPair(pem, pem)

const legal = fc
  .string({ unit: 'binary' })
  .filter(each => !/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(each))

const answer = {
  issuer: 'https://sso.example.com/saml/metadata',
  acsUrl: 'https://sp.example.com/acs?a=1&b="2"',
  now,
  random: randomBytes,
  pair,
}
const assertion = {
  audience: 'sp',
  nameId: { format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', value: 'eve' },
  attributes: {},
  provedAt: now,
  sessionIndex: '_s',
  context: 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified',
}

/** Whether xml-crypto, which took no part in it, finds every signature good. */
function isGood(xml: string): boolean {
  const document = new DOMParser().parseFromString(xml, 'text/xml')
  const signatures = Array.from(
    document.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature'),
  )
  return (
    signatures.length > 0 &&
    signatures.every(signature => {
      const signed = new SignedXml({ publicCert: pair.certificate.pem })
      signed.loadSignature(signature as unknown as Parameters<SignedXml['loadSignature']>[0])
      return signed.checkSignature(xml)
    })
  )
}

describe('markup', () => {
  it('is its own exclusive canonical form, whatever is in it', () => {
    fc.assert(
      fc.property(legal, legal, (value, inside) => {
        const xml = element(
          'a:b',
          { 'xmlns:a': 'urn:a', Z: value, A: inside },
          element('a:c', {}, text(inside)),
        ).toString()
        const document = new DOMParser().parseFromString(xml, 'text/xml')
        const canonical = new ExclusiveCanonicalization().process(
          document.documentElement as unknown as Element,
          {},
        )
        expect(canonical).toBe(xml)
      }),
    )
  })

  it.each(['\u0000', '\u0008', '\ufffe', '\ud800'])('refuses what XML does not have: %j', character => {
    expect(() => text(`a${character}b`)).toThrow('app_refused')
  })
})

describe('an answer', () => {
  it('is signed well whatever it says, and what it says comes back as it was', () => {
    fc.assert(
      fc.property(legal, legal, fc.boolean(), (value, name, both) => {
        const nameId = { ...assertion.nameId, value }
        const xml = successXml(answer, { ...assertion, nameId, attributes: { [name]: [value, name] } }, both)
        expect(isGood(xml)).toBe(true)
        const found = new DOMParser().parseFromString(xml, 'text/xml').getElementsByTagName('saml:NameID')[0]
        expect(found?.textContent).toBe(value)
      }),
      { numRuns: 40 },
    )
  })

  it('is no longer good when a letter of it is another', () => {
    const xml = successXml(answer, assertion, true)
    expect(isGood(xml)).toBe(true)
    expect(isGood(xml.replace('>eve<', '>bob<'))).toBe(false)
  })
})

describe('the certificate that is made at the first start', () => {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { input: pem, encoding: 'utf8' })

  it('is one that openssl reads, and whose signature it finds good', () => {
    const shown = openssl('x509', '-noout', '-text')
    expect(shown).toContain('Subject: CN = sso-kit')
    expect(shown).toMatch(/Not After : Nov 24 08:00:00 2036 GMT/)
    expect(shown).toContain('Public-Key: (2048 bit)')
    expect(shown).toContain('Signature Algorithm: sha256WithRSAEncryption')
    expect(pair.certificate.x509.verify(pair.certificate.x509.publicKey)).toBe(true)
    expect(openssl('pkey', '-noout', '-check')).toContain('Key is valid')
  })
})

describe('keys', () => {
  it('are refused where the certificate is another’s, weak, or none', async () => {
    const other = await selfSigned('other', { now, random: randomBytes })
    expect(() => readPair(pem, other)).toThrow('the certificate is not that of the key')
    expect(() => readPair('x', pem)).toThrow('no private key')
    expect(() => readPublished('x')).toThrow('no certificate in PEM form')
    expect(() => readPublished(pem + other)).toThrow('more than one certificate')
    const weak = (...args: string[]) =>
      execFileSync(
        'openssl',
        ['req', '-x509', '-nodes', '-subj', '/CN=w', '-days', '9', '-keyout', '/dev/null', ...args],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      )
    expect(() => readPublished(weak('-newkey', 'rsa:1024'))).toThrow('1024 bits')
    expect(() => readPublished(weak('-newkey', 'rsa:2048', '-sha1'))).toThrow('SHA-1')
    expect(() => readPublished(weak('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'))).toThrow(
      'not RSA',
    )
  })

  it('are published all, the signing one first and none twice', async () => {
    const next = readPublished(await selfSigned('next', { now, random: randomBytes }))
    const keys = keysOf(pair, [next, pair.certificate])
    const xml = metadataXml('e', { sso: 'https://a.example', slo: 'https://b.example' }, keys)
    const listed = [...xml.matchAll(/X509Certificate>([^<]+)</g)].map(([, base64]) => base64)
    expect(listed).toEqual([pair.certificate.base64, next.base64])
  })
})

describe('the metadata of an app', () => {
  const acs = (attributes: string) =>
    `<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" ${attributes}/>`
  const metadata = (inside: string, more = '') =>
    `<?xml version="1.0"?>\n<!-- made by Grafana -->\n<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://sp.example.com"><md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"${more}>${inside}</md:SPSSODescriptor></md:EntityDescriptor>\n`

  it('gives entity id, addresses with the default one first, sign-out and certificates', () => {
    const read = readAppMetadata(
      metadata(
        `<md:KeyDescriptor use="encryption"><ds:KeyInfo/></md:KeyDescriptor><md:KeyDescriptor><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n${pair.certificate.base64}\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://sp.example.com/slo" ResponseLocation="https://sp.example.com/slo/back"/>${acs('index="0" Location="https://sp.example.com/a"')}${acs('index="2" isDefault="true" Location="https://sp.example.com/b"')}<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact" index="3" Location="https://sp.example.com/c"/>`,
        ' AuthnRequestsSigned="true"',
      ),
    )
    expect(read).toMatchObject({
      entityId: 'https://sp.example.com',
      acs: [
        { url: 'https://sp.example.com/b', index: 2 },
        { url: 'https://sp.example.com/a', index: 0 },
      ],
      slo: {
        binding: 'post',
        url: 'https://sp.example.com/slo',
        responseUrl: 'https://sp.example.com/slo/back',
      },
      signsRequests: true,
    })
    expect(read.certificates.map(({ base64 }) => base64)).toEqual([pair.certificate.base64])
  })

  it.each<[what: string, xml: string, reason: RegExp]>([
    ['has no address', metadata(''), /no AssertionConsumerService/],
    [
      'has an address that is none',
      metadata(acs('index="0" Location="javascript:alert(1)"')),
      /no http address/,
    ],
    [
      'sends answers through the network as they are',
      metadata(acs('index="0" Location="http://sp.example.com/acs"')),
      /Location of AssertionConsumerService is not https/,
    ],
    ['is that of an identity provider', metadata('').replaceAll('SPSSO', 'IDPSSO'), /no SPSSODescriptor/],
    ['has a document type', `<!DOCTYPE x>${metadata('')}`, /document type/],
  ])('is refused when it %s', (_what, xml, reason) => {
    expect(() => readAppMetadata(xml)).toThrow(
      expect.objectContaining({ cause: expect.stringMatching(reason) }),
    )
  })
})
