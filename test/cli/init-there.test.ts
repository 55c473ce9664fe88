import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { init } from './initiating.ts'
import { command } from './io.ts'

afterAll(removeFolders)

const mine = `version: 1
publicUrl: https://id.example.org
sources:
  - { id: github, type: github, name: GitHub, clientId: abc, clientSecret: ghs_0123456789abcdefghijklmnopqrstuvwxyzAB }
`

describe('a file that is there', () => {
  it('is not touched', async () => {
    const { code, text, stderr, read } = await init(['--source', 'local'], {
      files: { 'sso.config.yaml': 'mine' },
    })
    expect([code, text, read('.gitignore')]).toEqual([2, 'mine', undefined])
    expect(stderr).toMatch(/sso\.config\.yaml is there already\n {2}help: -o FILE .* --force/)
  })

  it('--force shows what changes, without a secret, and replaces it', async () => {
    const { code, text, stderr } = await init(['--source', 'local', '--force'], {
      files: { 'sso.config.yaml': mine },
    })
    expect([code, text.includes('type: local')]).toEqual([0, true])
    expect(stderr).toMatch(/^--- .*sso\.config\.yaml\n\+\+\+ .*\n@@ /)
    expect(stderr).toContain('\n-publicUrl: https://id.example.org\n')
    expect(stderr).toContain('\n+    type: local\n')
    expect(stderr).not.toContain('ghs_')
  })

  it.each([
    mine.replace(/ghs_\w+/, 'Pa55w0rd,CANARY'),
    mine.replace(/ghs_\w+/, 'Pa55w0rd,CANARY: x'),
    `${mine}keys: { cookie: CANARYa, CANARYb }\n`,
    `${mine}keys:\n  cookie: [CANARY}\n`,
    `${mine}bindpw: CANARY: x\n`,
    `${mine}ui: { tokn CANARY, title: [ }\n`,
  ])('--force shows no secret, however it was written: %j', async text => {
    const { code, stderr } = await init(['--source', 'local', '--force'], {
      files: { 'sso.config.yaml': text },
    })
    expect(code).toBe(0)
    expect(stderr).toContain('\n-publicUrl: https://id.example.org\n')
    expect(stderr).not.toContain('CANARY')
  })

  it('--force asks at a terminal, and a no leaves everything as it is', async () => {
    const files = { 'sso.config.yaml': mine }
    for (const answers of [['n'], [''], []]) {
      const { code, text, stdout, stderr, read } = await init(['--source', 'local', '--force'], {
        files,
        answers,
      })
      expect([code, text, stdout, read('.gitignore')]).toEqual([130, mine, '', undefined])
      expect(stderr).toMatch(/@@[\s\S]*\nReplace .*sso\.config\.yaml\? \[y\/N\]: \nnothing was written\n$/)
    }
    const { code, text } = await init(['--source', 'local', '--force'], { files, answers: ['y'] })
    expect([code, text.includes('type: local')]).toEqual([0, true])
  })

  it('--force has nothing to ask or to show where nothing changes', async () => {
    const { text } = await init(['--source', 'local'])
    const again = await init(['--source', 'local', '--force'], {
      files: { 'sso.config.yaml': text },
      answers: [],
    })
    expect([again.code, again.stderr]).toEqual([0, ''])
  })
})

describe('what git has to leave out', () => {
  const ignored = async (files: Record<string, string>, file = 'sso.config.yaml') =>
    (await init(['--source', 'local', '-o', file], { files })).read

  it('is in .gitignore', async () => {
    expect((await ignored({}))('.gitignore')).toBe('.env\ndata/\n')
  })

  it.each([
    ['node_modules', 'node_modules\n.env\ndata/\n'],
    ['*.log\r\n.env\r\n', '*.log\r\n.env\r\ndata/\r\n'],
    ['/.env\ndata\n', '/.env\ndata\n'],
    ['# ours is meant to be there\n!data/\n', '# ours is meant to be there\n!data/\n.env\n'],
  ])('comes behind what is there: %j', async (before, after) => {
    expect((await ignored({ '.gitignore': before }))('.gitignore')).toBe(after)
  })

  it('is looked for in the folders above too, as far as they reach down', async () => {
    const files = { '.gitignore': '.env\n/data/\n', 'deploy/x': '' }
    const read = await ignored(files, 'deploy/sso.config.yaml')
    expect([read('.gitignore'), read('deploy/.gitignore')]).toEqual(['.env\n/data/\n', 'data/\n'])
  })

  it("is AList's export too, where the secret is in it", async () => {
    const settings = { sso_login_platform: 'Github', sso_client_secret: 'hunter2hunter2' }
    const ignoring = async (file: string, what: object) => {
      const files = { [file]: JSON.stringify(what), 'deploy/x': '' }
      const { read } = await init(['--from', 'alist', file, '-o', 'deploy/sso.config.yaml'], { files })
      return read('deploy/.gitignore')
    }
    expect(await ignoring('deploy/old/settings.json', settings)).toBe('.env\ndata/\nold/settings.json\n')
    expect(await ignoring('deploy/#1 [a].json', settings)).toBe('.env\ndata/\n\\#1 \\[a].json\n')
    expect(await ignoring('settings.json', settings)).toBe('.env\ndata/\n')
    expect(await ignoring('deploy/settings.json', { ...settings, sso_client_secret: '' })).toBe(
      '.env\ndata/\n',
    )
  })

  it('is told where it was added', async () => {
    const files = { '.gitignore': '.env\n' }
    const { stdout, stderr } = await init(['--source', 'local'], { files })
    expect(stderr).toBe('added to .gitignore: data/\n')
    expect(stdout).toMatch(/^wrote sso\.config\.yaml\n/)
    expect((await init(['--source', 'local', '--lang', 'zh'], { files })).stderr).toBe(
      '已在 .gitignore 末尾加上：data/\n',
    )
  })

  it('is not written through a link that leads out of the repository', async () => {
    const out = makeFolder({ 'target.txt': 'as before\n' })
    const cwd = makeFolder()
    symlinkSync(join(out, 'target.txt'), join(cwd, '.gitignore'))
    const { code, stderr } = await command(['init', '--source', 'local'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('leads out of its repository')])
    expect(readFileSync(join(out, 'target.txt'), 'utf8')).toBe('as before\n')
    expect(existsSync(join(cwd, 'sso.config.yaml'))).toBe(false)
  })
})

describe('.env.example', () => {
  it('gets the names that it lacks', async () => {
    const files = { '.env.example': '# mine\nexport GITHUB_CLIENT_SECRET=\n#FILES_CLIENT_SECRET=x' }
    const { read, stderr } = await init(['--source', 'github,dingtalk', '--app', 'alist'], { files })
    expect(read('.env.example')).toBe(`${files['.env.example']}\nDINGTALK_CLIENT_SECRET=\n`)
    expect(stderr).toBe('added to .env.example: DINGTALK_CLIENT_SECRET=\n')
  })

  it('is told where it cannot be written', async () => {
    const { code, stderr } = await init(['--source', 'github'], { files: { '.env.example/x': '' } })
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('.env.example cannot be written: it is no file'),
    ])
  })
})
