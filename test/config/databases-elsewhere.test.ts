import { expect, test } from 'vitest'
import { find, site } from './slip.ts'

/** A database in a file, as other programs write its address: what it would be here, and what to write. */
test.each([
  ['sqlite:///./data/sso.db', 'sqlite:./data/sso.db'],
  ['sqlite://./data/sso.db', 'sqlite:./data/sso.db'],
  ['file:./data/sso.db', 'sqlite:./data/sso.db'],
  ['sqlite://localhost/var/lib/sso.db', 'sqlite:/var/lib/sso.db'],
])('%s is %s', async (wrong, right) => {
  const at = (url: string) => site.replace('server:\n', `storage: { url: "${url}" }\nserver:\n`)
  expect((await find(at(wrong))).map(({ help }) => help)).toEqual([`write storage: { url: ${right} }`])
  expect(await find(at(right))).toEqual([])
})

test('a path from the root is right', async () => {
  expect(
    await find(site.replace('server:\n', 'storage: { url: "sqlite:///var/lib/sso.db" }\nserver:\n')),
  ).toEqual([])
})

test('a DN in braces has quotes: its commas would part them', async () => {
  const ldap =
    '  - { id: ad, type: ldap, name: AD, url: "ldaps://dc1.example.com", directory: openldap, baseDn: "dc=example,dc=com", anonymousSearch: true, groups: "ou=g,dc=example,dc=com" }\n'
  const told = await find(site.replace('sources:\n', `sources:\n${ldap}`))
  expect(told.map(({ help }) => help)).toEqual(['write groups: { baseDn: "ou=g,dc=example,dc=com" }'])
  const bare = ldap.replace('"ou=g,dc=example,dc=com"', '{ baseDn: OU=g,DC=example,DC=com }')
  const [found, ...others] = await find(site.replace('sources:\n', `sources:\n${bare}`))
  expect([found?.message, found?.help, others]).toEqual([
    'the commas of a DN part what is in braces',
    'put the DN in quotes',
    [],
  ])
})
