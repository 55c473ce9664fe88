import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { request as ask, createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../browser.ts'
import { buildBundle, type Child, killAll, run, start } from '../cli/bundle.ts'
import { freePort, makeFolder, removeFolders } from '../cli/folder.ts'
import { command } from '../cli/io.ts'
import { type Database, hasPostgres, makeDatabase } from '../postgres/database.ts'

const password = 'seven lanterns over the river'

const file = (publicUrl: string, port: number) => `version: 1
publicUrl: ${publicUrl}
server: { listen: "127.0.0.1:${port}", trustedProxies: [127.0.0.1/32] }
storage: { url: { env: DATABASE } }
sources: [{ id: local, type: local, name: Password }]
apps:
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: WIKI }
    redirectUris: [https://wiki.example.com/callback]
    launchUrl: https://wiki.example.com/
    scopes: [openid, offline_access]
    allow: everyone
  - { id: site, type: forward-auth, name: Site, hosts: [site.example.com], allow: everyone }
  - { id: idp, type: saml, name: SAML, entityId: urn:sp, acsUrl: https://sp.example.com/acs, idpInitiated: true, allow: everyone }
`

/** Two real processes behind one address, as behind a balancer that asks now the one, now the other. */
describe.skipIf(!hasPostgres)('two servers on one database', () => {
  let database: Database
  let folder: string
  let env: { DATABASE: string; WIKI: string }
  let url: string
  let ports: readonly [number, number]
  let servers: Child[]
  /** Which of the two answers from now on. */
  let turn: 0 | 1 = 0
  const balancer = createServer((from, to) => {
    const { url: path = '/', method, headers } = from
    const onward = ask({ host: '127.0.0.1', port: ports[turn], path, method, headers }, answer => {
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(to)
    })
    onward.on('error', () => to.destroy())
    from.pipe(onward)
  })

  beforeAll(async () => {
    buildBundle()
    database = await makeDatabase()
    await new Promise<void>(resolve => balancer.listen(0, '127.0.0.1', resolve))
    url = `http://localhost:${(balancer.address() as AddressInfo).port}`
    ports = [await freePort(), await freePort()]
    folder = makeFolder({ 'one.yaml': file(url, ports[0]), 'two.yaml': file(url, ports[1]) })
    env = { DATABASE: database.url, WIKI: 'the secret of the wiki' }
    servers = ['one.yaml', 'two.yaml'].map(name => start(['serve', '-c', name], { cwd: folder, env }))
    // at once, on a database that has no table yet
    await Promise.all(servers.map(server => server.says(/^ {2}on {2}/m)))
    for (const name of ['anyi', 'lisi', 'wangwu', 'zhaomin'])
      await accounts('create', '--username', name, '--password-stdin')
  }, 120_000)
  afterAll(async () => {
    killAll()
    removeFolders()
    balancer.closeAllConnections()
    await new Promise(resolve => balancer.close(resolve))
    await database.remove()
  })

  async function accounts(...args: string[]): Promise<string> {
    const ended = await command(['accounts', ...args, '-c', 'one.yaml'], {
      cwd: folder,
      env,
      stdin: password,
    })
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    return ended.stdout
  }
  /** The form comes from one server, and the other gets it. */
  async function signIn(browser: Browser, username: string, typed = password) {
    turn = 0
    const { page } = await browser.get('/signin')
    turn = 1
    return browser.post('/auth/local/password', { ...hidden(page), username, password: typed })
  }
  const hidden = (page: string) => ({
    form_token: /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? 'there is none',
  })
  const signedIn = async (browser: Browser, at: 0 | 1) => {
    turn = at
    return (await browser.get('/account')).status === 200
  }

  it('take the forms and the sessions of each other, and end them for each other at once', async () => {
    const browser = new Browser(url)
    expect((await signIn(browser, 'anyi')).status).toBe(303)
    expect([await signedIn(browser, 0), await signedIn(browser, 1)]).toEqual([true, true])
    const session = new Browser(url)
    for (const [name, jar] of browser.cookies) session.cookies.set(name, new Map(jar))
    turn = 0
    await browser.submit('/account', '/signout')
    expect([await signedIn(session, 0), await signedIn(session, 1)]).toEqual([false, false])
  })

  it('know a leaver both, from the next click on', async () => {
    const browser = new Browser(url)
    await signIn(browser, 'lisi')
    expect([await signedIn(browser, 0), await signedIn(browser, 1)]).toEqual([true, true])
    await accounts('disable', 'lisi')
    expect([await signedIn(browser, 0), await signedIn(browser, 1)]).toEqual([false, false])
    expect((await signIn(browser, 'lisi')).status).toBe(401)
  })

  it('shut every door on a leaver at once: apps of every kind, at the server that was not told', async () => {
    const browser = new Browser(url)
    await signIn(browser, 'zhaomin')
    turn = 0
    const verifier = 'v'.repeat(43)
    const asked = new URLSearchParams({
      client_id: 'wiki',
      redirect_uri: 'https://wiki.example.com/callback',
      response_type: 'code',
      scope: 'openid offline_access',
      state: 'state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    const token = async (at: 0 | 1, fields: Record<string, string>) => {
      turn = at
      const response = await fetch(`${url}/oidc/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`wiki:${encodeURIComponent(env.WIKI)}`)}` },
        body: new URLSearchParams(fields),
      })
      return (await response.json()) as Record<string, string>
    }
    const back = new URL((await browser.get(`/oidc/auth?${asked}`)).location ?? '')
    const tokens = await token(1, {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: 'https://wiki.example.com/callback',
      code_verifier: verifier,
    })
    const userinfo = async (at: 0 | 1) => {
      turn = at
      const headers = { authorization: `Bearer ${tokens.access_token}` }
      return (await fetch(`${url}/oidc/userinfo`, { headers })).status
    }
    /** As Traefik asks about a page of the site. */
    const ask = async (at: 0 | 1, uri: string, cookie = '') => {
      const headers = {
        'x-forwarded-method': 'GET',
        'x-forwarded-host': 'site.example.com',
        'x-forwarded-uri': uri,
        accept: 'text/html',
        'sec-fetch-mode': 'navigate',
        cookie,
      }
      const answer = await questionOf(ports[at], '/authz/traefik', headers)
      const [set = ''] = answer.headers['set-cookie'] ?? []
      return {
        status: answer.status,
        location: answer.headers.location ?? '',
        cookie: set.split(';')[0] ?? '',
      }
    }
    const first = await ask(0, '/page')
    const ticket = new URL((await browser.get(first.location)).location ?? '')
    const pass = await ask(1, ticket.pathname + ticket.search, first.cookie)
    const saml = async (at: 0 | 1) => {
      turn = at
      return (await browser.get('/apps/idp/start')).status
    }
    expect([await userinfo(0), (await ask(0, '/page', pass.cookie)).status, await saml(1)]).toEqual([
      200, 200, 200,
    ])

    // the second time each of them answers from what it remembers
    for (const at of [0, 1, 0, 1] as const) expect((await ask(at, '/page', pass.cookie)).status).toBe(200)

    await accounts('disable', 'zhaomin')
    const begun = performance.now()
    expect(
      await token(1, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' }),
    ).toEqual(expect.objectContaining({ error: 'invalid_grant' }))
    for (const at of [0, 1] as const) {
      expect(await userinfo(at)).toBe(401)
      expect((await ask(at, '/page', pass.cookie)).status).toBe(302)
      expect(await saml(at)).toBe(302)
      expect(await signedIn(browser, at)).toBe(false)
    }
    // every one of these was the first question after the leave
    expect(performance.now() - begun).toBeLessThan(5000)
  })

  it('count wrong passwords together', async () => {
    const browser = new Browser(url)
    const statuses: number[] = []
    for (let count = 0; count < 3; count += 1)
      for (const at of [0, 1] as const) {
        turn = at
        const { page } = await browser.get('/signin')
        const answer = await browser.post('/auth/local/password', {
          ...hidden(page),
          username: 'wangwu',
          password: `wrong ${count} at ${at}`,
        })
        statuses.push(answer.status)
      }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    // and the right one waits too, at either of them
    expect((await signIn(browser, 'wangwu')).status).toBe(429)
  })

  it('keep nothing beside the file', async () => {
    expect(await database.run('select name from keys')).toEqual([{ name: 'cookie' }])
    expect(readdirSync(folder).sort()).toEqual(['.git', 'one.yaml', 'two.yaml'])
  })

  it('say that the database is gone, and go on when it is back', async () => {
    const browser = new Browser(url)
    await signIn(browser, 'anyi')
    await database.close()
    for (const at of [0, 1] as const) {
      turn = at
      const { status, headers, page } = await browser.get('/account')
      expect([status, headers.get('retry-after')]).toEqual([503, '5'])
      expect(page).toContain('We cannot reach our database')
      expect((await browser.get('/readyz')).status).toBe(503)
      expect((await browser.get('/healthz')).status).toBe(200)
    }
    const told = await run(['accounts', 'list', '-c', 'one.yaml'], { cwd: folder, env })
    expect([told.code, told.stdout]).toEqual([2, ''])
    expect(told.stderr).toMatch(
      /^error: the database sso_\w+ at 127\.0\.0\.1:\d+ cannot be used: .*\n {2}help: /,
    )
    await database.reopen()
    expect([await signedIn(browser, 0), await signedIn(browser, 1)]).toEqual([true, true])
    for (const server of servers) {
      const { code, stderr } = await server.kill('SIGTERM')
      expect(code).toBe(0)
      const lines = stderr.trimEnd().split('\n')
      expect(lines.filter(line => line.includes('the database is gone'))).toHaveLength(1)
      expect(stderr).not.toContain(new URL(database.url).password)
    }
  })

  it('do not start where it cannot be reached, and repeat no password', async () => {
    const nowhere = `postgres://somebody:hunter2hunter2@127.0.0.1:${await freePort()}/sso`
    for (const args of [['serve'], ['accounts', 'list']]) {
      const { code, stdout, stderr } = await run([...args, '-c', 'one.yaml'], {
        cwd: folder,
        env: { ...env, DATABASE: nowhere },
      })
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(
        /^error: the database sso at 127\.0\.0\.1:\d+ cannot be reached: ECONNREFUSED\n {2}help: .*\n$/,
      )
      expect(stderr).not.toContain('hunter2')
    }
  })
})

/** Not fetch, which says of itself that it is no navigation. */
const questionOf = (port: number, path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
    ask({ host: '127.0.0.1', port, path, headers }, answer => {
      answer.resume()
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers })
    })
      .on('error', reject)
      .end()
  })
