import { expect, test } from 'vitest'
import { compileAll } from '../../src/config/compile.ts'
import { eachSlip, find, site } from './slip.ts'

/** What is copied out of a console, or called as in another product: the help has it as it is written here. */
const asked = '{ accounts: 20, percent: 5 }'

eachSlip(site, [
  // parts of an ARN
  [
    'accountId: "1234567890123456"',
    'accountId: acs:ram::1234567890123456:root',
    'write accountId: "1234567890123456"',
  ],
  [
    'provider: sso-kit',
    'provider: acs:ram::1234567890123456:saml-provider/sso-kit',
    'write provider: sso-kit',
  ],
  ['role: dev', 'role: acs:ram::1234567890123456:role/dev', 'write role: dev'],
  [
    'role: dev',
    'role: acs:ram::6543210987654321:role/dev',
    'write role: dev and accountId: "6543210987654321"',
    'role: dev\n        accountId: "6543210987654321"',
  ],
  ['nameId: email', 'nameId: urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress', 'write nameId: email'],
  [
    'site: china',
    'region: cn-hangzhou',
    'write site: china or site: international in its place; it is required',
  ],
  [asked, '{ accounts: 20, percent: 5% }', 'write percent: 5'],
  ['every: 12h', 'cron: "0 3 * * *"', 'write every: 24h', 'every: 24h'],
  ['keep: 1100d', 'retention: 1100d', 'rename it to "keep", the only key here'],
  [
    'nameId: email',
    'nameId: email\n    attributes: [displayName, groups]',
    'write attributes: { displayName: displayName, groups: groups }',
    'nameId: email\n    attributes: { displayName: displayName, groups: groups }',
  ],
])

eachSlip(site, [
  [
    'nameId: email',
    'nameId: email\n    attributes:\n      - { name: mail, value: email }\n      - { name: uid, value: username }',
    'write attributes: { mail: email, uid: username }',
    'nameId: email\n    attributes: { mail: email, uid: username }',
  ],
  [
    'redirectUris: [https://wiki.example.com/callback]',
    'redirectUris:\n      callback: https://wiki.example.com/callback',
    'write redirectUris: [https://wiki.example.com/callback]',
  ],
  [
    'permissions: [write, rename]',
    'permissions: { write: yes, rename: on }',
    'write permissions: [write, rename]',
  ],
  ['{ env: WIKI_CLIENT_SECRET }', '[WIKI_CLIENT_SECRET]', 'write clientSecret: { env: WIKI_CLIENT_SECRET }'],
  [
    'session: { idle',
    'keys: { cookies: { env: SSO_COOKIE } }\nsession: { idle',
    'write cookie: [{ env: SSO_COOKIE }]',
    'keys: { cookie: [{ env: SSO_COOKIE }] }\nsession: { idle',
  ],
  [
    'session: { idle',
    'keys: { cookie: $SSO_COOKIE }\nsession: { idle',
    'write cookie: [{ env: SSO_COOKIE }]',
    'keys: { cookie: [{ env: SSO_COOKIE }] }\nsession: { idle',
  ],
])

const only = async (text: string) => (await find(text)).map(({ help }) => help)

test.each([
  ['port: 8080', 'move it under "server", as listen: 127.0.0.1:8080', 'server'],
  ['language: zh-CN', 'move it under "ui", as "locale"', 'ui'],
  ['timeout: 30m', 'move it under "session", as "idle"', 'session'],
])('at the top level, %s', async (line, help, section) => {
  const without = site.replace(new RegExp(`^${section}:.*\n(?: .*\n)*`, 'm'), '')
  expect(await only(without.replace('version: 1', `version: 1\n${line}`))).toEqual([help])
})

test('what a section has already is not to be moved there', async () => {
  expect(await only(site.replace('version: 1', 'version: 1\ntimeout: 30m'))).toEqual([
    '"idle" is there already under "session": make one of the two',
  ])
})

test.each([
  [
    'subject: "a1b2c3d4"',
    'email: a@example.com',
    /^write subject: … in its place; it is required\nin "subject": /,
  ],
  [
    'issuer: https://id.partner.example',
    'realm: main',
    /^write issuer: https:\/\/\S+ in its place; it is required$/,
  ],
])('%s as %s is one mistake', async (right, wrong, help) => {
  expect(await only(site.replace(right, wrong))).toEqual([expect.stringMatching(help)])
})

test('a key too many is not taken for one that has another form', async () => {
  const text = site.replace('redirectUris: [https://wiki.example.com/callback]', 'icon: ./wiki.png')
  expect((await find(text)).map(({ rule }) => rule)).toEqual(['schema/missing-key', 'schema/unknown-key'])
})

test.each([
  ['clientId: sso-kit', 'AppKey: dingwjlht8b93ara'],
  ['clientId: sso-kit', 'appKey: sso-kit'],
])('%s as %s is no secret', async (right, wrong) => {
  expect(JSON.stringify(await find(site.replace(right, wrong)))).not.toContain('secret at the vendor')
})

test.each([
  [
    'redirectUris: [https://wiki.example.com/callback]',
    'redirectUris: /callback',
    /^write redirectUris: \[…\], each an absolute address such as https:/,
  ],
  [
    '{ env: WIKI_CLIENT_SECRET }',
    '{ from: env, name: WIKI_CLIENT_SECRET }',
    /^name the place where the secret is kept, such as \{ env: NAME \}\n/,
  ],
  [
    'allow: { groups: [developers, finance] }',
    'allow: everyone\n    allowed_groups: [developers]',
    /^move it under "allow", as "groups"$/,
  ],
  [
    'session: { idle',
    'keys: { cookie: 9f8e7d6c5b4a39281706f5e4d3c2b1a0 }\nsession: { idle',
    /^write cookie: \[\{ env: SSO_COOKIE_SECRET \}\]\n.*replace the secret at the vendor$/,
  ],
])('%s as %s', async (right, wrong, help) => {
  expect(site).toContain(right)
  expect(await only(site.replace(right, wrong))).toEqual([expect.stringMatching(help)])
})

test('an entry of an overlay that changes nothing is told as that', async () => {
  const { diagnostics } = await compileAll([
    { file: 'base.yaml', input: `${site}organizations: [{ id: acme, name: Acme, sources: [github] }]\n` },
    { file: 'prod.yaml', input: 'organizations: [{ id: acmee, remark: Acme, sources: [github] }]\n' },
  ])
  expect(diagnostics.map(({ message }) => message)).toContain(
    'base.yaml has no organisation "acmee" that this could change',
  )
})
