import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AccountView } from '../../src/accounts/view.ts'
import { makeToken } from '../../src/server/admin/tokens.ts'
import type { AdminScope } from '../../src/storage/tables.ts'
import { dingtalk, github, openSite, registering, type Site } from '../site.ts'
import { accountOf, isSignedIn, signedIn } from './steps.ts'

const file = `${registering}\nsources:${dingtalk}${github}
apps: [{ id: wiki, type: link, name: Wiki, url: "https://wiki.example.com", allow: everyone }]`
let site: Site
let tokens: Record<AdminScope, string>
let id: string

beforeAll(async () => {
  site = await openSite(file)
})
afterAll(() => site.close())
beforeEach(async () => {
  // sixty requests a minute
  await site.restart(file)
  tokens = { read: await token('read'), write: await token('write') }
  const { id: theirs } = await accountOf(site, await signedIn(site, 'github', 'anyi'))
  id = theirs
})

async function token(scope: AdminScope, lifeMs = 3_600_000): Promise<string> {
  const about = { name: 'backup', scope, now: site.clock.now, lifeMs }
  return (await makeToken(site.storage, randomBytes, about)).token
}

interface Reply {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

async function call(method: string, path: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(`${site.url}/api/admin${path}`, { method, redirect: 'manual', ...init })
  expect(response.headers.get('content-type')).toContain('application/json')
  expect(response.headers.get('cache-control')).toBe('no-store')
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Reply['body'],
  }
}
const get = (path: string, bearer = tokens.read) =>
  call('GET', path, { headers: { authorization: `Bearer ${bearer}` } })
