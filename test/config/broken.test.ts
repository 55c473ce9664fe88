import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

const file = (source: string, rest = '') => `version: 1
publicUrl: https://sso.example.com
sources:
  - id: dingtalk
    type: dingtalk
    name: DingTalk
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
${source}
  - id: local
    type: local
    name: Password
${rest}`

async function look(text: string) {
  const { diagnostics, config } = await compile(text, { file: 'sso.config.yaml' })
  return { told: diagnostics.map(({ rule, help }) => `${rule}: ${help}`), config }
}

const comma = 'write "," here'
const inQuotes = 'put all of the value in quotes'

/** What was written of the source, what is told of it, and what one has who does just that. */
test.each([
  [
    '    autoRegister: {baseDir:/sub}',
    'yaml/missing-space: write a space after the colon, or quotes around it',
    '    autoRegister: {baseDir: /sub}',
  ],
  [
    '    autoRegister: { baseDir= /sub }',
    'yaml/missing-space: write ": " in its place',
    '    autoRegister: { baseDir: /sub }',
  ],
  [
    '    allow: { departments = [a] }',
    'yaml/syntax: write ":" after it in place of "="',
    '    allow: { departments : [a] }',
  ],
  ['    baseDir:/sub', 'yaml/missing-space: write a space after the colon', undefined],
  [
    '    allow: { departments: ["1"、研发部] }',
    'yaml/wide-punctuation: write "," and a space',
    '    allow: { departments: ["1", 研发部] }',
  ],
  [
    "    allow: { departments: ['研发部'，'市场部'] }",
    'yaml/wide-punctuation: write "," and a space',
    "    allow: { departments: ['研发部', '市场部'] }",
  ],
  [
    '    allow: { departments: [研发部； 市场部] }',
    'value/comma-in-name: if they are several, write each as an entry: 研发部, 市场部',
    '    allow: { departments: [研发部, 市场部] }',
  ],
  [
    '    allow: { departments: [研发部; 市场部] }',
    'value/comma-in-name: if they are several, write each as an entry: 研发部, 市场部',
    '    allow: { departments: [研发部, 市场部] }',
  ],
  [
    '    allow: { departments: ["1" "2"] }',
    `yaml/syntax: ${comma}`,
    '    allow: { departments: ["1", "2"] }',
  ],
  [
    '    allow: { departments: ["1"; "2"] }',
    'yaml/syntax: write "," in its place',
    '    allow: { departments: ["1", "2"] }',
  ],
  ['    allow: { departments: [a,, b] }', 'yaml/syntax: remove it', '    allow: { departments: [a, b] }'],
  ['    allow: { departments: [a] }}', 'yaml/syntax: remove it', '    allow: { departments: [a] }'],
  ['    allow: { departments: [a] }，', 'yaml/syntax: remove it', '    allow: { departments: [a] }'],
  [
    '    autoRegister: { permissions: [] role: general }',
    `yaml/syntax: ${comma}`,
    '    autoRegister: { permissions: [], role: general }',
  ],
  [
    '    autoRegister: { baseDir: /sub; role: general }',
    'yaml/syntax: write "," in its place',
    '    autoRegister: { baseDir: /sub, role: general }',
  ],
  [
    '    autoRegister: { baseDir: /sub role: general }',
    `yaml/syntax: ${comma}`,
    '    autoRegister: { baseDir: /sub, role: general }',
  ],
  [
    '    autoRegister: { baseDir: /sub\n      role: general }',
    'yaml/syntax: write "," here',
    '    autoRegister: { baseDir: /sub,\n      role: general }',
  ],
  ['    callbacks: { path: /auth/{source}/callback }', `yaml/syntax: ${inQuotes}`, undefined],
  ['    description: {who}@example.com', `yaml/syntax: ${inQuotes}`, '    description: "{who}@example.com"'],
  ['    description: {who}', 'schema/wrong-type: put it in quotes: "{who}"', '    description: "{who}"'],
  [
    "    description: 'Tom's door'",
    "yaml/syntax: write '' for each ' inside the text, or double quotes around it",
    "    description: 'Tom''s door'",
  ],
  [
    '    description: "the "front" door"',
    'yaml/syntax: write \\" for each " inside the text, or single quotes around it',
    '    description: "the \\"front\\" door"',
  ],
  ['    description: "door",', 'yaml/syntax: remove it', '    description: "door"'],
  ['    description: "door""', 'yaml/syntax: remove it', '    description: "door"'],
  ['    "description: door', 'yaml/syntax: remove it', '    "description": door'],
  [
    '    description: "a door" of ours',
    'yaml/syntax: put it between the quotes, or " # " before a comment',
    '    description: "a door of ours"',
  ],
  ['    ui: { title: a: b }', 'yaml/syntax: put the value in quotes, or the map in braces', undefined],
  ['\n    - description: door', 'yaml/syntax: remove the "- "', '\n    description: door'],
  [
    '\n  -id: github\n    type: local',
    'yaml/missing-space: write "- " before each entry, with a space after the "-"',
    undefined,
  ],
  [
    '  \tdescription: door',
    'yaml/tab-indent: use spaces, 2 for each level as in the rest of the file: YAML does not allow tabs there',
    '    description: door',
  ],
  [
    '    allow:\n      departments:\n        - a\n        - b\n       - c',
    'yaml/syntax: write 8 spaces before it',
    '    allow:\n      departments:\n        - a\n        - b\n        - c',
  ],
])('%s', async (wrong, help, right) => {
  expect((await look(file(wrong))).told).toEqual([help])
  if (right !== undefined) expect(await look(file(right))).toMatchObject({ told: [], config: {} })
})

