import { describe, expect, it } from 'vitest'
import { issuer, key, redirectUri, stage, strange } from './fixtures/stage.ts'
import { responseXml } from './simulator/response-xml.ts'
import { sign } from './simulator/sign.ts'

const at = stage()
const swap =
  (old: string | RegExp, fresh: string) =>
  (xml: string): string => {
    const changed = xml.replace(old, fresh)
    // an attack that changes nothing would prove nothing
    if (changed === xml) throw new Error(`the answer has no ${old}`)
    return changed
  }

async function expectRefused(xml: string | Buffer, why: RegExp): Promise<void> {
  const { code, step, cause } = await at.refusal(xml)
  expect({ code, step }).toEqual({ code: 'source_reply_invalid', step: 'return' })
  expect(cause).toMatch(why)
}

it('an honest answer names a person', async () => {
  expect(
    await stage()
      .post(await at.signed())
      .catch(error => error.cause),
  ).toMatch(/another request/)
  expect(await at.post(await at.signed())).toMatchObject({ issuer, subject: 'eve', groups: ['staff', 'ops'] })
})

/** The parts of a signed answer, to be put together in another order. */
async function parts() {
  const whole = await at.signed()
  const part = (pattern: RegExp) => pattern.exec(whole)?.[0] ?? ''
  const original = part(/<saml:Assertion .*<\/saml:Assertion>/s)
  const signature = part(/<ds:Signature .*<\/ds:Signature>/s)
  const bare = original.replace(signature, '')
  const evil = swap('>eve<', '>boss<')(bare).replace('"_assertion"', '"_evil"')
  const withSignature = (assertion: string, inside = signature) =>
    assertion.replace('</saml:Issuer>', `</saml:Issuer>${inside}`)
  return { whole, original, signature, bare, evil, withSignature }
}

/** On Breaking SAML (Somorovsky et al., 2012): the eight constructions, by the names that testers use. */
describe('a signature that is wrapped is refused:', () => {
  it.each<[name: string, why: RegExp, build: () => Promise<string>]>([
    [
      'XSW1, the signed response within its own signature',
      /exactly one assertion/,
      async () => {
        const both = await sign(responseXml(at.answer()), '_response', key)
        const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(both)?.[0] ?? ''
        const inner = both.replace(signature, '')
        const evil = swap('>eve<', '>boss<')(inner).replace('"_response"', '"_evil"')
        const stuffed = signature.replace('</ds:Signature>', `${inner}</ds:Signature>`)
        return evil.replace('</saml:Issuer>', `</saml:Issuer>${stuffed}`)
      },
    ],
    [
      'XSW2, the signed response beside its signature',
      /exactly one assertion/,
      async () => {
        const both = await sign(responseXml(at.answer()), '_response', key)
        const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(both)?.[0] ?? ''
        const inner = both.replace(signature, '')
        const evil = swap('>eve<', '>boss<')(inner).replace('"_response"', '"_evil"')
        return evil.replace('</saml:Issuer>', `</saml:Issuer>${inner}${signature}`)
      },
    ],
    [
      'XSW3, another assertion before it',
      /exactly one assertion/,
      async () => {
        const { whole, original, evil } = await parts()
        return whole.replace(original, evil + original)
      },
    ],
    [
      'XSW3 the other way round, another assertion behind it',
      /exactly one assertion/,
      async () => {
        const { whole, original, evil } = await parts()
        return whole.replace(original, original + evil)
      },
    ],
    [
      'XSW4, the signed assertion within another',
      /exactly one assertion/,
      async () => {
        const { whole, original, evil } = await parts()
        return whole.replace(original, evil.replace('</saml:Assertion>', `${original}</saml:Assertion>`))
      },
    ],
    [
      'XSW5, the signature moved to another assertion',
      /exactly one assertion/,
      async () => {
        const { whole, original, bare, evil, withSignature } = await parts()
        return whole.replace(original, withSignature(evil) + bare)
      },
    ],
    [
      'XSW6, the signed assertion within the signature of another',
      /exactly one assertion/,
      async () => {
        const { whole, original, signature, bare, evil, withSignature } = await parts()
        const stuffed = signature.replace('</ds:Signature>', `${bare}</ds:Signature>`)
        return whole.replace(original, withSignature(evil, stuffed))
      },
    ],
    [
      'XSW7, another assertion in an extension',
      /exactly one assertion/,
      async () => {
        const { whole, evil } = await parts()
        return whole.replace('<samlp:Status>', `<samlp:Extensions>${evil}</samlp:Extensions><samlp:Status>`)
      },
    ],
    [
      'XSW8, the signed assertion in an object of the signature',
      /exactly one assertion/,
      async () => {
        const { whole, original, signature, bare, evil, withSignature } = await parts()
        const stuffed = signature.replace('</ds:Signature>', `<ds:Object>${bare}</ds:Object></ds:Signature>`)
        return whole.replace(original, withSignature(evil, stuffed))
      },
    ],
    [
      'the signed element under a name that is no assertion',
      /over another element/,
      async () => {
        const { whole, original, bare, evil, withSignature } = await parts()
        const kept = bare.replaceAll('saml:Assertion', 'samlp:Extensions')
        return whole.replace(original, withSignature(evil) + kept)
      },
    ],
    [
      'two elements with one id',
      /an id stands for two/,
      async () => swap('<samlp:Status>', '<samlp:Status Id="_assertion">')(await at.signed()),
    ],
    [
      'an object in the signature',
      /parts that it should not have/,
      async () => swap('</ds:Signature>', '<ds:Object/></ds:Signature>')(await at.signed()),
    ],
    [
      'a second reference',
      /exactly one Reference/,
      async () => swap(/<ds:Reference .*<\/ds:Reference>/s, '$&$&')(await at.signed()),
    ],
    [
      'a signature somewhere else',
      /a signature is not where it belongs/,
      async () => {
        const { whole, signature } = await parts()
        return whole.replace('<saml:AuthnStatement', `<saml:Advice>${signature}</saml:Advice>$&`)
      },
    ],
    [
      'two signatures over the assertion',
      /exactly one signature/,
      async () => {
        const { whole, signature } = await parts()
        return whole.replace(signature, signature + signature)
      },
    ],
    [
      'a second response around the first',
      /second Response/,
      async () =>
        swap('<samlp:Status>', '<samlp:Extensions><samlp:Response/></samlp:Extensions>$&')(await at.signed()),
    ],
    [
      'a reference to the whole document',
      /over another element/,
      async () => swap('URI="#_assertion"', 'URI=""')(await at.signed()),
    ],
    [
      'one more transform',
      /other transforms/,
      async () => swap(/<ds:Transform [^>]*\/>/, '$&$&')(await at.signed()),
    ],
  ])('%s', async (_, why, build) => {
    await expectRefused(await build(), why)
  })
})

