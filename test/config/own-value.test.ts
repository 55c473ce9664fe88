import { expect, test } from 'vitest'
import { laid } from './layers.ts'
import { corp, ldap } from './more-sources.ts'
import { eachSlip, find, site } from './slip.ts'

/** A help keeps what the reader wrote, where it is no secret. */
const orgs = 'organizations:\n  - { id: nord, name: Nordwerk, domains: [nordwerk.de], sources: [local] }\n'
const file = site.replace('sources:\n', `${orgs}sources:\n${ldap}${corp}`)
const name = 'write "name": that is what it is called here; it is required'

test('the file is right', async () => expect(await find(file)).toEqual([]))

eachSlip(file, [
  ['name: Nordwerk', 'title: Nordwerk', name],
  ['    name: GitHub\n', '    title: GitHub\n', name],
  ['signOnUrl: https', 'entryPoint: https', 'rename it to "signOnUrl"; it is required'],
  ['directory: active', 'vendor: active', 'rename it to "directory"; it is required'],
  ['directory: active', 'kind: active', 'rename it to "directory"; it is required'],
  ['{ env: PARTNER_CLIENT_SECRET }', '{ env: PARTNER_CLIENT_SECRET, optional: true }', 'remove it'],
  [
    'corpId: ding3608',
    'corpId: ding\u00ad3608',
    'delete the character, or write corpId: ding3608be7c4e5266ce4ac5d6980864',
  ],
  ['name: Wiki\n', 'name: Wi\u00adki\n', 'delete the character, or write name: Wiki'],
])

test('what may be a secret becomes the value of no other key', async () => {
  const [found] = await find(file.replace('    name: Corp\n', '    apiToken: ghp_0123456789abcdef0123\n'))
  expect(found?.help).not.toContain('rename')
})

test('what is no value of the missing key is no other name of it', async () => {
  const told = await find(file.replace('directory: active-directory', 'vendor: novell'))
  expect(told.map(({ help }) => help)).toEqual([
    'write directory: active-directory, directory: freeipa or directory: openldap in its place; it is required',
  ])
})

test('an invisible character is named', async () => {
  const [found] = await find(file.replace('corpId: ding', 'corpId: ding\u00ad'))
  expect(found?.message).toBe('"corpId" has the invisible character U+00AD in it')
})

test('an entry that changes another one, by its type', async () => {
  const prod = 'version: 1\nsources:\n  - type: github\n    enabled: false\n'
  const { diagnostics } = await laid({ 'base.yaml': file }, prod)
  expect(diagnostics.map(({ message, help }) => [message, help])).toEqual([
    [
      'missing key "id" in this source: nothing says which one of base.yaml it changes',
      'add id: github; a new source needs "name", "clientId" and "clientSecret" too',
    ],
  ])
  const mended = await laid({ 'base.yaml': file }, prod.replace('- type', '- id: github\n    type'))
  expect(mended.diagnostics).toEqual([])
})