const app = (line: string) => `apps:
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: WIKI_CLIENT_SECRET }
    ${line}
    allow: everyone
`

test.each([
  ['redirectUris: [https：//wiki.example.com/callback]', 'write https://wiki.example.com/callback'],
  ['redirectUris:\n      - https：//wiki.example.com/callback', 'write https://wiki.example.com/callback'],
])('a full-width colon in an address begins no map: %j', async (line, help) => {
  expect((await look(file('', app(line)))).told).toEqual([`schema/wrong-type: ${help}`])
  expect((await look(file('', app(line.replace('：', ':'))))).told).toEqual([])
})

test.each([
  ['server: { listen: 0.0.0.0：8080 }', 'write listen: 0.0.0.0:8080'],
  ['session: { idle: ３０m }', 'write idle: 30m'],
  ['session: { idle: " 30m" }', 'write idle: 30m'],
  ['session: { idle: "30m\\t" }', 'write idle: 30m'],
])('what nobody sees is not in the value that is to be written: %s', async (line, help) => {
  expect((await look(file('', `${line}\n`))).told).toEqual([`schema/wrong-type: ${help}`])
})

const cloud = (line: string) => `apps:
  - id: aliyun
    type: alibaba-cloud
    name: Alibaba Cloud
    site: china
    sso: role
    accountId: "1098765432109876"
    roles: [{ role: dev }]
    ${line}
    allow: everyone
`

// biome-ignore lint/suspicious/noTemplateCurlyInString: that is what is written in the file
test.each(['${username}', '{{username}}', '${ username }'])(
  'a placeholder in other words is one message: %s',
  async placeholder => {
    const { told } = await look(file('', cloud(`sessionName: "${placeholder}"`)))
    expect(told).toEqual(['secret/interpolation-in-string: write sessionName: "{username}"'])
    expect((await look(file('', cloud('sessionName: "{username}"')))).config).toBeDefined()
  },
)

test('a placeholder that there is not is answered by those that there are', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what is written in the file
  const { told } = await look(file('', cloud('sessionName: "${name}"')))
  expect(told).toEqual([
    'secret/interpolation-in-string: the placeholders here are "{username}", "{email}", "{employeeNumber}" and "{id}", with one pair of braces each',
  ])
})

test.each(['{hunter2}@x', '"hunter2"x', '{ hunter2= x }', '{hunter2:/x}', '[hunter2,, x]'])(
  'of a secret nothing is repeated: %s',
  async secret => {
    const text = file('').replace('{ env: DINGTALK_CLIENT_SECRET }', secret)
    const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
    expect(diagnostics).not.toEqual([])
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2')
  },
)
