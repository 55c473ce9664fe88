import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noFacts } from '../../src/accounts/facts.ts'
import { keepPassword, passwordRecord } from '../../src/accounts/local.ts'
import { usernameKey } from '../../src/accounts/username.ts'
import { compile } from '../../src/config/compile.ts'
import { createLog } from '../../src/server/log.ts'
import { type Running, serve } from '../../src/server/serve.ts'
import { hiddenFields } from '../browser.ts'
import { freePort } from '../cli/folder.ts'
import { hasChromium, launch } from './chromium.ts'
import { isThere, proxies, type RunningProxy } from './proxies.ts'
import { Web } from './web.ts'

const password = 'seven lanterns over the river'
const script = { accept: '*/*', 'sec-fetch-mode': 'cors' }
const intranet = 'https://intranet.example.com'
const wages = 'https://wages.example.com'

const nothingKnown = {
  directoryId: null,
  label: null,
  password: null,
  facts: noFacts,
  told: null,
  goneAt: null,
}

/** The example as it is: its configuration, the proxy's file, and a site that knows nothing of sso-kit. */
describe.each(proxies)('examples/forward-auth with a real $name', proxyOfTests => {
  describe.skipIf(!isThere(proxyOfTests))(`(needs ${proxyOfTests.program})`, () => {
    let folder: string
    let sso: Running
    let isAway = false
    let proxy: RunningProxy
    let site: Server
    /** What has reached the site. */
    let reached: { method: string; url: string; headers: Map<string, string> }[]
    let web: Web

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sso-kit-test-'))
      site = createServer((request, response) => {
        const headers = new Map<string, string>()
        for (let at = 0; at < request.rawHeaders.length; at += 2)
          headers.set(request.rawHeaders[at]?.toLowerCase() ?? '', request.rawHeaders[at + 1] ?? '')
        reached.push({ method: request.method ?? '', url: request.url ?? '', headers })
        response.end('the page')
      })
      site.on('upgrade', (request, socket) => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n')
        socket.on('data', part => socket.write(`${request.headers['remote-user']} said ${part}`))
        socket.on('error', () => socket.destroy())
        socket.on('end', () => socket.destroy())
      })
      await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
      sso = await openExample(folder)
      const places = { folder, sso: sso.port, site: (site.address() as AddressInfo).port }
      proxy = await proxyOfTests.start(places)
    }, 60_000)
    afterAll(async () => {
      proxy?.stop()
      if (!isAway) await sso?.close(0)
      site?.closeAllConnections()
      await new Promise(resolve => site.close(resolve))
      await rm(folder, { recursive: true, force: true })
    })
    beforeEach(() => {
      reached = []
      web = new Web(proxy.port)
    })

    /** Signs in on the page that one has been led to; answers where the way goes on. */
    async function signIn(address: string, username = 'lisi'): Promise<string> {
      const body = (await web.get(address)).body.replaceAll('&amp;', '&')
      const fields = { ...hiddenFields(body, '/auth/local/password'), username, password }
      const { body: page, status } = await web.post('https://sso.example.com/auth/local/password', fields)
      expect(status).toBe(200)
      // a page and no redirect: a form of ours leads nowhere else
      return (/content="0;url=([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&')
    }
    const enter = async (url: string) => {
      const { way } = await web.follow(url)
      return web.follow(await signIn(way.at(-1) ?? ''))
    }

    it('leads through the sign-in page and back to the page that was wanted', async () => {
      const { way } = await web.follow(`${intranet}/a/b?c=d&e=%2F`)
      expect(way.map(each => new URL(each).host + new URL(each).pathname)).toEqual([
        'intranet.example.com/a/b',
        'sso.example.com/apps/intranet/start',
        'sso.example.com/signin',
      ])
      expect(reached).toEqual([])
      const back = await web.follow(await signIn(way.at(-1) ?? ''))
      expect(back.way.map(each => new URL(each).pathname)).toEqual([
        '/apps/intranet/start',
        '/.sso-kit/ticket',
        '/a/b',
      ])
      expect([back.answer.status, back.answer.body]).toEqual([200, 'the page'])
      expect(reached.map(({ url }) => url)).toEqual(['/a/b?c=d&e=%2F'])
      expect((await web.follow(`${intranet}/next`)).way).toHaveLength(1)
    })

    it('tells the site who it is, and nothing that the browser says of itself', async () => {
      await enter(`${intranet}/`)
      reached = []
      await web.get(`${intranet}/`, {
        ...script,
        ...{ 'Remote-User': 'admin', 'remote-groups': 'staff', 'REMOTE-EMAIL': 'admin@example.com' },
        ...{ Remote_User: 'admin', remote_groups: 'staff', REMOTE_NAME: 'admin' },
      })
      const [{ headers }] = reached as [(typeof reached)[number]]
      expect(headers.get('remote-user')).toBe('lisi')
      expect(decodeURIComponent(headers.get('remote-name') ?? '')).toBe('李四')
      expect([headers.get('remote-email') ?? '', headers.get('remote-groups') ?? '']).toEqual(['', ''])
      const others = [...headers].filter(([name, value]) => /admin|staff/.test(name + value))
      expect(others).toEqual([])
      expect([...headers.keys()].filter(name => name.includes('_'))).toEqual([])
    })

    it('has no identity for a page that was never let in, whatever it brings', async () => {
      const answer = await web.get(`${intranet}/`, {
        ...script,
        'Remote-User': 'admin',
        Remote_User: 'admin',
      })
      expect([answer.status, reached]).toEqual([401, []])
    })

    it('refuses whom the file does not let in, with a page that says so', async () => {
      const { way, answer } = await enter(`${wages}/`)
      expect(new URL(way.at(-1) ?? '').href).toMatch('https://sso.example.com/apps/wages/start')
      expect([answer.status, answer.body]).toEqual([
        403,
        expect.stringContaining('You may not open this app'),
      ])
      expect(reached).toEqual([])
    })

    it('says why at the site itself, to somebody who was let in and is no longer', async () => {
      const identity = { source: 'dingtalk', issuer: 'dingtalk:ding', subject: 'lisi' }
      const { bindings } = sso.storage
      await bindings.insert({ ...nothingKnown, ...identity, accountId: 'lisi', boundAt: 1 })
      expect((await enter(`${wages}/`)).answer).toMatchObject({ status: 200, body: 'the page' })
      await bindings.remove('lisi', 'dingtalk', Date.now())
      reached = []
      for (const { status, body } of [
        await web.get(`${wages}/a`),
        await web.post(`${wages}/a`, { b: 'c' }),
      ]) {
        expect(status).toBe(403)
        expect(body).toMatch(/工资[\s\S]*staff/)
      }
      expect(reached).toEqual([])
    })

    it.skipIf(!hasChromium)(
      'shows a browser that page as it looks everywhere, and asks for no icon',
      async () => {
        const browser = await launch(`--host-resolver-rules=MAP * 127.0.0.1:${proxy.port}`)
        const page = await browser.newPage({ ignoreHTTPSErrors: true })
        const said: string[] = []
        page.on('console', message => said.push(message.text()))
        const answer = await page.goto(`${intranet}/a%252fb`)
        const radius = await page.evaluate('getComputedStyle(document.querySelector(".card")).borderRadius')
        await browser.close()
        expect(radius).toBe('16px')
        // Chromium says of its own what the status is
        expect(said).toEqual([expect.stringContaining(`status of ${answer?.status()}`)])
      },
    )

    it('finds the site of a request that names it without a Host header, as HTTP/3 does', async () => {
      await enter(`${intranet}/`)
      reached = []
      const pass = [...(web.jar.get('intranet.example.com') ?? [])].map(pair => pair.join('=')).join('; ')
      const asked = [`GET ${intranet}/a HTTP/1.0`, 'Sec-Fetch-Mode: cors', `Cookie: ${pass}`]
      expect(await web.lines('intranet.example.com', asked)).toMatch(/^HTTP\/1\.[01] 200/)
      expect(reached.map(({ headers }) => headers.get('host'))).toEqual(['intranet.example.com'])
    })

    it('refuses a pass of one site at another', async () => {
      await enter(`${intranet}/`)
      web.jar.set('wages.example.com', new Map(web.jar.get('intranet.example.com')))
      reached = []
      expect((await web.get(`${wages}/`, script)).status).toBe(401)
      expect(reached).toEqual([])
    })

    it('lets nobody in any more from the click after signing out', async () => {
      await enter(`${intranet}/`)
      expect((await web.get(`${intranet}/`)).status).toBe(200)
      const { body } = await web.get('https://sso.example.com/account')
      await web.post('https://sso.example.com/signout', hiddenFields(body, '/signout'))
      reached = []
      expect((await web.get(`${intranet}/`, script)).status).toBe(401)
      expect((await web.get(`${intranet}/`)).headers.location).toMatch(
        'https://sso.example.com/apps/intranet/start',
      )
      expect(reached).toEqual([])
    })

    it('answers 401 to scripts and forms, and lets both through for somebody signed in', async () => {
      const send = () => web.send('POST', `${intranet}/form`, { 'content-type': 'text/plain' }, 'a=b')
      const [posted, fetched] = [await send(), await web.get(`${intranet}/api`, script)]
      for (const { status, headers } of [posted, fetched])
        expect([status, headers.location, headers['set-cookie']]).toEqual([401, undefined, undefined])
      await enter(`${intranet}/`)
      reached = []
      expect((await send()).status).toBe(200)
      expect(reached).toMatchObject([{ method: 'POST', url: '/form' }])
    })

    it('lets a connection change its protocol, for somebody signed in alone', async () => {
      const upgrade = (cookie: string) => [
        ...['GET /socket HTTP/1.1', 'Host: intranet.example.com', 'Connection: Upgrade', 'Upgrade: echo'],
        ...['Sec-Fetch-Mode: websocket', `Cookie: ${cookie}`],
      ]
      expect(await web.lines('intranet.example.com', upgrade('a=b'))).toMatch(/^HTTP\/1.1 401/)
      await enter(`${intranet}/`)
      const cookies = [...(web.jar.get('intranet.example.com') ?? [])].map(pair => pair.join('='))
      const seen = await web.lines(
        'intranet.example.com',
        upgrade(cookies.join('; ')),
        'lisi said hello',
        'hello',
      )
      expect(seen).toMatch(/^HTTP\/1.1 101/)
    })

    it.each([
      '/a/..%2fadmin',
      '//',
      '//admin',
      '/%2e%2e/admin',
      '/a/../admin',
      '/a%5c..%5cadmin',
      '/a%252e%252e/admin',
      '/a/..;/admin',
    ])('refuses the path %s', async path => {
      await enter(`${intranet}/`)
      reached = []
      expect([400, 403]).toContain((await web.get(`${intranet}${path}`)).status)
      expect(reached).toEqual([])
    })

    it('is not moved by what a browser says about the question', async () => {
      await enter(`${intranet}/`)
      const spoofed = {
        ...{
          'X-Forwarded-Host': 'intranet.example.com',
          'X-Forwarded-Uri': '/',
          'X-Forwarded-Method': 'GET',
        },
        ...{
          'X-Original-URL': `${intranet}/`,
          'X-Original-Method': 'GET',
          Forwarded: 'host=intranet.example.com',
        },
        'X-Forwarded-For': '127.0.0.1',
      }
      reached = []
      const pass = [...(web.jar.get('intranet.example.com') ?? [])].map(pair => pair.join('=')).join('; ')
      expect((await web.get(`${wages}/`, { ...script, ...spoofed, cookie: pass })).status).toBe(401)
      expect((await web.get(`${wages}/a/..%2fadmin`, { ...script, ...spoofed })).status).not.toBe(200)
      expect(reached).toEqual([])
      expect((await web.get(`${intranet}/`, { ...script, ...spoofed })).status).toBe(200)
    })

    it('does not answer such questions from outside', async () => {
      const asked = { ...script, 'X-Original-URL': `${intranet}/`, 'X-Original-Method': 'GET' }
      for (const path of ['nginx', 'caddy', 'traefik', 'envoy/'])
        expect((await web.get(`https://sso.example.com/authz/${path}`, asked)).status).toBe(404)
    })

    it('refuses two Host values', async () => {
      const hosts = ['Host: intranet.example.com', 'Host: wages.example.com']
      const seen = await web.lines('intranet.example.com', ['GET / HTTP/1.1', ...hosts, 'Connection: close'])
      expect(seen).toMatch(/^HTTP\/1.1 400/)
      expect(reached).toEqual([])
    })

    it('refuses everybody while sso-kit is away', async () => {
      await enter(`${intranet}/`)
      await sso.close(0)
      isAway = true
      reached = []
      expect((await web.get(`${intranet}/`)).status).toBeGreaterThanOrEqual(500)
      expect(reached).toEqual([])
    })
  })
})

