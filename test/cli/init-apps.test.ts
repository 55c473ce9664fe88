import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { appTypes } from '../../src/cli/init/first.ts'
import { compile } from '../../src/config/compile.ts'
import { removeFolders } from './folder.ts'
import { init } from './initiating.ts'

afterAll(removeFolders)

describe('apps of a first file', () => {
  it('each type of the language has one', () => {
    const types = readdirSync(new URL('../../schemas/apps/', import.meta.url))
    expect(appTypes.map(type => `${type}.schema.json`).sort()).toEqual(types.sort())
  })

  const flags = [[], ['--lang', 'zh'], ['--public-url', 'http://localhost:3000', '--auto-register']]
  const choices = [...appTypes.map(type => [type]), [...appTypes]]
  it.each(choices.flatMap(types => flags.map(more => [types, more] as const)))(
    'are valid, but for what is to be filled in: %j %j',
    async (types, more) => {
      const { code, text, stdout } = await init(['--source', 'dingtalk', '--app', types.join(','), ...more])
      expect(code).toBe(0)
      const { config, diagnostics } = await compile(text, { file: 'sso.config.yaml' })
      expect(diagnostics.filter(({ rule }) => rule !== 'value/placeholder')).toEqual([])
      expect(config?.apps.map(({ type }) => type)).toEqual(types)
      for (const { id } of config?.apps ?? []) expect(stdout).toMatch(new RegExp(` apps\\[${id}\\]\\.\\w+`))
    },
  )

  it('know people by what they do not choose, where they choose their username', async () => {
    const apps = ['--app', appTypes.join(',')]
    for (const type of ['github', 'google', 'microsoft', 'oidc']) {
      const { text } = await init(['--source', type, ...apps, '--auto-register'])
      const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
      expect(diagnostics.filter(({ rule }) => rule !== 'value/placeholder')).toEqual([])
    }
    const { text } = await init(['--source', 'github', ...apps, '--auto-register'])
    expect(text).toContain('sessionName: "{id}"')
    expect(text).toContain('nameId: persistent')
    expect((await init(['--source', 'dingtalk', ...apps, '--auto-register'])).text).toContain(
      'nameId: username',
    )
  })

  it('have the names of their secrets in .env.example', async () => {
    const { read } = await init(['--source', 'github', '--app', 'oidc,alist'])
    expect(read('.env.example')).toBe('GITHUB_CLIENT_SECRET=\nWIKI_CLIENT_SECRET=\nFILES_CLIENT_SECRET=\n')
  })

  it.each([
    ['aliyun', 'alibaba-cloud'],
    ['阿里云', 'alibaba-cloud'],
    ['OpenList', 'alist'],
    ['OIDC', 'oidc'],
  ])('%s is %s', async (word, type) => {
    const { text } = await init(['--source', 'local', '--app', word])
    expect(parse(text).apps).toMatchObject([{ type }])
  })

  it('of a type that there is not is told, and nothing is written', async () => {
    const { code, stderr, text } = await init(['--source', 'local', '--app', 'oidc,forward'])
    expect([code, text]).toEqual([2, ''])
    expect(stderr).toContain('there is no app type "forward"\n  help: did you mean forward-auth?')
    const source = await init(['--source', 'local', '--app', 'dingtalk'])
    expect(source.stderr).toContain('did you mean --source dingtalk?')
    const app = await init(['--source', 'aliyun'])
    expect(app.stderr).toContain('did you mean --app alibaba-cloud?')
    const zh = await init(['--source', 'local', '--app', 'nothing', '--lang', 'zh'])
    expect(zh.stderr).toContain('没有应用类型“nothing”')
  })

  it('come beside what is taken over from AList', async () => {
    const files = { 'settings.json': '{ "sso_login_platform": "Github" }' }
    const { text } = await init(['--from', 'alist', 'settings.json', '--app', 'alist'], { files })
    expect(parse(text)).toMatchObject({ sources: [{ type: 'github' }], apps: [{ type: 'alist' }] })
  })
})

describe('init ends with what urls says', () => {
  it('of the sources and of the apps', async () => {
    const flags = ['--source', 'github', '--app', 'oidc', '--public-url', 'https://id.example.org']
    const { stdout, cwd } = await init(flags)
    const { command } = await import('./io.ts')
    const urls = await command(['urls'], { cwd })
    expect(stdout.endsWith(`\nto be entered, and what to bring back (←)\n\n${urls.stdout}`)).toBe(true)
  })

  it('in the language of the person', async () => {
    const { stdout } = await init(['--source', 'github', '--app', 'alist', '--lang', 'zh'])
    expect(stdout).toContain('\n填好 publicUrl 之后在控制台填写的内容')
    expect(stdout).toContain('AList 管理 › 设置')
  })
})
