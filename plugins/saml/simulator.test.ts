import { execFileSync } from 'node:child_process'
import { randomBytes, X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import type { Simulator, World } from 'sso-kit/plugin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { type Options, simulate } from './simulator/index.ts'

const signOnUrl = 'http://vendor.test/signOnUrl'
const acsUrl = 'https://sso.example.com/auth/saml/callback'
const options: Options = {
  entityId: 'https://idp.example.com/metadata',
  signOnUrl,
  certificate: 'the simulator has its own',
  spEntityId: 'https://sso.example.com/saml',
  subject: 'nameId',
  nameIdFormat: 'persistent',
  attributes: { username: 'uid', displayName: 'cn', departments: 'ou' },
  allowSha1: false,
}
const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'

let world: World
let idp: Simulator
let certificate: string
beforeAll(async () => {
  world = createWorld({ now: Date.now, random: randomBytes })
  idp = await simulate(options, world)
  certificate = idp.options?.certificate ?? ''
})

/** Somebody else's service provider, as strict as it can be set. */
const party = (format: string | null = persistent) =>
  new SAML({
    ...{ entryPoint: signOnUrl, issuer: 'https://sso.example.com/saml', callbackUrl: acsUrl },
    ...{ idpCert: certificate, identifierFormat: format, disableRequestedAuthnContext: true },
    ...{ wantAssertionsSigned: true, wantAuthnResponseSigned: true },
    validateInResponseTo: ValidateInResponseTo.always,
  })

/** Chooses a person; answers the fields of the page that posts itself. */
async function visit(departure: string, person = 'lisi'): Promise<Record<string, string>> {
  const url = new URL(departure)
  url.searchParams.set(person === '' ? 'refuse' : 'person', person || '1')
  const reply = await idp(new Request(url))
  const page = await reply.text()
  if (!page.includes(`<form method="post" action="${acsUrl}">`)) throw new Error(page)
  const inputs = page.matchAll(/name="([^"]*)" value="([^"]*)"/g)
  return Object.fromEntries([...inputs].map(([, name, value]) => [name, value?.replaceAll('&#43;', '+')]))
}

const decoded = ({ SAMLResponse = '' }: Record<string, string>) =>
  Buffer.from(SAMLResponse, 'base64').toString()

describe('node-saml', () => {
  it('signs people in, and sees who they are', async () => {
    const saml = party()
    const fields = await visit(await saml.getAuthorizeUrlAsync('the state', undefined, {}))
    expect(fields.RelayState).toBe('the state')
    const { profile } = await saml.validatePostResponseAsync(fields)
    expect(profile).toMatchObject({
      ...{ issuer: options.entityId, nameIDFormat: persistent, nameID: expect.stringMatching(/^\w{40}$/) },
      attributes: { uid: 'lisi', cn: '李四', ou: ['研发部', '平台组'] },
    })
  })

  it('sees the same persistent id again, and another one of somebody else', async () => {
    const nameId = async (person: string) => {
      const saml = party()
      const fields = await visit(await saml.getAuthorizeUrlAsync('', undefined, {}), person)
      return (await saml.validatePostResponseAsync(fields)).profile?.nameID
    }
    expect(await nameId('lisi')).toBe(await nameId('lisi'))
    expect(await nameId('lisi')).not.toBe(await nameId('wangwu'))
  })

  it('sees a transient id that changes where it asks for no format', async () => {
    const saml = party(null)
    const ids = []
    for (const _ of [1, 2]) {
      const fields = await visit(await saml.getAuthorizeUrlAsync('', undefined, {}))
      ids.push((await saml.validatePostResponseAsync(fields)).profile)
    }
    expect(ids[0]?.nameIDFormat).toMatch(/:transient$/)
    expect(ids[0]?.nameID).not.toBe(ids[1]?.nameID)
  })

  it.each([
    ['the person cancels', '', persistent, /Responder.*AuthnFailed/],
    ['the person has no address to be known by', 'gaopeng', emailAddress(), /Requester.*InvalidNameIDPolicy/],
  ])('is told when %s', async (_, person, format, why) => {
    const saml = party(format)
    const fields = await visit(await saml.getAuthorizeUrlAsync('', undefined, {}), person)
    await expect(saml.validatePostResponseAsync(fields)).rejects.toThrow(why)
  })
})

function emailAddress(): string {
  return 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'
}

const xmlsec = '/usr/bin/xmlsec1'
const hasXmlsec = existsSync(xmlsec)
if (!hasXmlsec)
  console.warn('no xmlsec1 found: its test is skipped. Install it (Debian: apt-get install xmlsec1).')

describe.skipIf(!hasXmlsec)('xmlsec1', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sso-kit-saml-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  function verify(xml: string, element: 'Response' | 'Assertion'): void {
    writeFileSync(join(folder, 'answer.xml'), xml)
    writeFileSync(join(folder, 'idp.pem'), certificate)
    const names = [
      'urn:oasis:names:tc:SAML:2.0:protocol:Response',
      'urn:oasis:names:tc:SAML:2.0:assertion:Assertion',
    ]
    const args = [
      ...['--verify', '--pubkey-cert-pem', join(folder, 'idp.pem')],
      ...names.flatMap(name => ['--id-attr:ID', name]),
      ...['--node-xpath', `//*[local-name()='${element}']/*[local-name()='Signature']`],
      join(folder, 'answer.xml'),
    ]
    execFileSync(xmlsec, args, { stdio: 'pipe' })
  }

  it.each(['Response', 'Assertion'] as const)('finds the signature of the %s good', async element => {
    const xml = decoded(await visit(await party().getAuthorizeUrlAsync('', undefined, {})))
    expect(() => verify(xml, element)).not.toThrow()
    expect(() => verify(xml.replace('李四', '王五'), element)).toThrow()
  })
})