/** The file of the example on another port, with a person who has a password. */
async function openExample(folder: string): Promise<Running> {
  const port = await freePort()
  const text = readFileSync(new URL('../../examples/forward-auth/sso.config.yaml', import.meta.url), 'utf8')
  const { config, diagnostics } = await compile(
    text.replace('127.0.0.1:8080', `127.0.0.1:${port}`).replace('./data', folder),
    { file: 'sso.config.yaml' },
  )
  if (!config) throw new Error(JSON.stringify(diagnostics))
  const running = await serve(config, {
    surroundings: { env: { DINGTALK_CLIENT_SECRET: 'nobody is asked' }, folder, allowExec: false },
    log: createLog('silent', () => {}),
    now: Date.now,
    random: randomBytes,
  })
  const account = {
    ...{
      id: 'lisi',
      username: 'lisi',
      displayName: '李四',
      email: null,
      phone: null,
      role: 'general' as const,
    },
    ...{
      givenPermission: 0,
      givenBaseDir: '/',
      manualPermission: null,
      manualBaseDir: null,
      manualEmail: null,
    },
    ...{ disabled: false, leftAt: null, leftSource: null, createdAt: 1, lastSignInAt: null },
  }
  await running.storage.accounts.insert({ ...account, usernameKey: usernameKey('lisi') })
  await keepPassword(running.storage, 'local', account, await passwordRecord(password, 'lisi'), 1)
  return running
}
