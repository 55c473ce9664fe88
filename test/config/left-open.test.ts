import { expect, test } from 'vitest'
import { find, site } from './slip.ts'

/** Where a help leaves a name open, it says what that is, and which such names the file has. */
const groups =
  'in "groups": groups of grants or of a source; this file has "developers", "leads" and "finance"'

test.each([
  ['allow: everyone', 'allow: all', [groups]],
  [
    'roles:\n      - when: { group: developers }\n        role: dev',
    'roles: [dev]',
    [
      'in "group": a group of the source or of an earlier grant, or one of several; this file has "developers", "leads" and "finance"',
      'without "when": everyone who may open the app',
    ],
  ],
  [
    'allow: { organizations: [example, example-labs] }',
    'allow:',
    ['in "organizations": logins of GitHub organisations'],
  ],
  [
    'trustedProxies: [10.0.0.0/8, 127.0.0.1/32]',
    'trustedProxies: true',
    ['in "trustedProxies": addresses or networks whose X-Forwarded-* headers are believed'],
  ],
  [
    '{ env: WIKI_CLIENT_SECRET }',
    '{ exec: vault read wiki }',
    ['in "exec": program and arguments whose output is the secret'],
  ],
])('%j as %j', async (right, wrong, meaning) => {
  const [told, ...others] = await find(site.replace(right, wrong))
  expect(others).toEqual([])
  expect(told?.help.split('\n').filter(line => /^(?:in|without) "/.test(line))).toEqual(meaning)
})

test('none at all needs no name', async () => {
  const wrong = site.replace('trustedProxies: [10.0.0.0/8, 127.0.0.1/32]', 'trustedProxies: false')
  expect((await find(wrong)).map(({ help }) => help)).toEqual(['write trustedProxies: []'])
})

test('a group that looks like a secret is not named again', async () => {
  const secret = `ghp_${'a1B2c3D4e5'.repeat(4)}`
  const told = await find(site.replace('[finance]', `[${secret}]`).replace('allow: everyone', 'allow: all'))
  expect(JSON.stringify(told)).not.toContain(secret)
})
