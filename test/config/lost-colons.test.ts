import { expect, test } from 'vitest'
import { compile, compileAll } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { eachSlip, find, site } from './slip.ts'

const secret = 'clientSecret: { env: WIKI_CLIENT_SECRET }'
const other = 'clientSecret: { env: OTHER_NAME }'

/** A key without its colon: the help has the value that is there. */
eachSlip(site, [
  ['audit:\n  keep: 1100d', 'audit:\n  keep 1100d', 'write audit: { keep: 1100d }'],
  ['audit:\n  keep: 1100d', 'audit:\n  keep1100d', 'write audit: { keep: 1100d }'],
  [
    'session: { idle: 30m, lifetime: 8h }',
    'session:\n  idle 30m\n  lifetime 8h',
    'write session: { idle: 30m, lifetime: 8h }',
  ],
  ['{ idle: 30m,', '{ idle 30m,', 'write idle: 30m'],
  ['{ groups: [developers] }', '{ groups developers }', 'write groups: [developers]'],
  [
    'autoRegister: { enabled: false }',
    'autoRegister:\n      enabled false',
    'write autoRegister: { enabled: false }',
  ],
  [
    '      source: dingtalk\n      department: 财务部',
    '      source dingtalk\n      department 财务部',
    'write when: { source: dingtalk, department: 财务部 }',
  ],
  ['      department: 财务部', '      department 财务部', 'write ":" after it'],
  ['      sources:\n        - local', '      sources\n        - local', 'write ":" after it'],
  [
    '      sources:\n        - local\n        - dingtalk',
    '      sources\n      - local\n      - dingtalk',
    'write ":" after it',
  ],
  // behind a value that may be a list
  ['dingtalk, department: 研发部', 'dingtalk, department 研发部', 'write department: 研发部'],
  ['{ idle: 30m, lifetime: 8h }', '{ idle: 30m, lifetime 8h }', 'write lifetime: 8h'],
  ['title: Example Ltd., locale: zh-CN', 'title: Example Ltd., locale zh-CN', 'write locale: zh-CN'],
  ['{ accounts: 20, percent: 5 }', '{ accounts: 20, percent 5 }', 'write percent: 5'],
  // a reference
  [secret, 'clientSecret:\n      env OTHER_NAME', `write ${other}`, other],
  [secret, 'clientSecret: { env OTHER_NAME }', `write ${other}`, other],
  [
    secret,
    'clientSecret:\n      file /run/secrets/wiki',
    'write clientSecret: { file: /run/secrets/wiki }',
    'clientSecret: { file: /run/secrets/wiki }',
  ],
])

/** A sign of another language in its place, or a colon without its space. */
eachSlip(site, [
  ['version: 1', 'version 1', 'write ":" after it'],
  ['publicUrl: https', 'publicUrl = https', 'write ":" after it in place of "="'],
  ['publicUrl: https', 'publicUrl=https', 'write ": " after it in place of "="'],
  ['    clientId: Ov23', '    clientId := Ov23', 'write ":" after it in place of ":="'],
  ['    clientId: Ov23', '    clientId => Ov23', 'write ":" after it in place of "=>"'],
  ['    clientId: Ov23', '    clientId; Ov23', 'write ":" after it in place of ";"'],
  ['- id: partner', '- id => partner', 'write ":" after it in place of "=>"'],
  ['server:\n', 'server =>\n', 'write ":" after it in place of "=>"'],
  ['guard: { accounts', 'guard => { accounts', 'write ":" after it in place of "=>"'],
  ['{ organizations: [', '{ organizations => [', 'write ":" after it in place of "=>"'],
  ['{ idle: 30m', '{ idle => 30m', 'write ": " in its place'],
  ['    clientId: Ov23', '    clientId:Ov23', 'write a space after the colon'],
  ['version: 1', 'version:1', 'write a space after the colon'],
  ['      department: 财务部', '      department:财务部', 'write a space after the colon'],
])

test('a list whose first dash is missing is not taken for a key', async () => {
  const text = site.replace('- developers\n        - leads', 'developers\n        - leads')
  expect(await find(text)).toEqual([
    expect.objectContaining({ help: 'begin its line with 8 spaces and "- "' }),
  ])
})

test('the same is told of an overlay', async () => {
  const { diagnostics } = await compileAll([
    { file: 'base.yaml', input: site },
    { file: 'prod.yaml', input: 'audit:\n  keep 1200d\n' },
  ])
  expect(diagnostics).toMatchObject([{ file: 'prod.yaml', help: 'write audit: { keep: 1200d }' }])
})

test.each([
  ['clientSecret: { env: WIKI_CLIENT_SECRET }', 'clientSecret: env hunter2Hunter2'],
  ['clientSecret: { env: WIKI_CLIENT_SECRET }', 'clientSecret:\n      file hunter2Hunter2'],
  ['clientSecret: { env: WIKI_CLIENT_SECRET }', 'clientSecret hunter2Hunter2'],
  ['clientSecret: { env: WIKI_CLIENT_SECRET }', 'clientSecret => hunter2Hunter2'],
  ['clientSecret: { env: WIKI_CLIENT_SECRET }', 'clientSecret:hunter2Hunter2'],
  ['clientSecret: { env: WIKI_CLIENT_SECRET }', 'clientSecret: { env hunter2Hunter2 }'],
  [
    '    events:\n      aesKey: { env: DINGTALK_AES_KEY }\n',
    '    events:\n      aesKey hunter2Hunter2\n      #',
  ],
  [
    'events:\n      aesKey: { env: DINGTALK_AES_KEY }\n      token: { env: DINGTALK_EVENT_TOKEN }',
    'events: { aesKey: { env: A }, token hunter2Hunter2 }',
  ],
  [
    'events:\n      aesKey: { env: DINGTALK_AES_KEY }\n      token: { env: DINGTALK_EVENT_TOKEN }',
    'events: { aesKey hunter2Hunter2, token: { env: A } }',
  ],
])('of a secret nothing is repeated: %j → %j', async (right, wrong) => {
  expect(site).toContain(right)
  const { diagnostics, files } = await compile(site.replace(right, wrong), { file: 'sso.config.yaml' })
  expect(diagnostics).not.toEqual([])
  expect(JSON.stringify(diagnostics)).not.toContain('unter2')
  expect(pretty(files, diagnostics)).not.toContain('unter2')
})
