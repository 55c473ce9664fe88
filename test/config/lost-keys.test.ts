import { expect, test } from 'vitest'
import { eachSlip, find, site } from './slip.ts'

/** The key above some lines is gone: one message, at the first of them, that names it where only one can be meant. */
eachSlip(site, [
  ['server:\n  listen', '  listen', 'write "server:" above them'],
  ['audit:\n  keep', '  keep', 'write "audit:" above it'],
  ['autoRegister:\n  enabled: true', '  enabled: true', 'write "autoRegister:" above them'],
  ['admins:\n  - {', '  - {', 'write "admins:" above it'],
  ['grants:\n  - id: rd', '  - id: rd', 'write "grants:" above it'],
  ['apps:\n  - id: wiki', '  - id: wiki', 'write "apps:" above it'],
  ['    when:\n      source', '      source', 'write "when:" above them, with 4 spaces before it'],
  ['    allow:\n      groups:\n', '      groups:\n', 'write "allow:" above them, with 4 spaces before it'],
  ['    sync:\n      auto', '      auto', 'write "sync:" above them, with 4 spaces before it'],
  ['    allow:\n      departments', '      departments', 'write "allow:" above it, with 4 spaces before it'],
  // blank lines between
  ['server:\n  listen', '\n\n  listen', 'write "server:" above them'],
  ['autoRegister:\n  enabled: true', '\n  enabled: true', 'write "autoRegister:" above them'],
  // a list below the keys of a section
  ['sources:\n  - id: dingtalk', '  - id: dingtalk', 'write "sources:" above it'],
  ['sources:\n  - id: dingtalk', '\n  - id: dingtalk', 'write "sources:" above it'],
  [
    '    redirectUris: [https://wiki.example.com/callback]\n',
    '      - https://wiki.example.com/callback\n',
    'write the key that it belongs to above it, with 4 spaces before it',
  ],
  // the keys of a type are not known of a broken file
  [
    '    events:\n      aesKey',
    '      aesKey',
    'write the key that they belong to above them, with 4 spaces before it',
  ],
  [
    '    roles:\n      - when',
    '      - when',
    'write the key that it belongs to above it, with 4 spaces before it',
  ],
  // a list that is empty now
  [
    'admins:\n  - {',
    'admins:\n  # - {',
    'remove the line, or write admins: [] for none',
    'admins: []\n  # - {',
  ],
])

// a line too many takes what belongs to the empty key above it
test.each([
  ['apps:\n', 'apps:\n\nsources:\n', 'sources', 'apps'],
  ['grants:\n', 'grants:\nadmins: # old\n', 'admins', 'grants'],
  ['server:\n', 'server:\nsession:\n', 'session', 'server'],
  ['    roles:\n', '    roles:\n    name:\n', 'name', 'roles'],
])('%j as %j is one message', async (right, wrong, key, emptied) => {
  expect(site).toContain(right)
  expect(await find(site.replace(right, wrong))).toMatchObject([
    {
      rule: 'yaml/duplicate-key',
      message: `the key "${key}" is there twice, and "${emptied}" above it has no value`,
      help: `remove this line if what is below it belongs to "${emptied}"; if not, keep one of the two`,
    },
  ])
})

test('a list below a key that has one value is one of a key that is gone', async () => {
  const wrong = site.replace(
    '  trustedProxies: [10.0.0.0/8, 127.0.0.1/32]\n',
    '    - 10.0.0.0/8\n    - 127.0.0.1/32\n',
  )
  expect((await find(wrong)).map(({ line, help }) => [line, help])).toEqual([
    [5, 'write "trustedProxies:" above it, with 2 spaces before it'],
  ])
  const alist = 'callbacks:\n  alist:\n    source: github\n      - https://files.example.com\n'
  expect((await find(`${site}${alist}`)).map(({ help }) => help)).toEqual([
    'write "frontends:" above it, with 4 spaces before it',
  ])
})

test('words in the column of the keys above them are a list of a key that is gone', async () => {
  const wrong = site.replace('    groups: [finance]\n', '      - finance\n      - staff\n    baseDir: /fin\n')
  expect((await find(wrong)).map(({ help }) => help)).toEqual([
    'write the key that it belongs to above it, with 4 spaces before it',
  ])
})

test('an empty key above a second one that has a value of its own is another mistake', async () => {
  const told = await find(site.replace('apps:\n', 'moved:\nui: {}\napps:\n'))
  expect(told.map(({ message }) => message)).toEqual(['"moved" has no value', 'the key "ui" is there twice'])
})

