import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { selfSigned } from '../../src/apps/saml/self-signed.ts'
import { inShort, lookedAt, now } from './looking.ts'

/** What a file has to hold, by the `x-holds` of the key that refers to it. */
const folder = mkdtempSync(join(tmpdir(), 'sso-kit-documents-'))
afterAll(() => rmSync(folder, { recursive: true }))

const yearMs = 365 * 86_400_000
const made = (at: number) => selfSigned('made', { now: at, random: randomBytes })
const [own, other, old] = await Promise.all([made(now), made(now), made(now - 11 * yearMs)])
const part = (pem: string, label: string) =>
  new RegExp(`-----BEGIN ${label}-----[\\s\\S]+?-----END ${label}-----\\n`).exec(pem)?.[0] ?? ''
const certificate = part(own, 'CERTIFICATE')
const key = part(own, 'PRIVATE KEY')
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, {
    encoding: 'utf8',
    // what does not read it may end before it is written
    ...(args[0] === 'pkey' && { input: own }),
    stdio: [args[0] === 'pkey' ? 'pipe' : 'ignore', 'pipe', 'ignore'],
  })
const signedBy = (...args: string[]) =>
  openssl('req', '-x509', '-nodes', '-subj', '/CN=w', '-days', '9', '-keyout', '/dev/null', ...args)
const sha1 = signedBy('-newkey', 'rsa:2048', '-sha1')
const elliptic = signedBy('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256')
const ellipticKey = openssl('ecparam', '-genkey', '-noout', '-name', 'prime256v1')
const locked = openssl('pkey', '-aes256', '-passout', 'pass:hunter2')
const damaged = '-----BEGIN CERTIFICATE-----\nMIIBhunter2\n-----END CERTIFICATE-----\n'

const base = 'version: 1\npublicUrl: https://sso.example.com\n'
const local = 'sources: [{ id: local, type: local, name: Password }]\n'
const one = { file: './one' }
const written = (value: unknown) => JSON.stringify(value)
const sourceOf = (keys: object) => `${base}sources: [${written({ id: 'x', name: 'Company', ...keys })}]\n`

