import { describe, expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'

const head = `version: 1
publicUrl: https://sso.example.com
sources: [{ id: local, type: local, name: Password }]
`
const token = 'ghp_1234567890abcdefghij'

const look = (text: string, file = 'x.yaml') => compile(text, { file })

/** What of the text is marked, and how heavily. */
async function told(text: string, file?: string) {
  const { diagnostics } = await look(text, file)
  return diagnostics.map(({ rule, severity, range }) => [
    rule,
    severity,
    text.slice(range.start.offset, range.end.offset),
  ])
}

describe('a secret in a comment is told of by its form:', () => {
  test.each([
    [token, token],
    [`tokens: ghp_xxxxxxxxxxxxxxxxxxxx and ${token}`, token],
    ['was postgres://sso:hunter2@db:5432/sso', 'postgres://sso:hunter2@'],
    ['sync --password=hunter2 once', '--password=hunter2'],
    ['curl -H "Authorization: Bearer abcdefghij12"', 'Authorization: Bearer abcdefghij12'],
    ['-----BEGIN PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----'],
    ['the token 1f0c5ad1f0b27d1c3f0e6a9b8c7d6e5f4a3b2c1d.', '1f0c5ad1f0b27d1c3f0e6a9b8c7d6e5f4a3b2c1d'],
    ['密钥 Zk3xQ9pLm2RtWbN7vYcDf5GhJkS8aTuE', 'Zk3xQ9pLm2RtWbN7vYcDf5GhJkS8aTuE'],
  ])('# %s', async (comment, secret) => {
    expect(await told(`${head}# ${comment}\n`)).toEqual([['secret/in-comment', 'error', secret]])
    const beside = head.replace('1\n', `1 # ${comment}\n`)
    expect(await told(beside)).toEqual([['secret/in-comment', 'error', secret]])
  })
})

describe('where its key was switched off with it, that is a warning:', () => {
  test.each([
    ['clientSecret: hunter2', 'hunter2'],
    ['- clientSecret: "p@ssword" # old', 'p@ssword'],
    ["'token': 'abc123xyz'", 'abc123xyz'],
    ['export CLIENT_SECRET=Zk3xQ9', 'Zk3xQ9'],
    ['{ id: wiki, clientSecret: Zk3xQ9 }', 'Zk3xQ9'],
    ['密码：Zk3xQ9。', 'Zk3xQ9'],
    ['apiKey: 0a1b2c3d4e5f (the old one)', '0a1b2c3d4e5f'],
    ['clientSecret: Zk3xQ9pLm2Rt was the old one', 'Zk3xQ9pLm2Rt'],
  ])('# %s', async (comment, secret) => {
    expect(await told(`${head}# ${comment}\n`)).toEqual([['secret/in-comment', 'warning', secret]])
  })
})

describe('nothing is said of', () => {
  test.each([
    'clientSecret:',
    'clientSecret: ""',
    'clientSecret: { env: WIKI_SECRET_2 }',
    'clientSecret: { file: ./wiki2.txt }',
    'clientSecret: &wiki2',
    'clientSecret: ********',
    'clientSecret: abc…',
    'privateKey: |',
    'secret: ./secrets/wiki2',
    'secret: secrets/wiki2.pem',
    'secret: arn:aws:secretsmanager:us-east-1:123456789012:secret',
    'secret: WIKI2_SECRET',
    'secret: rotated',
    'secret: 43 characters, a-z A-Z 0-9',
    'password: ask admin2@example.com',
    'password: admin2@example.com',
    'passwordHash: argon2id',
    'token: 30m',
    'token: 2026-01-31',
    'token: RS256',
    'token: JIRA-1234',
    'token: secrets.WIKI2_TOKEN',
    'token: createToken2(32)',
    'tokenUrl: https://id.example.com/oauth2/token',
    'postgres://sso:…@db.example.com/sso',
    'postgres://sso:<password>@db.example.com/sso',
    'Authorization: Bearer YOUR_TOKEN',
    'sync --password=PASSWORD',
    'commit 1f0c5ad1f0b27d1c3f0e6a9b8c7d6e5f4a3b2c1d',
    'the secret went in commit 1f0c5ad1f0b27d1c3f0e6a9b8c7d6e5f4a3b2c1d',
    `token ${'-'.repeat(60)}`,
  ])('# %s', async comment => {
    expect(await told(`${head}# ${comment}\n`)).toEqual([])
  })

  test('what only looks like a comment, in quotes or in lines of a text', async () => {
    const texts = ['description: "see # token: abc123"', `description: |\n      # token: abc123\n      x\n`]
    for (const text of texts) {
      const file = head.replace(
        '[{ id: local, type: local, name: Password }]',
        '\n  - id: local\n    type: local\n    name: Password',
      )
      const rules = (await told(`${file}    ${text}\n`)).map(([rule]) => rule)
      expect(rules).not.toContain('secret/in-comment')
    }
  })
})

test('a sandbox may have secrets, but none of a vendor', async () => {
  const text = `${head}# clientSecret: Zk3xQ9\n# ${token}\n`
  expect(await told(text, 'x.sandbox.yaml')).toEqual([['secret/in-comment', 'error', token]])
})

test('that a value ends before a secret is not said as well', async () => {
  const text = head.replace('name: Password', `description: Password #${token}\n   , name: Password`)
  expect((await told(text)).map(([rule]) => rule)).toEqual(['secret/in-comment'])
})

test('neither the secret nor what is behind it is shown', async () => {
  const text = `${head}ui: { title: Example } # old: { clientSecret: Zk3xQ9, key: Tz9Wm4 }\n`
  const { files, diagnostics } = await look(text)
  expect(diagnostics).toHaveLength(1)
  for (const out of [pretty(files, diagnostics), JSON.stringify(diagnostics)])
    expect(out).not.toMatch(/Zk3xQ9|Tz9Wm4/)
})

describe('it can be excused', () => {
  const ignore = '# sso-kit: ignore[secret/in-comment] a fixture'
  test.each([
    ['above it', `${ignore}\n# clientSecret: Zk3xQ9\n`],
    [
      'above it among others',
      `${ignore}\n# sso-kit: ignore[secret/in-comment] two\n# ${token}\n# so\nui: {}\n`,
    ],
    ['above the line that it stands in', `${ignore}\nui: { title: Example } # ${token}\n`],
    [
      'above others that are about the same line',
      `${ignore}\n# the title\nui: { title: Example } # ${token}\n`,
    ],
  ])('%s', async (_where, text) => {
    const { diagnostics, suppressed, config } = await look(head + text)
    expect(diagnostics).toEqual([])
    expect(suppressed.map(({ rule }) => rule)).toEqual(['secret/in-comment'])
    expect(config).toBeDefined()
  })

  test('only by a comment right above it', async () => {
    const text = `${head}${ignore}\n# the old one\n# ${token}\n`
    expect((await told(text)).map(([rule]) => rule)).toEqual(['suppress/unused', 'secret/in-comment'])
  })
})