test('entries that went into the list above are one message, however many they are', async () => {
  const [found, ...others] = await find(site.replace('apps:\n', ''))
  expect(others).toEqual([])
  expect(found).toMatchObject({
    rule: 'schema/unknown-key',
    message: 'there is no key above this entry: it is read as grant 3',
  })
})

test('one entry that went into the list above is one message', async () => {
  const one = site.replace(/ {2}- id: fin\n(?: {4}.*\n)+/, '')
  expect(one).not.toContain('fin\n')
  expect(await find(one.replace('grants:\n', ''))).toEqual([
    expect.objectContaining({
      message: 'there is no key above this entry: it is read as source 5',
      help: 'write "grants:" above it',
    }),
  ])
})

test('a list behind a section of other keys is one of the list that is gone', async () => {
  const wrong = site
    .replace('ui: {', 'ui:\n  locale: zh-CN\n')
    .replace(' title: Example Ltd., locale: zh-CN }\nadmins:\n', '')
  expect(await find(wrong)).toEqual([expect.objectContaining({ help: 'write "admins:" above it' })])
})

test('one line too deep in an entry is that, though a section has such a key', async () => {
  const told = await find(site.replace('    url: https://mail', '      url: https://mail'))
  expect(told.map(({ help }) => help)).toEqual(['write 4 spaces before it'])
})

test('the fields of a directory without their key', async () => {
  const guard = '      guard: { accounts: 20, percent: 5 }\n'
  const wrong = `${guard}        displayName: name\n        email: org_email\n`
  const told = await find(site.replace(guard, wrong))
  expect(told.map(({ help }) => help)).toEqual(['write "fields:" above them, with 6 spaces before it'])
  expect(await find(site.replace(guard, wrong.replace('        d', '      fields:\n        d')))).toEqual([])
})

test('grants that went into the organisations are one message', async () => {
  const text = site.replace(
    'grants:\n',
    'organizations:\n  - { id: example, name: Example, sources: [dingtalk] }\n',
  )
  expect((await find(text)).map(({ message, help }) => [message, help])).toEqual([
    ['there is no key above this entry: it is read as organisation 2', 'write "grants:" above it'],
  ])
})

test('one wrong key in the last entry of a list is no key that is gone', async () => {
  const text = site.replace('groups: [finance]', 'groups: [finance]\n    name: Finance')
  expect((await find(text)).map(({ message }) => message)).toEqual(['unknown key "name" in grant 2'])
})

test('a source that lacks a key is no app, though its type is one of both', async () => {
  const [head = ''] = site.replace('    issuer: https://id.partner.example\n', '').split('  - id: local\n')
  const told = await find(head.replace(/admins:\n.*\n/, ''))
  expect(told.map(({ message }) => message)).toEqual(['missing key "issuer" for source type "oidc"'])
})

test('a wrong key in an entry before them is told for itself', async () => {
  const text = site.replace('apps:\n', '').replace('    groups: [finance]\n', '    group: [finance]\n')
  expect((await find(text)).map(({ message }) => message)).toEqual([
    'unknown key "group" in grant 2',
    'there is no key above this entry: it is read as grant 3',
  ])
})

test('apps that went into the sources are told from the first, whose type is one of both', async () => {
  const text = site.replace(/grants:[\s\S]*apps:\n/, '')
  expect((await find(text)).filter(({ rule }) => rule.startsWith('schema/'))).toEqual([
    expect.objectContaining({ message: 'there is no key above this entry: it is read as source 5' }),
  ])
})

test('nor is one with a key too many', async () => {
  const file =
    site
      .replace(/admins:\n.*\n/, '')
      .slice(0, -1)
      .split('  - id: local\n')[0] ?? ''
  const told = await find(`${file.replace(/admins:\n.*\n/, '')}    AppKey: x\n`)
  expect(told.map(({ message }) => message)).toEqual(['unknown key "AppKey" for source type "oidc"'])
})

test('a source without its type is none of another list', async () => {
  const told = await find(site.replace('    type: local\n    name: Password\n', '    name: Password\n'))
  expect(told.map(({ message }) => message)).toEqual(['missing key "type" in source 4'])
})

test('a role without a condition is nothing to be suggested', async () => {
  const entry = '      - when: { group: developers }\n        role: dev\n'
  expect(await find(site.replace(entry, ''))).toEqual([
    expect.objectContaining({
      help: expect.stringMatching(/^write roles: \[\{ role: dev, when: \{ department: … \} \}\]\n/),
    }),
  ])
})