async function told(text: string, content: string): Promise<string[]> {
  writeFileSync(join(folder, 'one'), content, { mode: 0o600 })
  const found = await lookedAt(text, { folder, env: { SECRET: 'k7Zp2vQ9mX4tB8nW1cR6yL3dF5gH0jS2' } })
  // told for what is beside the documents
  return inShort(found.filter(({ rule }) => /^secret\/|^events\//.test(rule)))
}

const casdoor = sourceOf({
  type: 'casdoor',
  endpoint: 'https://door.example.com',
  organization: 'example',
  application: 'app',
  clientId: 'abc',
  clientSecret: { env: 'SECRET' },
  certificate: one,
})
const ldap = sourceOf({
  type: 'ldap',
  url: 'ldaps://dc.example.com',
  directory: 'openldap',
  baseDn: 'dc=example,dc=com',
  anonymousSearch: true,
  ca: one,
})
const samlSource = sourceOf({
  type: 'saml',
  entityId: 'https://idp.example.com',
  signOnUrl: 'https://idp.example.com/sso',
  certificate: one,
})
const google = sourceOf({
  type: 'google',
  clientId: 'x.apps.googleusercontent.com',
  clientSecret: { env: 'SECRET' },
  serviceAccountKey: one,
  directoryAdmin: 'reader@example.com',
  allow: { domains: ['example.com'] },
  sync: { every: '12h' },
})
const ca = `${base}outbound: { ca: { file: ./one } }\n${local}`
const samlApp = (keys: object) =>
  `${base}${local}apps: [${written({ id: 'grafana', type: 'saml', name: 'Grafana', allow: 'everyone', ...keys })}]\n`
const appCertificate = samlApp({
  entityId: 'https://app.example.com',
  acsUrl: 'https://app.example.com/acs',
  certificate: one,
})
const metadata = samlApp({ metadata: one })

const noCertificate = 'there is no certificate in PEM form'
const unread = 'the certificate cannot be read'

describe('certificates', () => {
  test.each([
    ['outbound.ca', ca, 'outbound.ca'],
    ['ca of ldap', ldap, 'sources[x].ca'],
    ['certificate of casdoor', casdoor, 'sources[x].certificate'],
    ['certificate of a saml source', samlSource, 'sources[x].certificate'],
    ['certificate of a saml app', appCertificate, 'apps[grafana].certificate'],
  ])('of %s can be read', async (_, text, at) => {
    const wrong = (reason: string) => [`secret/wrong-form ${at}: the file ./one cannot be used: ${reason}`]
    expect(await told(text, certificate)).toEqual([])
    expect(await told(text, `Subject: CN = made\n${certificate}${part(other, 'CERTIFICATE')}`)).toEqual([])
    expect(await told(text, damaged)).toEqual(wrong(unread))
    expect(await told(text, certificate + damaged)).toEqual(wrong(unread))
    expect(await told(text, 'hunter2')).toEqual(wrong(noCertificate))
  })

  test('are as strong as those need them who believe what they sign', async () => {
    const reasons = async (text: string) => {
      const found: string[] = []
      for (const pem of [elliptic, sha1, own, part(old, 'CERTIFICATE')])
        found.push((await told(text, pem)).join().replace(/^.*: /, '') || 'good')
      return found
    }
    const [notRsa, weak] = [
      'the certificate has a key that is not RSA',
      'the certificate was itself signed with SHA-1 or MD5',
    ]
    expect(await reasons(ca)).toEqual(['good', 'good', 'good', 'good'])
    expect(await reasons(casdoor)).toEqual([notRsa, 'good', 'good', 'good'])
    expect(await reasons(appCertificate)).toEqual([notRsa, weak, 'good', 'good'])
    expect(await reasons(samlSource)).toEqual([
      notRsa,
      weak,
      'there is a private key in it',
      'every certificate has expired',
    ])
  })
})

describe('the metadata of an app', () => {
  const descriptor = (name: string) =>
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://app.example.com">` +
    `<md:${name} protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` +
    `<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://app.example.com/acs" index="0"/>` +
    `</md:${name}></md:EntityDescriptor>`

  test.each([
    [descriptor('SPSSODescriptor'), undefined],
    [`\uFEFF<?xml version="1.0"?>\n${descriptor('SPSSODescriptor')}\n`, undefined],
    [descriptor('IDPSSODescriptor'), 'EntityDescriptor has no SPSSODescriptor'],
    ['<html><body>hunter2</body></html>', 'the metadata is not of one app: no EntityDescriptor'],
    ['hunter2', 'the message is no well-formed XML'],
  ])('is what the app hands out: %s', async (xml, reason) => {
    expect(await told(metadata, xml)).toEqual(
      reason === undefined
        ? []
        : [`secret/wrong-form apps[grafana].metadata: the file ./one cannot be used: ${reason}`],
    )
  })
})

describe('the key of a Google service account', () => {
  const json = (keys: object) => JSON.stringify({ type: 'service_account', ...keys })
  const client_email = 'sync@example.iam.gserviceaccount.com'

  test.each([
    [json({ client_email, private_key: key }), undefined],
    [JSON.stringify({ web: { client_id: 'hunter2' } }), 'the JSON has no "client_email"'],
    [json({ client_email }), 'the JSON has no "private_key"'],
    [
      json({ client_email, private_key: 'hunter2' }),
      'the key is no private key in PEM form, or has a passphrase',
    ],
    [json({ client_email, private_key: ellipticKey }), 'the private key is not RSA'],
    [json({ client_email, private_key: key }).slice(0, -9), 'it is no JSON'],
    ['["hunter2"]', 'the JSON is no object'],
    [
      `\uFEFF${json({ client_email, private_key: key })}`,
      'it is no JSON, and it begins with a byte-order mark, as editors on Windows write it',
    ],
  ])('%s', async (text, reason) => {
    expect(await told(google, text)).toEqual(
      reason === undefined
        ? []
        : [`secret/wrong-form sources[x].serviceAccountKey: the file ./one cannot be used: ${reason}`],
    )
  })
})

describe('keys.saml', () => {
  const pair = `${base}keys: { saml: [{ key: { file: ./key }, certificate: { file: ./one } }] }\n${local}`
  const published = `${base}keys: { saml: [{ certificate: { file: ./one } }] }\n${local}`
  const withKey = (pem: string, certificates: string) => {
    writeFileSync(join(folder, 'key'), pem, { mode: 0o600 })
    return told(pair, certificates)
  }
  const at = 'keys.saml[0].certificate: the file ./one cannot be used:'
  const noKey = 'the key is no private key in PEM form, or has a passphrase'

  test('are a key and its certificate', async () => {
    expect(await withKey(key, certificate)).toEqual([])
    // of one file both are read
    expect(await withKey(own, own)).toEqual([])
    expect(await withKey(key, part(other, 'CERTIFICATE'))).toEqual([
      `secret/wrong-form ${at} the certificate is not that of the key`,
    ])
    expect(await withKey(key, certificate + part(other, 'CERTIFICATE'))).toEqual([
      `secret/wrong-form ${at} there is more than one certificate`,
    ])
    expect(await withKey(part(old, 'PRIVATE KEY'), part(old, 'CERTIFICATE'))).toEqual([
      `secret/wrong-form ${at} the certificate has expired`,
    ])
  })

  test.each([
    ['with a passphrase', locked, noKey],
    ['not in PEM form', 'hunter2', noKey],
    ['a certificate', certificate, noKey],
    ['of another kind', ellipticKey, 'the private key is not RSA'],
  ])('have a key that is not %s', async (_, pem, reason) => {
    expect(await withKey(pem, certificate)).toEqual([
      `secret/wrong-form keys.saml[0].key: the file ./key cannot be used: ${reason}`,
    ])
  })

  test('without a key are published, also when they have expired', async () => {
    expect(await told(published, part(old, 'CERTIFICATE'))).toEqual([])
    expect(await told(published, damaged)).toEqual([`secret/wrong-form ${at} ${unread}`])
  })
})

test('only what is no secret may be open to everybody', async () => {
  writeFileSync(join(folder, 'open'), certificate, { mode: 0o644 })
  writeFileSync(join(folder, 'open.key'), key, { mode: 0o644 })
  const text = `${base}keys: { saml: [{ key: { file: ./open.key }, certificate: { file: ./open } }] }\n${local}`
  expect(inShort(await lookedAt(text, { folder })).filter(line => line.startsWith('secret/'))).toEqual([
    'secret/file-permissions keys.saml[0].key: every user of this machine can read the file ./open.key (mode 644)',
  ])
})

test('what many references lead to is read once, and judged once', async () => {
  const app = (id: string, file: string) =>
    written({ id, type: 'saml', name: 'Grafana', allow: 'everyone', metadata: { file } })
  const text = `${base}${local}apps: [${app('a', './many')}, ${app('b', './many')}, ${app('c', '././many')}, ${app('d', './copy')}]\n`
  for (const name of ['many', 'copy']) writeFileSync(join(folder, name), 'first', { mode: 0o600 })
  const seen: string[] = []
  await lookedAt(text, {
    folder,
    readAppMetadata: xml => {
      seen.push(xml)
      writeFileSync(join(folder, 'many'), 'later')
    },
  })
  expect(seen).toEqual(['first'])
})
