import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

/** Each slip of a hand in this file is one message, where it has to be undone; undone, the file is this one again. */
const right = `version: 1
publicUrl: https://sso.example.com
server:
  listen: 127.0.0.1:8080
  trustedProxies: [127.0.0.1/32, 10.0.0.0/8]
ui: { title: Example, locale: en }
autoRegister:
  enabled: true
  baseDir: /staff
sources:
  - id: github
    type: github
    name: "GitHub"
    clientId: Ov23liAbCdEfGhIjKlMn
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    allow: { organizations: [example] }
  - id: dingtalk
    type: dingtalk
    name: DingTalk
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
    events:
      aesKey: { env: DINGTALK_AES_KEY }
      token: { env: DINGTALK_TOKEN }
    sync:
      auto: true
      users: true
      scope: { departments: ["1001", "1002"] }
grants:
  - { id: rd, when: { source: dingtalk, department: 研发部 }, groups: [developers] }
  - { id: fin, when: { source: dingtalk, department: 财务部 }, groups: [finance] }
apps:
  - id: wiki
    type: link
    name: Wiki
    url: https://wiki.example.com
    allow:
      sources:
        - github
        - dingtalk
`

const find = async (text: string) => {
  const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
  return diagnostics.map(({ message, help, range: { start } }) => {
    const line = text.split('\n')[start.line - 1] ?? ''
    return { at: line.slice(start.column - 1), message, help }
  })
}

test('the file without a slip has nothing to be said about', async () => {
  expect(await find(right)).toEqual([])
})

test('a bracket that closes nothing in the place of a value is half of an empty list', async () => {
  const lost = (value: string) => right.replace('[127.0.0.1/32, 10.0.0.0/8]', value)
  expect(await find(lost(']'))).toEqual([
    { at: ']', message: 'this "]" closes nothing', help: 'write [] for an empty list' },
  ])
  expect(await find(lost('[]'))).toEqual([])
})

const noColon = 'there is no ":" after this key'
const noComma = 'there is no "," between two entries'
const isComment = 'the key that the lines below belong to is a comment'
const noDash = 'there is no "- " before this entry of a list'
const noSpace = 'there is no space after the colon'