const post = (path: string, body: unknown = {}, bearer = tokens.write) =>
  call('POST', path, {
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const refused = ({ status, body }: Reply) => [status, (body.error as { code: string }).code]

const reads = ['/accounts', '/sources', '/directories', '/apps', '/audit']
const changes = ['', '/disable', '/enable', '/sessions/end', '/unbind']

describe('the admin API', () => {
  it.each(reads)('answers GET %s with JSON, and keeps secrets', async path => {
    const { status, body } = await get(path)
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toContain('a secret that only tests know')
  })

  it.each([...reads, '/none'])('answers nobody without a token: %s', async path => {
    const browser = await signedIn(site, 'dingtalk', 'zhangwei')
    await site.storage.accounts.update((await accountOf(site, browser)).id, { role: 'admin' })
    const cookie = `sso_sid=${browser.cookies.get('localhost')?.get('sso_sid')}`
    const bare = await call('GET', path, { headers: { cookie } })
    const unknown = path === '/none'
    expect(bare.status).toBe(unknown ? 404 : 401)
    if (!unknown) expect(bare.headers.get('www-authenticate')).toBe('Bearer')
  })

  it.each(['', 'x', 'sso_admin_', `sso_admin_${'A'.repeat(43)}`])(
    'takes no made-up token: %j',
    async made => {
      expect(refused(await get('/accounts', made))).toEqual([401, 'credentials_wrong'])
    },
  )

  it('takes a token until it ends, or is ended', async () => {
    const short = await token('read', 60_000)
    expect((await get('/apps', short)).status).toBe(200)
    site.clock.now += 60_001
    expect((await get('/apps', short)).status).toBe(401)
    for (const { id: each } of await site.storage.adminTokens.list()) await site.storage.adminTokens.end(each)
    expect((await get('/apps')).status).toBe(401)
  })

  it.each(changes)('lets no token that may only read change anything: %s', async path => {
    const reply = await post(`/accounts/${id}${path}`, { source: 'github' }, tokens.read)
    expect(refused(reply)).toEqual([403, 'not_allowed'])
    expect((await site.storage.accounts.find(id))?.disabled).toBe(false)
  })

  it.each([
    ['text/plain', '{}'],
    ['application/x-www-form-urlencoded', 'role=admin'],
    ['application/json', '{"role":'],
    ['application/json', '[]'],
    ['application/json', '"admin"'],
    ['application/json', '{"role":1}'],
    ['application/json', '{"role":"emperor"}'],
    ['application/json', '{"id":"x"}'],
    ['application/json', '{"disabled":true}'],
    ['application/json', '{"permissions":["fly"]}'],
    ['application/json', '{"permissions":-1}'],
    ['application/json', '{"permissions":1.5}'],
    ['application/json', '{"baseDir":"/a/../b"}'],
    ['application/json', '{"email":"nobody"}'],
    ['application/json', '{"__proto__":{"role":"admin"}}'],
  ])('changes nothing for a body of %s: %s', async (type, body) => {
    const headers = { authorization: `Bearer ${tokens.write}`, 'content-type': type }
    const before = await site.storage.accounts.find(id)
    expect(refused(await call('POST', `/accounts/${id}`, { headers, body }))).toEqual([
      400,
      'request_invalid',
    ])
    expect(await site.storage.accounts.find(id)).toEqual(before)
  })

  it('has accounts in the shape of accounts list, one page after the other', async () => {
    const { body } = await get('/accounts?q=anyi')
    const [view] = body.accounts as AccountView[]
    expect(view).toEqual((await get(`/accounts/${id}`)).body)
    expect(view).toMatchObject({ id, permission: 768, permissions: ['webdav_read', 'webdav_manage'] })
    expect([body.total, body.next]).toEqual([1, null])
    expect((await get('/accounts?disabled=true')).body.accounts).toEqual([])
    expect(refused(await get('/accounts/nobody'))).toEqual([404, 'not_found'])
  })

  it.each([
    ['/audit?event=nonsense', '"event" is one of sign-in, refused, registered'],
    [
      '/audit?evnet=refused',
      'the parameter "evnet" is not understood; each of these may be there once: account, event',
    ],
    ['/audit?event=refused&event=sign-in', 'the parameter "event" is not understood'],
    ['/audit?event[]=refused', 'is not understood'],
    [`/audit?account=${'x'.repeat(256)}`, 'the parameter "account" is not understood'],
    ['/audit?since=yesterday', '"since" is a day such as'],
    ['/audit?until=2026-13-01', '"until" is a day such as'],
    ['/audit?after=1', '"after" is what "next" of a page was'],
    ['/audit?limit=0', '"limit" is a number from 1 to 200'],
    ['/audit?limit=201', '"limit" is a number from 1 to 200'],
    ['/audit?limit=1e2', '"limit" is a number from 1 to 200'],
    ['/accounts?limit=x', '"limit" is a number from 1 to 200'],
    ['/accounts?disabled=yes', '"disabled" is one of true, false'],
    ['/accounts?disable=true', 'the parameter "disable" is not understood'],
  ])('answers no question that it does not understand: %s', async (path, message) => {
    const reply = await get(path)
    expect(refused(reply)).toEqual([400, 'request_invalid'])
    expect((reply.body.error as { message: string }).message).toContain(message)
  })

  it('takes moments of any offset, and days of UTC', async () => {
    const at = Date.parse('2026-11-26T16:30:07Z')
    const record = {
      event: 'sessions-ended',
      accountId: null,
      source: null,
      address: null,
      detail: '{}',
    } as const
    await site.storage.audit.insert({ ...record, id: 'late', at })
    const ids = async (query: string) => {
      const { records } = (await get(`/audit?event=sessions-ended&${query}`)).body as {
        records: { id: string }[]
      }
      return records.map(({ id: each }) => each)
    }
    expect(await ids('since=2026-11-26&until=2026-11-26')).toContain('late')
    expect(await ids('since=2026-11-27T00:30%2B08:00&until=2026-11-27T00:31%2B08:00')).toContain('late')
    expect(await ids('until=2026-11-27T00:30%2B08:00')).not.toContain('late')
  })

  it('has pages of as many as are asked for, and all of them one after the other', async () => {
    const insert = (n: number) =>
      site.storage.audit.insert({
        ...{
          id: `page${n}`,
          at: site.clock.now,
          event: 'moved',
          accountId: null,
          source: null,
          address: null,
        },
        detail: '{}',
      })
    for (const n of [1, 2, 3, 4, 5]) await insert(n)
    const seen: string[] = []
    for (let after = ''; ; ) {
      const { body } = await get(`/audit?event=moved&limit=2&after=${after}`)
      const ids = (body.records as { id: string }[]).map(({ id }) => id)
      expect(ids.length).toBeLessThanOrEqual(2)
      seen.push(...ids)
      if (body.next === null) break
      after = String(body.next)
    }
    expect(seen).toEqual(['page5', 'page4', 'page3', 'page2', 'page1'])
    await signedIn(site, 'dingtalk', 'zhangwei')
    const { body } = await get('/accounts?limit=1')
    expect([(body.accounts as unknown[]).length, Number(body.total) > 1, body.next !== null]).toEqual([
      1,
      true,
      true,
    ])
    expect(((await get('/audit?event=')).body.records as unknown[]).length).toBeGreaterThan(0)
  })

  it('changes an account, and the audit log says by which token', async () => {
    const { status, body } = await post(`/accounts/${id}`, {
      permissions: ['write'],
      baseDir: '/x',
      role: 'guest',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ permission: 8, baseDir: '/x', role: 'guest' })
    const { body: audit } = await get(`/audit?account=${id}&event=changed`)
    expect(audit.records).toMatchObject([
      { event: 'changed', detail: { by: 'token backup', fields: ['role', 'permission', 'baseDir'] } },
    ])
    const back = { permissions: null, baseDir: null, role: 'general' }
    expect((await post(`/accounts/${id}`, back)).body).toMatchObject({ permission: 768, baseDir: '/staff' })
  })

  it('disables, enables, ends sessions, and takes an identity away but the last', async () => {
    const browser = await signedIn(site, 'dingtalk', 'zhangwei')
    await site.storage.accounts.update((await accountOf(site, browser)).id, { role: 'admin' })
    const theirs = await signedIn(site, 'github', 'anyi')
    expect((await post(`/accounts/${id}/sessions/end`)).body.sessions).toBe(0)
    expect(await isSignedIn(theirs)).toBe(false)
    expect((await post(`/accounts/${id}/disable`)).body.disabled).toBe(true)
    expect((await post(`/accounts/${id}/enable`)).body.disabled).toBe(false)
    const unbind = `/accounts/${id}/unbind`
    expect(refused(await post(unbind, { source: 'github' }))).toEqual([409, 'last_credential'])
    expect(refused(await post(unbind, { source: 'dingtalk' }))).toEqual([404, 'not_found'])
    expect(refused(await post(unbind, {}))).toEqual([400, 'request_invalid'])
    const other = await accountOf(site, await signedIn(site, 'dingtalk', 'wangwu'))
    await post(`/accounts/${other.id}/disable`)
    const { body } = await post(`/accounts/${other.id}/unbind`, { source: 'dingtalk' })
    expect(body.identities).toEqual([])
  })

  it('leaves one administrator', async () => {
    for (const { id: each } of await site.storage.accounts.withRole('admin'))
      await site.storage.accounts.update(each, { role: 'general' })
    const only = await accountOf(site, await signedIn(site, 'dingtalk', 'lisi'))
    await site.storage.accounts.update(only.id, { role: 'admin' })
    for (const [path, body] of [
      ['/disable', {}],
      ['', { role: 'guest' }],
    ] as const)
      expect(refused(await post(`/accounts/${only.id}${path}`, body))).toEqual([409, 'last_administrator'])
    expect(await site.storage.accounts.find(only.id)).toMatchObject({ role: 'admin', disabled: false })
  })

  it('checks a source', async () => {
    site.clock.now = Date.now()
    const { body } = await post('/sources/github/check', {}, await token('write'))
    expect(body).toMatchObject({ source: 'github', steps: expect.arrayContaining([]) })
    expect((body.steps as unknown[]).length).toBeGreaterThan(0)
    expect(refused(await post('/sources/none/check', {}, await token('write')))).toEqual([
      404,
      'source_unknown',
    ])
  })

  it('answers sixty requests a minute, wrong tokens included', async () => {
    for (let n = 0; n < 60; n += 1) await get('/apps', 'wrong')
    const reply = await get('/apps')
    expect(refused(reply)).toEqual([429, 'too_many_requests'])
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('is not there for other methods', async () => {
    const headers = { authorization: `Bearer ${tokens.write}` }
    expect(refused(await call('DELETE', `/accounts/${id}`, { headers }))).toEqual([405, 'method_not_allowed'])
  })

  it.each(['', '/', '/none', '/accounts/', '/accounts/a/b'])(
    'is not there at other addresses: "%s"',
    async path => {
      expect(refused(await get(path))).toEqual([404, 'not_found'])
    },
  )
})
