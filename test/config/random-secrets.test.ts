import { describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { outputs } from './secrets.ts'

const head = `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: local, type: local, name: Password }
`
const shown = async (text: string) => {
  const { files, diagnostics } = await compile(text, { file: 'x.yaml' })
  expect(diagnostics).not.toEqual([])
  return `${files.get('x.yaml')?.text}${await outputs(text)}`
}

/** It has no form, and nothing beside it speaks of a secret: but nobody writes such a word there for another reason. */
describe('what looks random where no id belongs is not shown:', () => {
  it.each([
    'foo: Zq4vT9kx',
    'foo: [Zq4vT9kx]',
    'foo: { bar: Gx7#kQZq4vT9kx }',
    'foo: "{{ Zq4vT9kx }}"',
    'foo: &Zq4vT9kx',
    'foo: !Zq4vT9kx x',
    'foo: *Zq4vT9kx',
    'ui: { titel: Zq4vT9kx }',
    'ui: { title: Zq4vT9kx, x: y }',
    'ui: { locale: Zq4vT9kx }',
    'apps: [{ id: a, type: Zq4vT9kx, name: A }]',
    'session: { idle: Zq4vT9kx }',
    'autoRegister: { enabled: Zq4vT9kx }',
    'ui: { Zq4vT9kx }',
    'sources: [{ id: p, type: passport, name: P, options: { Zq4vT9kx } }]',
    'ui: { Zq4vT9kx: x }',
  ])('%s', async line => {
    expect(await shown(head + line)).not.toContain('Zq4vT9kx')
  })

  it('nor the beginning of one that has a colon in it', async () => {
    const told = await shown(`${head.replace('name: Password', 'name: Password, Tr4nqy: Wb9zKx5v')}`)
    expect(told).not.toMatch(/Tr4nqy|Wb9zKx5v/)
  })
})

describe('nor in a file that is no YAML:', () => {
  it.each([
    'Zq4vT9kx=',
    'Tr4nqy9zKx5v: y',
    'ui: { title: Zq4vT9kx }',
    'ui: x # (Zq4vT9kx)',
    'ui: x # 密码 ZkvqXrTbNwLp',
    'ui: x # pw ZkvqXrTbNwLp',
    '# pw ZkvqXrTbNwLp',
    'keys:\n  cookie:\n    env: AKIAQ7ZT4KXWM2VB9RFL',
    'keys:\n  cookie:\n    env: Q7ZT4KXWM2VB9RFL',
    'clientSecret: { env: Q7ZT4KXWM2VB9RFL }',
    'clientSecret: { file: /Zq4vT9kx }',
  ])('%j', async lines => {
    const { files } = await compile(`${head}${lines}\nlast: [\n`, { file: 'x.yaml' })
    expect(files.get('x.yaml')?.text).not.toMatch(/Zq4vT9kx|Tr4nqy|Q7ZT4KX|ZkvqXr/)
  })
})

describe('nor in a comment:', () => {
  it.each([
    '# Zq4vT9kx',
    '#Zq4vT9kx',
    '# was `Zq4vT9kx`.',
    '# 密码是walrus7',
    '# 密码为 walrus7',
    '# pw: walrus7',
    '# cookie: [walrus7]',
    '# serviceAccountKey: walrus7',
    '#key: walrus7',
  ])('%s', async comment => {
    expect(await shown(`${head}${comment}\nfoo: 1\n`)).not.toMatch(/Zq4vT9kx|walrus7/)
  })
})

describe('nor behind a word for a secret, with a colon or without:', () => {
  it.each([
    '# 密码 ZkvqXrTbNwLp',
    '# 密码ZkvqXrTbNwLp，每月更换',
    '# pw ZkvqXrTbNwLp',
    '# pw was ZkvqXrTbNwLp',
    '# the password (ZkvqXrTbNwLp)',
    '# token -> ZkvqXrTbNwLp',
    '# AppSecret=ZkvqXrTbNwLp',
    '# pw K8x!',
    '# pw Kx#8m!',
    '# pw p@ss',
    '# api key Kx/8m',
  ])('%s', async comment => {
    const secret = /ZkvqXrTbNwLp|K8x!|Kx#8m!|p@ss|Kx\/8m/
    expect(comment).toMatch(secret)
    const said = await shown(
      head.replace('type: local', 'type: locla').replace('Password }', `Password } ${comment}`),
    )
    expect(said).toContain(comment.slice(0, comment.search(secret)).replace(/[\s(]+$/, ''))
    expect(said).not.toMatch(secret)
  })
})

describe('but a sentence about a secret is:', () => {
  it.each([
    '# the secret is rotated weekly',
    '# password sign-in for admins',
    "# token of GitHub, don't share",
    '# secret (rotated every 90 days), see docs/secrets.md',
    '# clientSecret -> GITHUB_CLIENT_SECRET',
    '# secret DingTalk gave us',
    '# JWT RS256 keys, 2nd one',
    '# pass --fix to mend',
    '# 密码登录，密钥 AppSecret 在控制台',
    '# 密码至少8位',
  ])('%s', async comment => {
    const { files } = await compile(`${head}${comment}\nfoo: 1\n`, { file: 'x.yaml' })
    expect(files.get('x.yaml')?.text).toContain(comment)
  })
})

/** A frame is of use for what it shows. */
describe('but what people write is shown:', () => {
  it.each([
    'corpId: ding3608be7c4e5266ce4ac5d6980864',
    'sources: [{ id: m, type: microsoft, name: M, allow: { tnants: [72f988bf-86f1-41af-91ab-2d7cd011db47] } }]',
    'ui: { locale: zh-CN1 }',
    'session: { idle: 1h30m15s }',
    'session: { idle: 2026-01-01T00:00:00Z }',
    'foo: /etc/sso/keys',
    'sources: [{ id: p, type: passport, name: P, options: { scope: [Zq4vT9kx, { a: Zq4vT9kx }] } }]',
    'foo: 10.0.0.0/8 # since 2026-01-01, see RFC6749',
    'foo: https://sso.example.com/callback',
    'foo: [developers, example-tech]',
  ])('%s', async line => {
    const { files } = await compile(`${head}${line}\nbar: 1\n`, { file: 'x.yaml' })
    expect(files.get('x.yaml')?.text).toContain(line)
  })
})