const bySignature = /signature is not by a certificate/
const sha1 = {
  signatureAlgorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  digestAlgorithm: 'http://www.w3.org/2000/09/xmldsig#sha1',
}

describe('an assertion is refused', () => {
  it.each<[what: string, why: RegExp, build: () => Promise<string> | string]>([
    ['that nobody signed', /exactly one signature/, () => responseXml(at.answer())],
    [
      'that only the response around it vouches for',
      /exactly one signature/,
      () => sign(responseXml(at.answer()), '_response', key),
    ],
    [
      'that another key signed, and brings its certificate',
      bySignature,
      () => sign(responseXml(at.answer()), '_assertion', strange),
    ],
    [
      'in a response that another key signed',
      bySignature,
      async () => sign(await at.signed(), '_response', strange),
    ],
    [
      'whose NameID was changed after signing',
      bySignature,
      async () => swap('>eve<', '>boss<')(await at.signed()),
    ],
    [
      'whose attributes were changed after signing',
      bySignature,
      async () => swap('>ops<', '>admins<')(await at.signed()),
    ],
    [
      'whose digest was made with SHA-1',
      /digest is made with an algorithm/,
      () => sign(responseXml(at.answer()), '_assertion', key, { digestAlgorithm: sha1.digestAlgorithm }),
    ],
    [
      'whose signature was made with SHA-1',
      /signature is made with an algorithm/,
      () =>
        sign(responseXml(at.answer()), '_assertion', key, { signatureAlgorithm: sha1.signatureAlgorithm }),
    ],
    [
      'that is signed with the certificate as a shared secret',
      /signature is made with an algorithm/,
      async () =>
        swap(
          'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
          'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
        )(await at.signed()),
    ],
    [
      'that is encrypted',
      /encrypted/,
      () =>
        swap(/<saml:Assertion .*<\/saml:Assertion>/s, '<saml:EncryptedAssertion/>')(responseXml(at.answer())),
    ],
  ])('%s', async (_, why, build) => {
    await expectRefused(await build(), why)
  })
})

