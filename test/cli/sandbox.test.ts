import { existsSync, readdirSync, readFileSync, readlinkSync, watch } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../browser.ts'
import { buildBundle, type Child, killAll, run, start } from './bundle.ts'
import { freePort, makeFolder, removeFolders } from './folder.ts'
import { base, expectWords, local, occupy } from './serving.ts'

beforeAll(buildBundle, 60_000)
afterAll(() => {
  killAll()
  removeFolders()
})

describe('serve --sandbox', () => {
  const temporary = makeFolder()
  const left = () => readdirSync(temporary).filter(name => name !== '.git')
  const opened = async (args: string[], cwd: string, env: Record<string, string> = {}) => {
    const child = start(['serve', '--sandbox', '--port', '0', ...args], {
      cwd,
      env: { TMPDIR: temporary, ...env },
    })
    const [, url = ''] = await child.says(/ {2}open {6}(\S+)\n/)
    await child.says(/Ctrl-C/)
    return { child, url }
  }

  describe('of a file of one’s own', () => {
    // references that lead nowhere, or where nobody wants to go
    const sources = `autoRegister: { enabled: true }
keys: { cookie: [{ file: ./no-such-file }] }
sources:
  - id: dingtalk
    type: dingtalk
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: REAL_SECRET }
  - { id: partner, type: oidc, name: Partner, issuer: "https://id.example.com", clientId: app, clientSecret: { exec: [touch, ran] } }
  - { id: local, type: local, name: Password }
grants: [{ id: platform, when: { source: partner }, groups: [developers], permissions: [write] }]
`
    let folder: string
    let child: Child
    let url: string
    beforeAll(async () => {
      folder = makeFolder({ 'sso.config.yaml': base(8080) + sources })
      const env = {
        REAL_SECRET: 'the real secret of the real application',
        HTTPS_PROXY: 'http://127.0.0.1:9',
      }
      ;({ child, url } = await opened([], folder, env))
    })

    it('prints its address and the password of a made-up account', async () => {
      expect(child.stdout()).toMatch(/^SANDBOX of .*sso\.config\.yaml: simulated vendors/)
      const [, username = '', password = ''] = await child.says(
        / {2}password {2}(\S+) \/ (.*?) {3}\(source "local"\)/,
      )
      const browser = new Browser(url)
      expect((await browser.submit('/signin', '/auth/local/password', { username, password })).status).toBe(
        303,
      )
      expect((await browser.get('/account')).page).toContain(username)
    })

    it('lets people sign in with secrets of its own: none of the environment’s is read, no program is run', async () => {
      for (const [source, person] of [
        ['dingtalk', 'lisi'],
        ['partner', 'wangwu'],
      ] as const) {
        const browser = new Browser(url)
        expect((await browser.signIn(source, person)).status, source).toBe(302)
        expect((await browser.get('/account')).status, source).toBe(200)
      }
      expect(readdirSync(folder).sort()).toEqual(['.git', 'sso.config.yaml'])
    })

    it('lets accounts look into it from outside, with the reasons of the grants', async () => {
      await new Browser(url).signIn('partner', 'anyi')
      const [, words = ''] = await child.says(/ {2}accounts {2}npx sso-kit (.+)\n/)
      const listed = await run(words.split(' '), { cwd: temporary })
      expect([listed.code, listed.stderr]).toEqual([0, ''])
      expect(listed.stdout).toContain('anyi')
      const shown = await run(words.replace('list', 'show anyi').split(' '), { cwd: temporary })
      expect(shown.stdout).toMatch(
        /^groups +developers\n +developers: grant platform \(identity of partner\)$/m,
      )
    })

    it('says SANDBOX on every page: sign-in, vendor, both kinds of errors', async () => {
      const browser = new Browser(url)
      const departure = new URL((await browser.get('/auth/dingtalk')).location ?? '')
      const spoilt = new URL(departure)
      spoilt.searchParams.set('client_id', 'unknown')
      const pages: [status: number, address: string][] = [
        [200, '/signin'],
        [404, '/nothing-here'],
        [404, '/auth/nobody'],
        [200, departure.href],
        [400, spoilt.href],
      ]
      for (const [status, address] of pages) {
        const answer = await browser.get(address)
        expect([answer.status, answer.page.includes('SANDBOX')], address).toEqual([status, true])
      }
    })

    it.skipIf(!existsSync('/proc/net/tcp'))('listens on loopback and nowhere else', () => {
      const sockets = readdirSync(`/proc/${child.pid}/fd`).flatMap(fd => {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkOf(`/proc/${child.pid}/fd/${fd}`))?.[1]
        return inode === undefined ? [] : [inode]
      })
      const listening = ['tcp', 'tcp6'].flatMap(name =>
        readFileSync(`/proc/${child.pid}/net/${name}`, 'utf8')
          .split('\n')
          .map(line => line.trim().split(/\s+/))
          .filter(columns => columns[3] === '0A' && sockets.includes(columns[9] ?? ''))
          .map(([, address = '']) => address.split(':')[0]),
      )
      // 127.0.0.1, lowest byte first: ours and the vendors'
      expect(listening).toEqual(['0100007F', '0100007F'])
    })

    it('leaves nothing behind after SIGTERM, and has told nobody a real secret', async () => {
      expect(left()).toHaveLength(1)
      const { code, stdout, stderr } = await child.kill('SIGTERM')
      expect(code).toBe(0)
      expect(left()).toEqual([])
      expect(stdout + stderr).not.toContain('the real secret')
      expect(readdirSync(folder).sort()).toEqual(['.git', 'sso.config.yaml'])
    })
  })

  it('runs the reference file where there is none, and ends with 130 on Ctrl-C', async () => {
    const { child, url } = await opened([], makeFolder())
    const { page } = await new Browser(url).get('/signin')
    for (const part of ['SANDBOX', '示例科技', 'GitHub']) expect(page).toContain(part)
    expect((await child.kill('SIGINT')).code).toBe(130)
    expect(left()).toEqual([])
  })

  it('leaves nothing behind when its terminal is closed', async () => {
    const { child } = await opened([], makeFolder())
    expect(left()).toHaveLength(1)
    expect((await child.kill('SIGHUP')).code).toBe(0)
    expect(left()).toEqual([])
  })

  it('leaves nothing behind when it is told twice to stop', async () => {
    const { child } = await opened([], makeFolder())
    const [{ code }] = await Promise.all([child.kill('SIGINT'), child.kill('SIGTERM')])
    // whichever the process saw first
    expect([0, 130]).toContain(code)
    expect(left()).toEqual([])
  })

  it('leaves nothing behind when it is told to stop while it starts', async () => {
    const watcher = watch(temporary)
    const child = start(['serve', '--sandbox', '--port', '0'], {
      cwd: makeFolder(),
      env: { TMPDIR: temporary },
    })
    await new Promise(resolve => watcher.once('change', resolve))
    watcher.close()
    expect((await child.kill('SIGTERM')).code).toBe(0)
    expect(left()).toEqual([])
  })

  it('starts nothing where the file is not right', async () => {
    const folder = makeFolder({ 'sso.config.yaml': `${base(8080)}sandbox: true\n${local}` })
    const { code, stdout } = await run(['serve', '--sandbox', '--port', '0'], {
      cwd: folder,
      env: { TMPDIR: temporary },
    })
    expect([code, stdout, left()]).toEqual([1, '', []])
  })

  it('says that its port is in use like serve does, and takes its folder away again', async () => {
    const port = await freePort()
    const clear = await occupy(port)
    const args = ['serve', '--sandbox', '--port', String(port)]
    const ended = await run(args, { cwd: makeFolder(), env: { TMPDIR: temporary } })
    clear()
    expect(ended.code).toBe(2)
    expectWords(ended)
    expect(ended.stderr).toContain(`127.0.0.1:${port} is in use by another program`)
    expect(ended.stderr).toContain('another port: --port N')
    expect(left()).toEqual([])
  })
})

/** A descriptor may be gone by the time it is looked at. */
function readlinkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
