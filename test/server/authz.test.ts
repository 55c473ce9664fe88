import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Dialect, dialects } from '../../src/apps/forward-auth/asked.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Browser } from '../browser.ts'
import { dingtalk, github, openSite, registering, type Site } from '../site.ts'
import { ask, type Visited } from './asking.ts'
import { openPublicSite } from './public-site.ts'
import { get, type RawAnswer } from './raw.ts'

const names = Object.keys(dialects) as Dialect[]
const trusting = ', trustedProxies: [127.0.0.1/32]'
const apps = `
grants: [{ id: rd, when: { source: dingtalk }, groups: [研发, staff] }]
apps:
  - { id: intranet, type: forward-auth, name: Intranet, hosts: [intranet.localhost, "other.localhost:8099"], allow: everyone }
  - { id: wages, type: forward-auth, name: Wages, hosts: [wages.localhost], allow: { groups: [staff] } }
  - { id: old, type: forward-auth, name: Old, hosts: [old.localhost], enabled: false, allow: everyone }`

let site: Site
let port: number
beforeAll(async () => {
  site = await openSite(`${registering}\nsources:${dingtalk}${github}${apps}`, [], trusting)
  port = Number(new URL(site.url).port)
})
afterAll(() => site.close())

let visitors = 0
/** A browser at the sites, whose proxy speaks one dialect; and the same browser at ours. */
class Visitor {
  readonly ours: Browser
  readonly #dialect: Dialect
  readonly jar = new Map<string, Map<string, string>>()
  constructor(dialect: Dialect) {
    this.#dialect = dialect
    // of ten sessions of an account the oldest ends: each has to have its own time
    site.clock.now += 1
    // from an address of its own: sign-ins are counted by address
    this.ours = site.browser({ 'x-forwarded-for': `198.51.100.${++visitors}` })
  }

