import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

const reference = readFileSync(new URL('../../sso.config.yaml', import.meta.url), 'utf8')
const cwd = makeFolder({ 'sso.config.yaml': reference })
const ask = (args: string[], env = {}) => command(['urls', ...args], { cwd, env })

describe('urls', () => {
  it('JSON has exactly the keys that are promised', async () => {
    const { code, stdout, stderr } = await ask(['--format', 'json'])
    expect([code, stderr]).toEqual([0, ''])
    const { sources, apps, ...more } = JSON.parse(stdout)
    expect(more).toEqual({})
    const all = [...sources, ...apps]
    expect(all.map((each: object) => Object.keys(each))).toEqual(all.map(() => ['id', 'type', 'steps']))
    expect(apps.map(({ type }: { type: string }) => type)).toEqual([
      'oidc',
      'alist',
      'alibaba-cloud',
      'saml',
      'forward-auth',
      'link',
    ])
    expect(sources.map(({ id, type }: { id: string; type: string }) => [id, type])).toEqual([
      ['dingtalk', 'dingtalk'],
      ['github', 'github'],
      ['partner', 'oidc'],
      ['local', 'local'],
    ])
    for (const step of all.flatMap(({ steps }: { steps: object[] }) => steps))
      expect(Object.keys(step).filter(key => key !== 'missing')).toEqual(['place', 'field', 'value', 'note'])
  })

  it('gives programs no placeholder as a value, but the key that says it; people see the placeholder', async () => {
    const lan = `wecom\n    type: wecom\n    name: WeCom\n    corpId: ww1234567890abcdef\n    agentId: 1000002\n    clientSecret: { env: W }\n`
    const cwd = makeFolder({
      'sso.config.yaml': reference.replace('  - id: github\n', `  - id: ${lan}  - id: github\n`),
      'told.yaml': reference.replace('outbound:', 'outbound:\n  egressIps: [203.0.113.7]'),
    })
    const said = async (...args: string[]) =>
      (await command(['urls', '--lang', 'en', ...args], { cwd })).stdout
    type Step = { field: string; value: string | null; missing?: object }
    for (const id of ['dingtalk', 'wecom']) {
      const [source] = JSON.parse(await said('--source', id, '--format', 'json')).sources
      expect(source.steps.filter(({ missing }: Step) => missing)).toMatchObject([
        {
          field: expect.stringContaining('IP'),
          value: null,
          missing: { key: 'outbound.egressIps', placeholder: '<IP>' },
          note: expect.stringContaining('the public addresses that this server calls from'),
        },
      ])
      expect(JSON.stringify(source.steps.map(({ value }: Step) => value))).not.toContain('<')
      expect(await said('--source', id)).toContain('\n       <IP>\n       the public addresses')
      expect(await said('--source', id, '--format', 'md')).toContain('`<IP>`')
    }
    const told = await said('-c', 'told.yaml', '--source', 'dingtalk', '--format', 'json')
    expect(told).toContain('"value": "203.0.113.7"')
    expect(told).not.toContain('"missing":')
  })

  it('tells what is switched off from the rest, in each format', async () => {
    const cwd = makeFolder({
      'sso.config.yaml': `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: local, type: local, name: Password }
  - { id: github, type: github, name: GitHub, enabled: false, clientId: 0a1b2c3d4e5f60718293, clientSecret: { env: X } }
apps: [{ id: mail, type: link, name: Mail, url: "https://mail.example.com", allow: everyone, enabled: false }]
`,
    })
    const said = async (format: string) =>
      (await command(['urls', '--format', format, '--lang', 'en'], { cwd })).stdout
    const { sources, apps } = JSON.parse(await said('json'))
    expect(sources).toEqual([
      { id: 'local', type: 'local', steps: expect.anything() },
      { id: 'github', type: 'github', enabled: false, steps: expect.anything() },
    ])
    expect(apps).toEqual([{ id: 'mail', type: 'link', enabled: false, steps: expect.anything() }])
    const heads = ['local   (local)', 'github   (github, enabled: false)', 'mail   (link, enabled: false)']
    expect((await said('pretty')).split('\n').filter(line => line.includes('   ('))).toEqual(heads)
    const chapters = [
      '## local (local)',
      '## github (github, enabled: false)',
      '## mail (link, enabled: false)',
    ]
    expect((await said('md')).split('\n').filter(line => line.startsWith('##'))).toEqual(chapters)
  })

  it('has all that are asked for', async () => {
    const flags = ['--source', 'local', '--source', 'github', '--app', 'files', '--format', 'json']
    const { sources, apps } = JSON.parse((await ask(flags)).stdout)
    expect([sources, apps].map(list => list.map(({ id }: { id: string }) => id))).toEqual([
      ['github', 'local'],
      ['files'],
    ])
    expect(await ask(['--source', 'github', '--source', 'nope'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no source "nope"'),
    })
  })

  it('names the callback of each source, and the key for what comes back', async () => {
    const { stdout } = await ask(['--source', 'github', '--format', 'json'])
    expect(JSON.parse(stdout).sources[0].steps).toEqual([
      expect.objectContaining({ field: 'Homepage URL', value: 'https://sso.example.com', note: null }),
      expect.objectContaining({
        field: 'Authorization callback URL',
        value: 'https://sso.example.com/auth/github/callback',
      }),
      expect.objectContaining({ field: 'Client ID', value: null, note: expect.stringContaining('clientId') }),
      expect.objectContaining({
        value: null,
        note: expect.stringContaining('{ env: GITHUB_CLIENT_SECRET }'),
      }),
      // what the administrators of each organisation have to do
      expect.objectContaining({
        place: 'https://github.com › example › Settings › Third-party Access › OAuth app policy',
        value: 'Grant access',
      }),
    ])
  })

  it.each([
    ['github', false, ['/api/auth/sso_callback']],
    ['github', true, ['/api/auth']],
    ['dingtalk', false, ['/api/auth/sso_callback']],
    ['dingtalk', true, ['/api/auth/sso_get_token', '/api/auth/get_sso_id']],
    ['wecom', false, []],
    ['welink', true, ['/api/auth/sso_get_token', '/api/auth/get_sso_id']],
    [
      'google',
      false,
      ['/api/auth/sso_callback?method=sso_get_token', '/api/auth/sso_callback?method=get_sso_id'],
    ],
  ])(
    'what %s is told of AList’s addresses is what it compares (compatibility mode: %s)',
    async (type, compatible, paths) => {
      const folder = makeFolder({})
      await command(['init', '--source', type, '--public-url', 'https://sso.example.com'], { cwd: folder })
      const alist = `{ source: ${type}, compatibilityMode: ${compatible}, frontends: [https://files.example.com] }`
      appendFileSync(join(folder, 'sso.config.yaml'), `\ncallbacks: { alist: ${alist} }\n`)
      const { code, stdout } = await command(['urls', '--format', 'json'], { cwd: folder })
      const [{ steps }] = JSON.parse(stdout).sources
      const values = steps.map(({ value }: { value: string | null }) => value)
      expect([code, values.filter((value: string | null) => value?.includes('/api/auth'))]).toEqual([
        0,
        paths.map(path => `https://sso.example.com${path}`),
      ])
      // in the field of the source's own callback, and next to it
      const own = steps.findIndex(({ value }: { value: string }) => value?.endsWith(`/auth/${type}/callback`))
      for (const step of steps.slice(own + 1, own + 1 + paths.length)) {
        expect(step.value).toContain('/api/auth')
        expect(step.place).toBe(steps[own].place)
        expect(step.field.startsWith(`${steps[own].field} – `)).toBe(true)
      }
    },
  )

  it('shows references as their names, whatever the environment says', async () => {
    const { stdout } = await ask(['--format', 'json'], { GITHUB_CLIENT_SECRET: 'hunter2' })
    expect(stdout).not.toContain('hunter2')
  })

  it('never shows a secret that a sandbox file has written out', async () => {
    const text = `version: 1
publicUrl: http://localhost:8080
sources:
  - { id: hub, type: oidc, name: Hub, issuer: "https://id.example.com", clientId: app, clientSecret: hunter2 }
`
    const { code, stdout } = await command(['urls', '-c', 'dev.sandbox.yaml'], {
      cwd: makeFolder({ 'dev.sandbox.yaml': text }),
    })
    expect(code).toBe(0)
    expect(stdout).toContain('‹redacted›')
    expect(stdout).not.toContain('hunter2')
  })

  it('a client without a secret is a public one', async () => {
    const text = `version: 1
publicUrl: https://example.com/sso
sources:
  - { id: hub, type: oidc, name: Hub, issuer: "https://id.example.com", clientId: app }
`
    const { stdout } = await command(['urls', '--lang', 'en'], {
      cwd: makeFolder({ 'sso.config.yaml': text }),
    })
    expect(stdout).toContain('https://example.com/sso/auth/hub/callback\n')
    expect(stdout).toMatch(/kind of client\n {7}public\n/)
    expect(stdout).not.toContain('clientSecret')
  })

  it.each([
    [{}, [], 'goes into corpId'],
    [{ LANG: 'de_DE.UTF-8' }, [], 'goes into corpId'],
    [{ LANG: 'zh_CN.UTF-8' }, [], '填入 corpId'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'zh_CN.UTF-8' }, [], '填入 corpId'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, [], 'goes into corpId'],
    [{ LANG: 'zh_CN.UTF-8' }, ['--lang', 'en'], 'goes into corpId'],
    [{}, ['--lang', 'zh'], '填入 corpId'],
  ])('speaks the language of %j %j', async (env, flags, words) => {
    expect((await ask(['--source', 'dingtalk', ...flags], env)).stdout).toContain(words)
  })

  it('every value stands alone on its line, to be copied whole', async () => {
    const { stdout } = await ask([])
    expect(stdout).toContain('\n       https://sso.example.com/auth/dingtalk/callback\n')
    expect(stdout).toContain('\n       ← goes into corpId\n')
  })

  it('Markdown is a table per source, in which nothing of the file is markup', async () => {
    const text = `version: 1
publicUrl: "https://sso.example.com/a|b"
sources:
  - { id: hub, type: oidc, name: Hub, issuer: "https://id.example.com/<b>|\`", clientId: app }
`
    const { stdout } = await command(['urls', '--format', 'md'], {
      cwd: makeFolder({ 'sso.config.yaml': text }),
    })
    expect(stdout).toMatch(/^## hub \(oidc\)\n\n\| place \| field \| enter \| {2}\|\n\| --- \|/)
    const rows = stdout.split('\n').filter(line => line.startsWith('|'))
    for (const row of rows) expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(5)
    expect(stdout).not.toContain('<b>')
  })

  it('a source that is not in the file is none', async () => {
    const { code, stdout, stderr } = await ask(['--source', 'gihub'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      'error: there is no source "gihub"\n  help: the file has dingtalk, github, partner, local\n',
    )
  })

  it('shows the problems of a file that has an error', async () => {
    const broken = makeFolder({ 'sso.config.yaml': 'version: 1\n' })
    const { code, stdout, stderr } = await command(['urls'], { cwd: broken })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('error[schema/missing-key]')
  })

  it('sends no control character of the file to the terminal', async () => {
    const text = `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: hub, type: github, name: Hub, clientId: a, clientSecret: { exec: ["a\\u001b[31m\\u202e"] }, allow: { organizations: [a] } }
`
    const hostile = makeFolder({ 'sso.config.yaml': text })
    for (const format of ['pretty', 'md', 'json']) {
      const { code, stdout } = await command(['urls', '--format', format], { cwd: hostile })
      expect(code).toBe(0)
      expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })
})
