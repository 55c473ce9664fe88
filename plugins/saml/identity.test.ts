import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { issuer, key, stage, strange } from './fixtures/stage.ts'
import { createSigningKey } from './simulator/certificate.ts'
import { responseXml } from './simulator/response-xml.ts'
import { sign } from './simulator/sign.ts'

const nameId = (format: string, value = 'eve') => ({ format: `urn:oasis:names:tc:SAML:${format}`, value })

describe('a person is known', () => {
  it('by the persistent NameID, and described by the attributes that the file names', async () => {
    const at = stage({
      attributes: {
        ...{ username: 'uid', displayName: 'cn', email: 'mail', phone: 'tel' },
        ...{ groups: 'memberOf', departments: 'ou' },
      },
    })
    const attributes = {
      ...{ uid: ['eve'], cn: ['Eve & <Co> "E"'], mail: ['eve@example.com'], tel: ['+86 1'] },
      ...{ memberOf: ['staff', 'ops', ''], ou: ['研发部'], role: ['admin'] },
    }
    expect(await at.post(await at.signed(undefined, { attributes }))).toEqual({
      ...{ issuer, subject: 'eve', username: 'eve', displayName: 'Eve & <Co> "E"', phone: '+86 1' },
      ...{ email: 'eve@example.com', groups: ['staff', 'ops'], departments: ['研发部'], claims: {} },
    })
  })

  it.each([
    ['emailAddress', '1.1:nameid-format:emailAddress'],
    ['unspecified', '1.1:nameid-format:unspecified'],
  ] as const)('by a NameID of the format %s where the file says so', async (nameIdFormat, format) => {
    const at = stage({ nameIdFormat })
    expect((await at.post(await at.signed(undefined, { nameId: nameId(format) }))).subject).toBe('eve')
    const other = stage({ nameIdFormat })
    expect((await other.refusal(await other.signed())).cause).toMatch(/another format/)
  })

  it('by a NameID without a format where the file says unspecified', async () => {
    const at = stage({ nameIdFormat: 'unspecified' })
    const bare = (xml: string) => xml.replace(/<saml:NameID Format="[^"]*"/, '<saml:NameID')
    expect((await at.post(await at.signed(bare))).subject).toBe('eve')
  })

  it('by an attribute, whatever the NameID is', async () => {
    const at = stage({ subject: 'employeeNumber' })
    const attributes = { employeeNumber: ['A0021'] }
    const transient = nameId('2.0:nameid-format:transient', '_1')
    const identity = await at.post(await at.signed(undefined, { attributes, nameId: transient }))
    expect(identity.subject).toBe('A0021')
  })

  it.each([
    ['no value', {}],
    ['an empty value', { employeeNumber: [''] }],
    ['two values', { employeeNumber: ['A0021', 'A0001'] }],
  ])('never by an attribute that has %s', async (_, attributes) => {
    const at = stage({ subject: 'employeeNumber' })
    const { cause } = await at.refusal(await at.signed(undefined, { attributes: attributes as never }))
    expect(cause).toMatch(/not exactly one value/)
  })
})

describe('an answer is believed', () => {
  const sha512 = {
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha512',
  }
  const sha1 = {
    signatureAlgorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
    digestAlgorithm: 'http://www.w3.org/2000/09/xmldsig#sha1',
  }

  it('with the response signed too', async () => {
    const at = stage()
    expect((await at.post(await sign(await at.signed(), '_response', key))).subject).toBe('eve')
  })

  it('with SHA-512', async () => {
    const at = stage()
    expect((await at.post(await sign(responseXml(at.answer()), '_assertion', key, sha512))).subject).toBe(
      'eve',
    )
  })

  it('with SHA-1 only where the file allows it', async () => {
    const at = stage({ allowSha1: true })
    expect((await at.post(await sign(responseXml(at.answer()), '_assertion', key, sha1))).subject).toBe('eve')
  })

  it('for an entity ID of ours that is not the callback', async () => {
    const at = stage({ spEntityId: 'urn:example:sso' })
    expect((await at.refusal(await at.signed())).cause).toMatch(/another audience/)
    expect((await at.post(await at.signed(undefined, { audience: 'urn:example:sso' }))).subject).toBe('eve')
  })

  it('with the old and with the new certificate while keys change', async () => {
    const certificate = `the old one\n${key.certificate}\nthe new one\n${strange.certificate}`
    const [old, fresh] = [stage({ certificate }), stage({ certificate })]
    expect((await old.post(await old.signed())).subject).toBe('eve')
    const signed = await sign(responseXml(fresh.answer()), '_assertion', strange)
    expect((await fresh.post(signed)).subject).toBe('eve')
  })

  it('not any more once its certificate has expired', async () => {
    const at = stage()
    at.clock.now += 20 * 365 * 86_400_000
    expect((await at.refusal(await at.signed())).cause).toMatch(/certificate of this source in force/)
  })
})

describe('an answer without an assertion', () => {
  const failure = (codes: string, at: ReturnType<typeof stage>) =>
    responseXml(at.answer())
      .replace(/<samlp:StatusCode .*?\/>/, codes)
      .replace(/<saml:Assertion .*<\/saml:Assertion>/s, '')
  const code = (value: string, inside = '') =>
    `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${value}">${inside}</samlp:StatusCode>`

  it.each([
    ['AuthnFailed', 'source_denied'],
    ['RequestDenied', 'source_denied'],
    ['InvalidNameIDPolicy', 'source_refused'],
  ])('says %s, which is %s', async (name, expected) => {
    const at = stage()
    const { code: said, vendorCode } = await at.refusal(failure(code('Responder', code(name)), at))
    expect([said, vendorCode]).toEqual([expected, name])
  })

  it('says a first code alone', async () => {
    const at = stage()
    expect(await at.refusal(failure(code('Requester'), at))).toMatchObject({
      ...{ code: 'source_refused', vendorCode: 'Requester' },
    })
  })

  it('says success and is refused', async () => {
    const at = stage()
    expect((await at.refusal(failure(code('Success'), at))).cause).toMatch(/exactly one assertion/)
  })

  it('says something that is no code, which is not repeated', async () => {
    const at = stage()
    const said = await at.refusal(failure('<samlp:StatusCode Value="urn:x:&lt;script&gt;"/>', at))
    expect([said.code, said.vendorCode]).toEqual(['source_refused', undefined])
  })
})

const world = { now: Date.now, random: randomBytes }

describe('the source is not opened', () => {
  it.each<[what: string, why: RegExp, certificate: () => Promise<string>]>([
    ['without a certificate', /no certificate in PEM form/, async () => 'MIIC'],
    [
      'with one that cannot be read',
      /cannot be read/,
      async () => '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----',
    ],
    ['with a private key', /private key/, async () => key.certificate + key.privateKey],
    [
      'with a short key',
      /1024 bits/,
      async () => (await createSigningKey(world, { bits: 1024 })).certificate,
    ],
    [
      'with a certificate signed with SHA-1',
      /SHA-1/,
      async () => (await createSigningKey(world, { digest: 'sha1' })).certificate,
    ],
    [
      'with nothing but expired ones',
      /expired/,
      async () => (await createSigningKey(world, { until: Date.now() - 1000 })).certificate,
    ],
  ])('%s', async (_, why, certificate) => {
    await expect(stage({ certificate: await certificate() }).open()).rejects.toThrow(why)
  })
})