it('the certificate is one, in force and signed by its own key', () => {
  const read = new X509Certificate(certificate)
  expect(read.verify(read.publicKey)).toBe(true)
  expect([Date.parse(read.validFrom) < Date.now(), Date.parse(read.validTo) > Date.now()]).toEqual([
    true,
    true,
  ])
})

describe('a request is answered with a page, and nobody is sent anywhere,', () => {
  const request = (change: (xml: string) => string = same => same) =>
    change(
      `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0" ` +
        `IssueInstant="2026-11-26T00:00:00Z" Destination="${signOnUrl}" AssertionConsumerServiceURL="${acsUrl}">` +
        `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://sso.example.com/saml</saml:Issuer></samlp:AuthnRequest>`,
    )
  const ask = async (xml: string, relayState = 'x') => {
    const url = new URL(signOnUrl)
    url.searchParams.set('SAMLRequest', deflateRawSync(xml).toString('base64'))
    url.searchParams.set('RelayState', relayState)
    url.searchParams.set('person', 'lisi')
    const reply = await idp(new Request(url))
    return { status: reply.status, page: await reply.text() }
  }

  it('unless it is good', async () => {
    expect((await ask(request())).page).toContain(`action="${acsUrl}"`)
  })

  it.each<[what: string, change: (xml: string) => string]>([
    ['of another service provider', xml => xml.replace('sso.example.com/saml', 'evil.example')],
    ['for another address', xml => xml.replace(signOnUrl, 'http://other.test/')],
    ['without a return address', xml => xml.replace(/AssertionConsumerServiceURL="[^"]*"/, '')],
    ['with a script for a return address', xml => xml.replace(acsUrl, 'javascript:alert(1)')],
    ['of SAML 1.1', xml => xml.replace('Version="2.0"', 'Version="1.1"')],
    ['with an ID that is none', xml => xml.replace('"_1"', '"1"')],
    ['for another binding', xml => xml.replace('Version', 'ProtocolBinding="urn:x" $&')],
    ['with a document type', xml => `<!DOCTYPE x>${xml}`],
    ['that is none', () => '<x/>'],
    ['that swells', xml => xml + ' '.repeat(131_073)],
  ])('where it is one %s', async (_, change) => {
    const { status, page } = await ask(request(change))
    expect([status, page.includes('<form')]).toEqual([400, false])
  })

  it('where its RelayState is longer than 80 bytes', async () => {
    expect((await ask(request(), 'x'.repeat(81))).status).toBe(400)
  })

  it('where it is none at all', async () => {
    expect((await idp(new Request(signOnUrl))).status).toBe(400)
    expect((await idp(new Request(signOnUrl, { method: 'POST' }))).status).toBe(404)
  })
})