  async visit(url: string, visited: Visited = {}): Promise<RawAnswer> {
    const { host } = new URL(url)
    const jar = this.jar.get(host) ?? new Map<string, string>()
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = [...(visited.headers ?? ['Accept: text/html']), ...(cookie ? [`Cookie: ${cookie}`] : [])]
    const answer = await ask(port, this.#dialect, url, { ...visited, headers })
    for (const line of answer.headers.get('set-cookie') ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    this.jar.set(host, jar)
    return answer
  }

  /** Until the page is there; answers every address on the way. */
  async open(url: string): Promise<{ way: string[]; answer: RawAnswer }> {
    const way: string[] = []
    for (let at = url; way.length < 10; ) {
      way.push(at)
      const answer = at.startsWith(site.url) ? undefined : await this.visit(at)
      const next = answer ? awayTo(answer) : ((await this.ours.get(at)).location ?? undefined)
      if (next === undefined) {
        if (!answer) throw new Error(`no way on from ${at}`)
        return { way, answer }
      }
      at = next
    }
    throw new Error(`a circle: ${way.join(' → ')}`)
  }
}

/** Where an answer that is no answer yet leads. */
const awayTo = ({ status, headers }: RawAnswer): string | undefined =>
  [302, 401].includes(status) ? headers.get('location')?.[0] : undefined

async function visitor(dialect: Dialect, source = 'dingtalk', person = 'zhangwei'): Promise<Visitor> {
  const one = new Visitor(dialect)
  await one.ours.signIn(source, person)
  return one
}

describe.each(names)('behind %s', dialect => {
  const refusedAs = (status: number) => (dialect === 'nginx' ? 403 : status)

  it('somebody who is signed out is sent to our start address with the page, and back to it by a ticket', async () => {
    const stranger = new Visitor(dialect)
    const first = await stranger.visit('http://intranet.localhost/a/b?c=d&e=%2F')
    expect(first.status).toBe(dialect === 'nginx' ? 401 : 302)
    const start = awayTo(first) ?? ''
    expect(start).toMatch(
      `${site.url}/apps/intranet/start?to=${encodeURIComponent('http://intranet.localhost/a/b?c=d&e=%2F')}&browser=`,
    )
    const { location } = await stranger.ours.get(start)
    expect(location).toMatch(/\/signin\?returnTo=/)
    const returnTo = new URL(location ?? '').searchParams.get('returnTo') ?? ''
    const { location: vendor } = await stranger.ours.get(
      `/auth/dingtalk?${new URLSearchParams({ returnTo })}`,
    )
    const back = await stranger.ours.get(await stranger.ours.atVendor('dingtalk', 'lisi', vendor ?? ''))
    const { way, answer } = await stranger.open(back.location ?? '')
    expect(way.map(each => new URL(each).pathname)).toEqual([
      '/apps/intranet/start',
      '/.sso-kit/ticket',
      '/a/b',
    ])
    expect(way.at(-1)).toBe('http://intranet.localhost/a/b?c=d&e=%2F')
    expect([answer.status, answer.headers.get('remote-user')]).toEqual([200, [encodeURIComponent('李四')]])
  })

  it('a page is let in with every identity header, and nothing of it is kept or shared', async () => {
    const { answer } = await (await visitor(dialect, 'github', 'anyi')).open('http://intranet.localhost/')
    expect(answer.status).toBe(200)
    const header = (name: string) => answer.headers.get(name)
    expect(header('cache-control')).toEqual(['no-store'])
    expect(header('vary')).toEqual(['Cookie'])
    expect(header('set-cookie')).toBeUndefined()
    expect(header('remote-user')).toEqual([expect.stringMatching(/./)])
    for (const name of ['remote-name', 'remote-email', 'remote-groups']) expect(header(name)).toHaveLength(1)
    expect(answer.body).toBe('')
  })

  it('names and groups that are no ASCII are percent-encoded', async () => {
    const { answer } = await (await visitor(dialect)).open('http://intranet.localhost/')
    expect(decodeURIComponent(answer.headers.get('remote-name')?.[0] ?? '')).toBe('张伟')
    expect(answer.headers.get('remote-groups')?.[0]?.split(',').map(decodeURIComponent)).toContain('研发')
  })

  it('scripts, forms and all else that waits for no page gets 401 and no address', async () => {
    const one = new Visitor(dialect)
    for (const visited of [
      { headers: ['Sec-Fetch-Mode: cors', 'Accept: */*'] },
      { headers: ['Accept: text/html', 'X-Requested-With: XMLHttpRequest'] },
      { method: 'POST' },
      { method: 'HEAD' },
    ]) {
      const { status, headers } = await one.visit('http://intranet.localhost/api', visited)
      expect([status, headers.get('location'), headers.get('set-cookie')]).toEqual([
        401,
        undefined,
        undefined,
      ])
    }
    const known = await visitor(dialect)
    await known.open('http://intranet.localhost/')
    expect((await known.visit('http://intranet.localhost/api', { method: 'POST' })).status).toBe(200)
  })

  it('whom the file does not let in is told so by our start address', async () => {
    const one = await visitor(dialect, 'github', 'anyi')
    const start = awayTo(await one.visit('http://wages.localhost/')) ?? ''
    const { status, page } = await one.ours.get(start)
    expect([status, page]).toEqual([403, expect.stringContaining('You may not open this app')])
  })

  it('who may no longer is refused at the next question, with the reason', async () => {
    const one = await visitor(dialect, 'dingtalk', 'wangwu')
    await one.open('http://wages.localhost/')
    await site.restart(
      `${registering}\nsources:${dingtalk}${github}${apps.replace('[研发, staff]', '[nobody]')}`,
    )
    const { status, headers, body } = await one.visit('http://wages.localhost/')
    await site.restart(`${registering}\nsources:${dingtalk}${github}${apps}`)
    expect(status).toBe(403)
    expect(body).toContain('您无权打开此应用')
    expect(headers.get('location')).toEqual([`${site.url}/apps/wages/start`])
    const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(body) ?? []
    expect(headers.get('content-security-policy')).toEqual([
      `default-src 'none'; style-src ${style}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    ])
    const sheet = await fetch(style)
    expect([sheet.status, sheet.headers.get('cross-origin-resource-policy')]).toEqual([200, 'cross-origin'])
    expect(site.log).toContainEqual(expect.objectContaining({ code: 'app_refused', app: 'wages', dialect }))
  })

  it.each<[string, (one: Visitor) => Promise<unknown>]>([
    ['signed out', one => one.ours.submit('/account', '/signout')],
    [
      'disabled',
      async () => {
        const [account] = (await site.storage.accounts.list()).filter(
          ({ displayName }) => displayName === '赵敏',
        )
        await site.storage.accounts.update(account?.id ?? '', { disabled: true })
      },
    ],
    [
      'disabled by another program',
      async () => {
        const other = await openStorage(`sqlite:${site.data}/sso.db`, '.')
        const [account] = (await other.accounts.list()).filter(({ displayName }) => displayName === '赵敏')
        await other.accounts.update(account?.id ?? '', { disabled: true })
        await other.close()
      },
    ],
    [
      'deleted by another process, which knows nothing of us',
      async () => {
        const write = `const db = new (require('libsql'))(process.argv[1]); db.exec('DELETE FROM sessions'); db.close()`
        await promisify(execFile)(process.execPath, ['-e', write, `${site.data}/sso.db`])
      },
    ],
  ])('who is %s is nobody at the next question', async (_how, leave) => {
    const one = await visitor(dialect, 'dingtalk', 'zhaomin')
    await one.open('http://intranet.localhost/')
    expect((await one.visit('http://intranet.localhost/')).status).toBe(200)
    await leave(one)
    const script = { headers: ['Sec-Fetch-Mode: cors'] }
    expect((await one.visit('http://intranet.localhost/', script)).status).toBe(401)
    expect(awayTo(await one.visit('http://intranet.localhost/'))).toMatch('/apps/intranet/start?to=')
    for (const account of await site.storage.accounts.list())
      await site.storage.accounts.update(account.id, { disabled: false })
  })

  it.each(['/a/..%2fadmin', '//', '/%2e%2e/admin', '/a%5cb', '/a%252fb', '/a%00'])(
    'the path %s is refused, whoever asks, and the log says where, what and why',
    async path => {
      const one = await visitor(dialect)
      await one.open('http://intranet.localhost/')
      expect((await one.visit(`http://intranet.localhost${path}?code=secret`)).status).toBe(refusedAs(400))
      expect(site.log.at(-1)).toMatchObject({
        ...{ code: 'request_invalid', dialect, method: 'GET', host: 'intranet.localhost', path },
        cause: expect.stringMatching(/^a path with an e/),
      })
      expect(site.lines.at(-1)).not.toContain('secret')
    },
  )

  it.each([
    ['of no app', 'http://evil.localhost/'],
    ['that begins like one', 'http://intranet.localhost.evil.example/'],
    ['below one', 'http://a.intranet.localhost/'],
    ['at another port', 'http://intranet.localhost:81/'],
    ['without the port of the file', 'http://other.localhost/'],
    ['of ours', 'http://localhost/'],
  ])('a host %s is refused', async (_what, url) => {
    expect((await ask(port, dialect, url)).status).toBe(refusedAs(400))
    expect(site.log.at(-1)).toMatchObject({ code: 'request_invalid', dialect, cause: 'a host of no app' })
  })

  it.each(['http://INTRANET.localhost/', 'http://intranet.localhost.:80/'])('%s is the host', async url => {
    expect((await ask(port, dialect, url)).status).toBe(dialect === 'nginx' ? 401 : 302)
  })

  it('a second Host, or a second value of what the proxy says, is refused', async () => {
    const more = {
      nginx: ['X-Original-URL: http://wages.localhost/'],
      traefik: ['X-Forwarded-Host: wages.localhost'],
      caddy: ['X-Forwarded-Host: wages.localhost'],
      envoy: ['Host: wages.localhost'],
    }[dialect]
    const one = await visitor(dialect)
    await one.open('http://intranet.localhost/')
    expect((await one.visit('http://intranet.localhost/', { more })).status).toBe(refusedAs(400))
  })

  it('a closed app is closed', async () => {
    const one = await visitor(dialect)
    const start = awayTo(await one.visit('http://old.localhost/')) ?? ''
    expect((await one.ours.get(start)).page).toContain('This app is closed')
  })
})

describe('a pass', () => {
  let one: Visitor
  const page = 'http://intranet.localhost/page'
  beforeEach(async () => {
    one = await visitor('caddy')
    await one.open(page)
  })
  const cookies = () => Object.fromEntries(one.jar.get('intranet.localhost') ?? [])

  it('is a cookie of the host alone, for ten minutes', async () => {
    one.jar.clear()
    const start = awayTo(await one.visit(page)) ?? ''
    const ticket = (await one.ours.get(start)).location ?? ''
    const [line] = (await one.visit(ticket)).headers.get('set-cookie') ?? []
    expect(line).toMatch(/^sso_app=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/)
  })

  it('is not our session, and opens nothing at another host of the same app', async () => {
    expect(cookies().sso_app).not.toContain(one.ours.cookies.get('localhost')?.get('sso_sid') ?? 'none')
    const headers = ['Accept: */*', `Cookie: sso_app=${cookies().sso_app}`]
    for (const [url, status] of [
      [page, 200],
      ['http://other.localhost:8099/', 401],
      ['http://wages.localhost/', 401],
    ] as const)
      expect((await ask(port, 'caddy', url, { headers })).status).toBe(status)
  })

  it.each([
    ['changed', (pass: string) => [`${pass.slice(0, -1)}${pass.endsWith('A') ? 'B' : 'A'}`]],
    ['sent twice', (pass: string) => [pass, pass]],
    ['empty', () => ['']],
  ])('that is %s is none', async (_how, change) => {
    const cookie = change(cookies().sso_app ?? '').map(each => `sso_app=${each}`)
    const headers = ['Accept: */*', `Cookie: ${cookie.join('; ')}`]
    expect((await ask(port, 'caddy', page, { headers })).status).toBe(401)
  })

  it('is renewed silently by a page in its second half, and goes on for scripts until its end', async () => {
    const script = { headers: ['Sec-Fetch-Mode: cors'] }
    const opened = () => site.log.filter(({ event }) => event === 'app-opened').length
    const before = opened()
    site.clock.now += 299_000
    expect((await one.open(page)).way).toHaveLength(1)
    site.clock.now += 2_000
    expect((await one.visit(page, script)).status).toBe(200)
    const { way } = await one.open(page)
    expect(way.map(each => new URL(each).pathname)).toEqual([
      '/page',
      '/apps/intranet/start',
      '/.sso-kit/ticket',
      '/page',
    ])
    expect(opened()).toBe(before)
    site.clock.now += 599_000
    expect((await one.visit(page, script)).status).toBe(200)
    site.clock.now += 2_000
    expect((await one.visit(page, script)).status).toBe(401)
    await one.open(page)
    expect(opened()).toBe(before + 1)
  })

  it('that was good a moment ago is over at its end', async () => {
    const script = { headers: ['Sec-Fetch-Mode: cors'] }
    site.clock.now += 599_000
    const statuses = []
    // the first writes that the session was seen, the second reads, the third is answered from what was read
    for (let n = 0; n < 3; n += 1) statuses.push((await one.visit(page, script)).status)
    site.clock.now += 1_000
    statuses.push((await one.visit(page, script)).status)
    expect(statuses).toEqual([200, 200, 200, 401])
  })

  it('that is forged is looked up nowhere, and not remembered', async () => {
    const { basis } = site.storage
    if (!basis) throw new Error('there is no basis')
    const asked = vi.spyOn(basis, 'of')
    const [session, end] = (cookies().sso_app ?? '').split('.')
    for (let n = 0; n < 100; n += 1) {
      const forged = `${session}.${end}.${String(n).padStart(43, 'A')}`
      const headers = ['Accept: */*', `Cookie: sso_app=${forged}`]
      expect((await ask(port, 'caddy', page, { headers })).status).toBe(401)
    }
    expect(asked).not.toHaveBeenCalled()
    asked.mockRestore()
  })

  it('keeps the session from becoming idle, and ends with it', async () => {
    for (let minutes = 0; minutes < 60; minutes += 4) {
      site.clock.now += 240_000
      expect((await one.open(page)).answer.status).toBe(200)
    }
    expect((await one.ours.get('/account')).status).toBe(200)
    site.clock.now += 8 * 3_600_000
    expect((await one.visit(page, { headers: [] })).status).toBe(401)
    const { location } = await one.ours.get(awayTo(await one.visit(page)) ?? '')
    expect(location).toMatch(/\/signin/)
  })
})

describe('a ticket', () => {
  const page = 'http://intranet.localhost/page'
  /** Whoever is about to come back with one. */
  async function coming(): Promise<{ one: Visitor; ticket: string }> {
    const one = await visitor('traefik')
    const { location } = await one.ours.get(awayTo(await one.visit(page)) ?? '')
    return { one, ticket: location ?? '' }
  }
  const isRefused = async (answer: RawAnswer) => {
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([400, undefined])
    expect(site.log.at(-1)).toMatchObject({ code: 'state_invalid' })
    expect(answer.headers.get('location')).toEqual(['http://intranet.localhost/'])
  }

  it('is good once', async () => {
    const { one, ticket } = await coming()
    expect((await one.visit(ticket)).headers.get('location')).toEqual([page])
    await isRefused(await one.visit(ticket))
  })

  it('is good for one of those who come with it at once', async () => {
    const { one, ticket } = await coming()
    const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await one.visit(ticket)).status))
    expect(statuses.sort()).toEqual([302, 400, 400, 400])
  })

  it('is over after a minute', async () => {
    const { one, ticket } = await coming()
    site.clock.now += 60_000
    await isRefused(await one.visit(ticket))
  })

  it('is nothing in another browser: nobody is signed in there as somebody else', async () => {
    const { ticket } = await coming()
    const other = new Visitor('traefik')
    await other.visit(page)
    await isRefused(await other.visit(ticket))
    await isRefused(await new Visitor('traefik').visit(ticket))
  })

  it('is nothing at another host, be it one of the same app', async () => {
    const { one, ticket } = await coming()
    const elsewhere = ticket.replace('intranet.localhost', 'other.localhost:8099')
    expect((await one.visit(elsewhere)).status).toBe(400)
  })

  it('is nothing without its session', async () => {
    const { one, ticket } = await coming()
    await one.ours.submit('/account', '/signout')
    await isRefused(await one.visit(ticket))
  })

  it('is asked for by GET, as the only one', async () => {
    const { one, ticket } = await coming()
    await isRefused(await one.visit(ticket, { method: 'POST' }))
    await isRefused(await one.visit(`${ticket}&ticket=${'a'.repeat(43)}`))
    await isRefused(await one.visit('http://intranet.localhost/.sso-kit/ticket'))
    expect((await one.visit(ticket)).status).toBe(302)
  })

  it('leaves nothing of itself in the log', async () => {
    const { one, ticket } = await coming()
    await one.visit(ticket)
    await one.visit(ticket)
    const secret = new URL(ticket).searchParams.get('ticket') ?? 'there is none'
    expect(site.lines.filter(line => line.includes(secret))).toEqual([])
  })

  it('serves two windows that were opened at once', async () => {
    const one = await visitor('envoy')
    const starts = []
    for (const path of ['a', 'b'])
      starts.push(awayTo(await one.visit(`http://intranet.localhost/${path}`)) ?? '')
    for (const [index, path] of ['a', 'b'].entries()) {
      const { way } = await one.open(starts[index] ?? '')
      expect(way.at(-1)).toBe(`http://intranet.localhost/${path}`)
    }
  })
})

describe('our start address', () => {
  it.each([
    'https://evil.example/',
    'http://intranet.localhost.evil.example/',
    'http://wages.localhost/',
    'http://intranet.localhost//evil.example',
  ])('does not lead to %s', async to => {
    const { ours } = await visitor('caddy')
    const query = new URLSearchParams({ to, browser: 'a'.repeat(64) })
    expect((await ours.get(`/apps/intranet/start?${query}`)).location).toBe('https://intranet.localhost')
    const { location } = await site.browser().get(`/apps/intranet/start?${query}`)
    expect(location).toBe(`${site.url}/signin?returnTo=%2Fapps%2Fintranet%2Fstart`)
  })

  it('leads to the first page of the site where no page was wanted', async () => {
    const { ours } = await visitor('caddy')
    expect((await ours.get('/apps/intranet/start')).location).toBe('https://intranet.localhost')
  })
})

describe('nobody but a trusted proxy', () => {
  const body = `sources: [{ id: local, type: local, name: Password }]
apps: [{ id: intranet, type: forward-auth, name: Intranet, hosts: [intranet.example.com], allow: everyone }]`

  it.each(names)('is answered at %s, whatever it says of itself', async dialect => {
    const open = await openPublicSite(body, undefined, ', trustedProxies: [192.0.2.1]')
    const more = ['X-Forwarded-For: 192.0.2.1', 'X-Real-IP: 192.0.2.1', 'Forwarded: for=192.0.2.1']
    const answer = await ask(open.port, dialect, 'https://intranet.example.com/', { more })
    await open.stop()
    expect(answer.status).toBe(dialect === 'nginx' ? 403 : 400)
    expect(answer.headers.get('location')).toBeUndefined()
    expect(open.log.at(-1)).toMatchObject({ cause: 'not from server.trustedProxies', address: '127.0.0.1' })
  })

  it('has cookies of the strictest kind where the address is https', async () => {
    const open = await openPublicSite(body, undefined, ', trustedProxies: ["::1", 127.0.0.0/8]')
    const { headers } = await ask(open.port, 'traefik', 'http://intranet.example.com/a')
    await open.stop()
    expect(headers.get('set-cookie')).toEqual([
      expect.stringMatching(
        /^__Host-sso_app_flow=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/,
      ),
    ])
    expect(headers.get('location')?.[0]).toMatch(
      'https://sso.example.com/apps/intranet/start?to=https%3A%2F%2Fintranet.example.com%2Fa&',
    )
  })
})

it.each(['/authz', '/authz/', '/authz/haproxy', '/authz/nginx/a', '/authz/envoy', '/authz/constructor'])(
  '%s is no address of ours',
  async path => expect((await get(port, path, [`Host: localhost:${port}`])).status).toBe(404),
)