describe('a signed answer is refused', () => {
  const ago = (ms: number) => new Date(at.clock.now - ms).toISOString()
  const elsewhere = 'https://evil.example/acs'

  it.each<[what: string, why: RegExp, change: (xml: string) => string]>([
    [
      'from another issuer',
      /assertion is from another issuer/,
      swap(new RegExp(`(<saml:Assertion .*?)${issuer}`, 's'), '$1https://evil.example'),
    ],
    [
      'from another issuer, around the assertion',
      /answer is from another issuer/,
      swap(issuer, `${issuer}/`),
    ],
    [
      'for another audience',
      /another audience/,
      swap(`<saml:Audience>${redirectUri}`, '<saml:Audience>https://other.example'),
    ],
    [
      'for an audience that begins like ours',
      /another audience/,
      swap('</saml:Audience>', '/more</saml:Audience>'),
    ],
    [
      'for us and, in a second restriction, for others',
      /another audience/,
      swap(
        '</saml:AudienceRestriction>',
        '$&<saml:AudienceRestriction><saml:Audience>x</saml:Audience></saml:AudienceRestriction>',
      ),
    ],
    [
      'for everybody',
      /another audience/,
      swap(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, ''),
    ],
    ['without conditions', /exactly one Conditions/, swap(/<saml:Conditions .*<\/saml:Conditions>/, '')],
    [
      'with a condition that nobody knows',
      /condition that is not understood/,
      swap('</saml:Conditions>', '<saml:Condition/></saml:Conditions>'),
    ],
    [
      'to another address',
      /for another address/,
      swap(`Destination="${redirectUri}"`, `Destination="${elsewhere}"`),
    ],
    ['to no address', /for another address/, swap(` Destination="${redirectUri}"`, '')],
    [
      'delivered to another address',
      /no confirmation of the subject/,
      swap(`Recipient="${redirectUri}"`, `Recipient="${elsewhere}"`),
    ],
    ['delivered anywhere', /no confirmation of the subject/, swap(` Recipient="${redirectUri}"`, '')],
    ['to another request', /to another request/, swap(/InResponseTo="[^"]*"/, 'InResponseTo="_other"')],
    ['to no request', /to another request/, swap(/ InResponseTo="[^"]*"/, '')],
    [
      'whose confirmation is to another request',
      /no confirmation of the subject/,
      swap(/(Recipient="[^"]*" InResponseTo=)"[^"]*"/, '$1"_other"'),
    ],
    [
      'whose confirmation is to no request',
      /no confirmation of the subject/,
      swap(/(Recipient="[^"]*") InResponseTo="[^"]*"/, '$1'),
    ],
    [
      'that anybody may bring who has a key',
      /no confirmation of the subject/,
      swap('cm:bearer', 'cm:holder-of-key'),
    ],
    [
      'that confirms nobody',
      /no confirmation of the subject/,
      swap(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, ''),
    ],
    [
      'whose confirmation never ends',
      /no confirmation of the subject|not by a certificate/,
      swap(/(<saml:SubjectConfirmationData) NotOnOrAfter="[^"]*"/, '$1'),
    ],
    [
      'whose confirmation has ended',
      /no confirmation of the subject/,
      swap(/(<saml:SubjectConfirmationData) NotOnOrAfter="[^"]*"/, `$1 NotOnOrAfter="${ago(60_000)}"`),
    ],
    [
      'whose conditions have ended',
      /expired/,
      swap(/(<saml:Conditions .*?NotOnOrAfter=)"[^"]*"/, `$1"${ago(60_000)}"`),
    ],
    [
      'that is not valid yet',
      /not valid yet/,
      swap(/(<saml:Conditions NotBefore=)"[^"]*"/, `$1"${ago(-61_000)}"`),
    ],
    [
      'that was made in the future',
      /made in the future/,
      swap(/(<saml:Assertion .*?IssueInstant=)"[^"]*"/, `$1"${ago(-61_000)}"`),
    ],
    [
      'that ends at no time',
      /is no time|not by a certificate/,
      swap(/(<saml:Conditions .*?NotOnOrAfter=)"[^"]*"/, '$1"never"'),
    ],
    [
      'of somebody who did not sign in',
      /anybody signed in/,
      swap(/<saml:AuthnStatement .*<\/saml:AuthnStatement>/, ''),
    ],
    [
      'of a session that has ended',
      /expired/,
      swap('<saml:AuthnStatement', `$& SessionNotOnOrAfter="${ago(60_000)}"`),
    ],
    [
      'with a NameID of another format',
      /another format/,
      swap('nameid-format:persistent', 'nameid-format:transient'),
    ],
    ['with a NameID without a format', /another format/, swap(/ Format="[^"]*"/, '')],
    [
      'with the NameID of another provider',
      /another identity provider/,
      swap('<saml:NameID', '$& NameQualifier="https://behind.example"'),
    ],
    ['with two NameIDs', /exactly one NameID/, swap(/<saml:NameID .*<\/saml:NameID>/, '$&$&')],
    ['with elements in the NameID', /elements where text/, swap('>eve<', '>eve<saml:x>boss</saml:x><')],
    ['of SAML 1.1', /not of SAML 2.0/, swap(/(<saml:Assertion [^>]*Version=)"2.0"/, '$1"1.1"')],
    [
      'in another namespace',
      /not where it belongs/,
      xml => xml.replaceAll('saml:Assertion', 'samlp:Assertion'),
    ],
  ])('%s', async (_, why, change) => {
    await expectRefused(await at.signed(change), why)
  })

  it('the second time', async () => {
    const once = stage()
    const answer = await once.signed()
    expect((await once.post(answer)).subject).toBe('eve')
    expect((await once.refusal(answer)).cause).toMatch(/used before/)
  })

  it('five minutes and the tolerance after it was made, by the clock of the host', async () => {
    const late = stage()
    const answer = await late.signed()
    late.clock.now += 300_000 + 59_999
    expect((await late.post(answer)).subject).toBe('eve')
    const later = stage()
    const other = await later.signed()
    later.clock.now += 300_000 + 60_000
    expect((await later.refusal(other)).cause).toMatch(/time left/)
  })
})

describe('a text is refused before it is parsed', () => {
  const bomb = `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`

  it.each<[what: string, why: RegExp, change: (xml: string) => string | Buffer]>([
    ['with a document type', /document type/, xml => `<!DOCTYPE samlp:Response>${xml}`],
    ['with entities of its own', /document type/, xml => bomb + swap('>eve<', '>&b;<')(xml)],
    [
      'with a file for an entity',
      /document type/,
      xml => `<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>${xml}`,
    ],
    [
      'with a document type behind a declaration',
      /document type/,
      xml => `<?xml version="1.0"?><!DOCTYPE r>${xml}`,
    ],
    ['with a comment in the NameID', /comment/, swap('>eve<', '>eve<!---->.boss<')],
    ['with a CDATA section in the NameID', /CDATA/, swap('>eve<', '><![CDATA[eve]]><')],
    [
      'with a processing instruction in the NameID',
      /processing instruction/,
      swap('>eve<', '>eve<?x?>.boss<'),
    ],
    ['in UTF-16', /no UTF-8|no well-formed/, xml => Buffer.from(`\ufeff${xml}`, 'utf16le')],
    ['that calls itself UTF-7', /another encoding/, xml => `<?xml version="1.0" encoding="UTF-7"?>${xml}`],
    ['with bytes that are no UTF-8', /no UTF-8/, xml => Buffer.concat([Buffer.from(xml), Buffer.of(0xff)])],
    ['of more than 256 KiB', /more than 262144 bytes/, xml => xml + ' '.repeat(262_145 - xml.length)],
  ])('%s', async (_, why, change) => {
    await expectRefused(change(await at.signed()), why)
  })

  it.each<[what: string, why: RegExp, xml: string]>([
    ['nothing', /missing or no base64/, ''],
    ['something that is no XML', /well-formed/, 'hello'],
    ['two roots', /well-formed/, '<a/><b/>'],
    ['an attribute that comes twice', /well-formed/, '<a b="1" b="2"/>'],
    ['an entity that nobody knows', /well-formed/, '<a>&boss;</a>'],
    ['another document', /no SAML Response/, '<html/>'],
  ])('or just after, where it is %s', async (_, why, xml) => {
    await expectRefused(xml, why)
  })

  it.each([
    ['65 elements deep', 63, /64 deep/],
    ['far deeper', 30_000, /more than 1000 elements/],
  ])('or before anything walks down into it: %s', async (_, depth, why) => {
    const nest = `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`
    await expectRefused(
      swap('<samlp:Status>', `<samlp:Extensions>${nest}</samlp:Extensions>$&`)(await at.signed()),
      why,
    )
  })
})

describe('of an answer that is refused nothing is said but why', () => {
  it.each([
    ['a certificate', async () => sign(responseXml(at.answer()), '_assertion', strange)],
    [
      'an issuer',
      async () =>
        at.signed(swap(new RegExp(`(<saml:Assertion .*?)${issuer}`, 's'), '$1https://secret.example')),
    ],
  ])('for %s', async (_, build) => {
    const error = await at.refusal(await build())
    expect(String(error.cause)).not.toMatch(/secret\.example|MII|<|eve/)
    expect(error.cause).toBeTypeOf('string')
  })
})