/** What is right, what was written, the rest of the line that is told, what of it, and what to do. */
test.each([
  // a list
  [
    'sources:\n        - github\n        - d',
    'sources:\n        - github\n          - d',
    '- dingtalk',
    'this entry is indented too far: it goes on with the one above it',
    'write 8 spaces before it',
  ],
  [
    'sources:\n        - github\n',
    'sources: github\n',
    'github',
    'the first entry of this list stands beside its key: those below it go on with it',
    'write it on a line of its own, that begins with 8 spaces and "- "; a text of several lines needs quotes',
  ],
  ['      sources:\n', '      sources\n', 'sources', noColon, 'write ":" after it'],
  [
    '        - github\n',
    '        github\n',
    'github',
    'there is no "- " before this entry: those below it go on with it',
    'begin its line with 8 spaces and "- "',
  ],
  // a colon
  ['server:\n', 'server\n', 'server', noColon, 'write ":" after it'],
  ['server:\n', 'server # ours\n\n', 'server # ours', noColon, 'write ":" after it'],
  ['server:\n', 'server =\n', 'server =', noColon, 'write ":" after it in place of "="'],
  ['sources:\n', 'sources\n', 'sources', noColon, 'write ":" after it'],
  ['- id: github', '- id github', 'id github', noColon, 'write ":" after it'],
  ['    events:\n', '    events\n', 'events', noColon, 'write ":" after it'],
  [
    'trustedProxies: [',
    'trustedProxies [',
    'trustedProxies [127.0.0.1/32, 10.0.0.0/8]',
    noColon,
    'write ":" after it',
  ],
  ['ui: {', 'ui {', 'ui { title: Example, locale: en }', noColon, 'write ":" after it'],
  ['ui: {', 'ui{', 'ui{ title: Example, locale: en }', noColon, 'write ": " after it'],
  ['    allow: {', '    allow {', 'allow { organizations: [example] }', noColon, 'write ":" after it'],
  ['organizations: [', 'organizations [', 'organizations [example] }', noColon, 'write ":" after it'],
  // a space
  [
    '    allow: {',
    '    allow:{',
    'allow:{ organizations: [example] }',
    noSpace,
    'write a space after the colon',
  ],
  ['baseDir: /staff', 'baseDir:/staff', 'baseDir:/staff', noSpace, 'write a space after the colon'],
  [
    '  enabled: true\n  baseDir: /staff',
    '  baseDir:/staff\n  enabled: true',
    'baseDir:/staff',
    noSpace,
    'write a space after the colon',
  ],
  [
    '- id: github',
    '-  id: github',
    '  id: github',
    '2 spaces behind this "-" put its line out of the column of the lines below it',
    'write one space behind the "-"',
  ],
  // a key that was switched off, or is gone
  [
    'server:\n',
    '# server:\n',
    '# server:',
    isComment,
    'remove "# ", or put a "#" before each of its lines too',
  ],
  ['server:\n', '#server:\n', '#server:', isComment, 'remove "#", or put a "#" before each of its lines too'],
  [
    '    events:\n',
    '    # events:\n',
    '# events:',
    isComment,
    'remove "# ", or put a "#" before each of its lines too',
  ],
  [
    '    sync:\n',
    '    # sync:\n',
    '# sync:',
    isComment,
    'remove "# ", or put a "#" before each of its lines too',
  ],
  [
    'sources:\n',
    '# sources:\n',
    '# sources:',
    isComment,
    'remove "# ", or put a "#" before each of its lines too',
  ],
  ['grants:\n', '#grants:\n', '#grants:', isComment, 'remove "#", or put a "#" before each of its lines too'],
  ['apps:\n', '#apps:\n', '#apps:', isComment, 'remove "#", or put a "#" before each of its lines too'],
  ['sources:\n', '', '- id: github', 'there is no key above this list', 'write "sources:" above it'],
  // a comma
  ['Example, locale', 'Example locale', ' locale: en }', noComma, 'write "," here'],
  [
    'Example, locale',
    'Example; locale',
    '; locale: en }',
    '";" stands where "," belongs',
    'write "," in its place',
  ],
  ['Example, locale', 'Example\n  locale', '', noComma, 'write "," here'],
  ['"1001", "1002"', '"1001" "1002"', ' "1002"] }', noComma, 'write "," here'],
  ['"1001", "1002"', '"1001""1002"', '"1002"] }', noComma, 'write "," here'],
  ['研发部 }, groups', '研发部 } groups', ' groups: [developers] }', noComma, 'write "," here'],
  // behind the end of a value
  ['"GitHub"', '"GitHub",', ',', '"," stands behind the closing quote', 'remove it'],
  ['"GitHub"', '"GitHub" ; # x', '; # x', '";" stands behind the closing quote', 'remove it'],
  ['"GitHub"', '"GitHub""', '"', 'another quote stands behind the closing quote', 'remove it'],
  [
    '"GitHub"',
    '"GitHub"# x',
    '# x',
    'a comment needs a space before its "#"',
    'write a space before the "#"',
  ],
  [
    '"GitHub"',
    '"Git" Hub',
    'Hub',
    'the value has ended before this, with its quotes',
    'put it between the quotes, or " # " before a comment',
  ],
  ['[example] }', '[example] },', ',', '"," stands behind the closing bracket', 'remove it'],
  ['[example] }', '[example] }}', '}', '"}" closes nothing', 'remove it'],
  [
    '[example] }',
    '[example] } x',
    'x',
    'the value has ended before this, with its brackets',
    'put it between the brackets, or " # " before a comment',
  ],
  // a dash
  [
    '  - { id: rd',
    '    { id: rd',
    expect.stringMatching(/^\{ id: rd/),
    noDash,
    'begin its line with 2 spaces and "- "',
  ],
  [
    '  - { id: fin',
    '    { id: fin',
    expect.stringMatching(/^\{ id: fin/),
    noDash,
    'begin its line with 2 spaces and "- "',
  ],
  [
    '  - { id: fin',
    '  { id: fin',
    expect.stringMatching(/^\{ id: fin/),
    noDash,
    'begin its line with 2 spaces and "- "',
  ],
])('%j → %j', async (from, to, at, message, help) => {
  expect(right).toContain(from)
  expect(await find(right.replace(from, to))).toEqual([{ at, message, help }])
})

test('what stands in place of a colon before brackets is named', async () => {
  const inBraces = right.replace('organizations: [', 'organizations = [')
  const inLine = right.replace('    allow: {', '    allow = {')
  const told = expect.objectContaining({ help: 'write ":" after it in place of "="' })
  expect(await find(inBraces)).toEqual([told])
  expect(await find(inLine)).toEqual([told])
})

test('a value below its key, and no deeper, is no key without a colon', async () => {
  const [found] = await find(right.replace('name: DingTalk', 'name:\nDingTalk'))
  expect(found?.help).not.toBe('write ":" after it')
})

test('each further entry that is indented too far is told with the first', async () => {
  const text = right.replace('        - dingtalk\n', '          - dingtalk\n          - local\n')
  expect(await find(text)).toEqual([
    expect.objectContaining({ help: 'write 8 spaces before it, and before those below it' }),
  ])
})

test('the same slip further down is told when the first is undone', async () => {
  const text = right.replace('"GitHub"', '"GitHub",').replace('Wiki', '"Wiki",')
  expect(await find(text)).toEqual([
    expect.objectContaining({ message: '"," stands behind the closing quote' }),
  ])
  expect(await find(text.replace('"GitHub",', '"GitHub"'))).toHaveLength(1)
})

test('several lists or maps in brackets without their spaces are one message each', async () => {
  const text = right.replace('{ title: Example, locale: en }', '{title:Example,locale:en}')
  expect(await find(text)).toEqual([
    expect.objectContaining({ at: 'title:Example,locale:en}', message: noSpace }),
  ])
})

test('and are mended together, or not at all', async () => {
  const fixes = async (text: string) =>
    (await compile(text, { file: 'x.yaml' })).diagnostics.map(({ fix }) => fix?.edits.length)
  expect(await fixes(right.replace('{ title: Example, locale: en }', '{title:Example,locale:en}'))).toEqual([
    2,
  ])
  const local = '  - {id:local,type:local,name:Password}\n  - id: github'
  expect(await fixes(right.replace('  - id: github', local))).toEqual([undefined])
})

test.each([
  ['a key that is switched off with what it says', '# trustedProxies: []\n  listen'],
  ['the head of a section that is switched off with its keys', '# more:\n  #   a: b\n  listen'],
  ['a key without a value that is switched off', '# trustedProxies:\n  listen'],
])('%s is no mistake', async (_what, text) => {
  expect(await find(right.replace('listen', text))).toEqual([])
})

test('nor does a comment above it change what is told of a misspelt key', async () => {
  const text = right.replace('listen', '# trustedProxies:\n  listn')
  expect(await find(text)).toEqual([expect.objectContaining({ at: 'listn: 127.0.0.1:8080' })])
})
