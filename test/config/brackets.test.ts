import { expect, test } from 'vitest'
import { eachSlip, find, site } from './slip.ts'

const departments = 'departments: [研发部, 市场部]'
const proxies = 'trustedProxies: [10.0.0.0/8, 127.0.0.1/32]'
const inQuotes = 'trustedProxies: ["10.0.0.0/8", "127.0.0.1/32"]'

test('the file is right', async () => expect(await find(site)).toEqual([]))

/** A list or a map without its brackets, with one of them, or with others: nothing of it is lost. */
eachSlip(site, [
  // between braces a comma begins the next key
  ['groups: [developers, finance] }', 'groups: developers, finance }', 'write groups: [developers, finance]'],
  [
    'organizations: [example, example-labs]',
    'organizations: example, example-labs',
    'write organizations: [example, example-labs]',
  ],
  ['{ departments: ["1001", "1002"] }', '{ departments: 1001, 1002 }', 'write departments: ["1001", "1002"]'],
  [
    '{ departments: ["1001", "1002"] }',
    '{ departments: "1001", "1002" }',
    'write departments: ["1001", "1002"]',
  ],
  [
    'department: 研发部 }',
    'department: 研发部, 市场部 }',
    'write department: [研发部, 市场部]',
    'department: [研发部, 市场部] }',
  ],
  [
    '{ source: dingtalk, department: 研发部 }',
    '{ source: dingtalk, github, department: 研发部 }',
    'write source: [dingtalk, github]',
    '{ source: [dingtalk, github], department: 研发部 }',
  ],
  ['title: Example Ltd.', 'title: Example, Ltd.', 'write title: "Example, Ltd."', 'title: "Example, Ltd."'],
  [
    'autoRegister: { enabled: false }',
    'autoRegister: { enabled: false, permissions: webdav_read, webdav_manage }',
    'write permissions: [webdav_read, webdav_manage]',
    'autoRegister: { enabled: false, permissions: [webdav_read, webdav_manage] }',
  ],
  // braces for brackets
  ['permissions: [write, rename]', 'permissions: { write, rename }', 'write permissions: [write, rename]'],
  ['groups: [developers, leads]', 'groups: {developers, leads}', 'write groups: [developers, leads]'],
  // one bracket, or others
  [proxies, 'trustedProxies: 10.0.0.0/8, 127.0.0.1/32]', `write ${inQuotes}`, inQuotes],
  ['permissions: [write, rename]', 'permissions: write, rename]', 'write permissions: [write, rename]'],
  ['groups: [developers, leads]', 'groups: (developers, leads)', 'write groups: [developers, leads]'],
  ['groups: [developers, leads]', 'groups: <developers, leads>', 'write groups: [developers, leads]'],
  [departments, 'departments: （研发部，市场部）', `write ${departments}`],
  [departments, 'departments: 【研发部，市场部】', `write ${departments}`],
  [departments, 'departments: 「研发部，市场部」', `write ${departments}`],
  [departments, 'departments: 【研发部, 市场部】', 'write [ and ]'],
  // no braces
  [
    'allow: { groups: [developers, finance] }',
    'allow: groups: [developers, finance]',
    'write "{ " before this key and " }" at the end of the line',
  ],
  [
    '- { source: local, subject: "a1b2c3d4" }',
    '- source: local, subject: "a1b2c3d4"',
    'write "{ " before this key and " }" at the end of the line',
  ],
  [
    'session: { idle: 30m, lifetime: 8h }',
    'session: idle: 30m',
    'write "{ " before this key and " }" at the end of the line',
    'session: { idle: 30m }',
  ],
  [
    'session: { idle: 30m, lifetime: 8h }',
    'session: idle: 30m, lifetime: 8h }',
    'write "{ " before this key',
  ],
  [
    'session: { idle: 30m, lifetime: 8h }',
    'session: ( idle: 30m, lifetime: 8h )',
    'write { and } in place of ( and )',
  ],
  ['{ env: WIKI_CLIENT_SECRET }', '( env: WIKI_CLIENT_SECRET )', 'write { and } in place of ( and )'],
  ['{ env: WIKI_CLIENT_SECRET }', 'env: WIKI_CLIENT_SECRET }', 'write { env: WIKI_CLIENT_SECRET }'],
  // others
  [
    'session: { idle: 30m, lifetime: 8h }',
    'session: [ idle: 30m, lifetime: 8h ]',
    'write session: { idle: 30m, lifetime: 8h }',
  ],
  [
    'session: { idle: 30m, lifetime: 8h }',
    'session:\n  - idle: 30m\n  - lifetime: 8h',
    'write session: { idle: 30m, lifetime: 8h }',
  ],
  ['session: { idle: 30m, lifetime: 8h }', 'session: { idle: 30m, lifetime: 8h ]', 'write "}" in its place'],
  ['groups: [developers, leads]', 'groups: [developers, leads}', 'write "]" in its place'],
  [
    '- id: local\n    type: local\n    name: Password',
    '- [ id: local, type: local, name: Password ]',
    'write { id: local, type: local, name: Password }',
  ],
  [
    'clientSecret: { env: WIKI_CLIENT_SECRET }',
    'clientSecret: [ env: WIKI_CLIENT_SECRET ]',
    'write clientSecret: { env: WIKI_CLIENT_SECRET }',
  ],
  [
    'clientSecret: { env: WIKI_CLIENT_SECRET }',
    'clientSecret:\n      - env: WIKI_CLIENT_SECRET',
    'write clientSecret: { env: WIKI_CLIENT_SECRET }',
  ],
  // a comma for a colon
  ['{ idle: 30m,', '{ idle, 30m,', 'write idle: 30m'],
  [
    '{ env: WIKI_CLIENT_SECRET }',
    '{ env, WIKI_CLIENT_SECRET }',
    'write clientSecret: { env: WIKI_CLIENT_SECRET }',
  ],
])

test('braces that are there twice are no template', async () => {
  const [found] = await find(site.replace('{ idle: 30m, lifetime: 8h }', '{{ idle: 30m, lifetime: 8h }}'))
  expect(found?.message).not.toContain('template')
})

test('brackets inside a name are its own', async () => {
  const text = site.replace('groups: [finance]', 'groups: staff (old), finance')
  expect(await find(text)).toEqual([
    expect.objectContaining({ help: 'write groups: ["staff (old)", finance]' }),
  ])
})

test('a word behind a comma that is nearly a key is no entry of a list', async () => {
  const text = site.replace('{ groups: [developers, finance] }', '{ groups: [developers], source }')
  expect((await find(text)).map(({ help }) => help)).not.toContain('write groups: [developers, source]')
})
