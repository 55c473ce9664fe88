import { beforeEach, describe, expect, test } from 'vitest'
import {
  answer,
  appToken,
  call,
  client,
  detail,
  hosts,
  ok,
  raw,
  start,
  tenantId,
  ticketRequest,
  uuid,
  welink,
} from '../fixtures/simulated.ts'
import type { Permission } from './setting.ts'

beforeEach(start)

describe('the app’s token (§1)', () => {
  test('§1 comes as in the sample: a code that is a string, a UUID and a number of seconds', async () => {
    const reply = await ticketRequest()
    expect(reply.status).toBe(200)
    expect(await answer(reply)).toEqual({
      ...ok,
      access_token: expect.stringMatching(uuid),
      expires_in: 7200,
    })
  })

  test('§1 lives as long as it said, which may be another time each time', async () => {
    welink.setting.expiresIn = 1800
    const { access_token, expires_in } = await answer(ticketRequest())
    expect(expires_in).toBe(1800)
    welink.clock += 1_799_000
    expect(await call('GET', '/tenant/v1/tenants', {}, access_token)).toMatchObject(ok)
    welink.clock += 1_000
    expect(await call('GET', '/tenant/v1/tenants', {}, access_token)).toMatchObject({ code: '47103' })
  })

  test.each([
    ['41579', 'no client_id', { client_id: '' }],
    ['41580', 'no client_secret', { client_secret: undefined }],
    ['10007', 'another client_id', { client_id: '20190828163922073733757' }],
    ['10007', 'a wrong secret', { client_secret: 'guess' }],
    ['47006', 'another tenant', { tenant_id: 'F'.repeat(32) }],
  ])('§1 %s for %s', async (code, _, change) => {
    expect(await answer(ticketRequest(change))).toEqual({ code, message: expect.any(String) })
  })

  test('§1 411000 for a body that is no JSON', async () => {
    const request = new Request(`${hosts.api}/auth/v2/tickets`, {
      method: 'POST',
      body: new URLSearchParams(client),
    })
    expect(await answer(welink.send(request))).toMatchObject({ code: '411000' })
  })

  test('§1 takes its own tenant, and keys that it does not know: one client still sends a type', async () => {
    expect(await answer(ticketRequest({ tenant_id: tenantId, type: 'e' }))).toMatchObject(ok)
  })

  test('§1 the fifth wrong secret locks the client: 41403 for the right one too', async () => {
    for (let guess = 0; guess < 5; guess += 1) {
      expect(await answer(ticketRequest({ client_secret: `guess ${guess}` }))).toMatchObject({
        code: '10007',
      })
    }
    expect(await answer(ticketRequest())).toMatchObject({ code: '41403' })
    welink.clock += 15 * 60_000
    expect(await answer(ticketRequest())).toMatchObject(ok)
  })

  test('§1 a right secret in between starts the count anew, and guesses for other clients do not count', async () => {
    const guesses = async (times: number, change: object) => {
      for (let guess = 0; guess < times; guess += 1) await ticketRequest(change)
    }
    await guesses(4, { client_secret: 'guess' })
    await ticketRequest()
    await guesses(4, { client_secret: 'guess' })
    await guesses(4, { client_id: 'another', client_secret: 'guess' })
    expect(await answer(ticketRequest())).toMatchObject(ok)
  })

  test('§1 an older token stays good, or not, as it is set: neither is to be relied on', async () => {
    const first = await appToken()
    await appToken()
    expect(await call('GET', '/tenant/v1/tenants', {}, first)).toMatchObject(ok)
    welink.setting.oneTokenAtATime = true
    await appToken()
    expect(await call('GET', '/tenant/v1/tenants', {}, first)).toMatchObject({ code: '1000' })
  })
})

describe('conventions of the server API (§1.1, §1.2)', () => {
  test.each([
    ['1000', 'no token', ''],
    ['1000', 'a token that was never issued', '5e2584ad-0000-4000-8000-000000000000'],
    ['47101', 'a token that is none', 'made-up'],
  ])('§1.2 %s for %s', async (code, _, token) => {
    expect(await call('GET', '/tenant/v1/tenants', {}, token)).toMatchObject({ code })
  })

  test('§0.2 the token stands bare in its own header', async () => {
    const token = await appToken()
    expect(await call('GET', '/tenant/v1/tenants', {}, `Bearer ${token}`)).toMatchObject({ code: '47101' })
    const headers = { authorization: `Bearer ${token}` }
    const elsewhere = new Request(`${hosts.api}/tenant/v1/tenants?access_token=${token}`, { headers })
    expect(await answer(welink.send(elsewhere))).toMatchObject({ code: '1000' })
  })

  test('§1.1 errors are 200, or those of the gateway have a status, as it is set', async () => {
    const statuses = async () => {
      const paths = ['/nowhere', '/tenant/v1/tenants']
      return Promise.all(paths.map(async path => (await raw('GET', path, {}, await appToken())).status))
    }
    welink.setting.permissions.delete('租户详细信息')
    expect(await statuses()).toEqual([200, 200])
    welink.setting.gatewayStatus = true
    expect(await statuses()).toEqual([404, 501])
    expect((await raw('GET', '/tenant/v1/tenants', {}, 'made-up')).status).toBe(200)
  })

  test('§1.2 404 for another method or path, and for the tickets of 2019', async () => {
    expect(await call('GET', '/contact/v2/user/detail', {})).toMatchObject({ code: '404' })
    expect(await call('GET', '/contact/v2/department/list/', {})).toMatchObject({ code: '404' })
    expect(await call('POST', '/auth/v1/tickets', { ...client, type: 'e' })).toMatchObject({ code: '404' })
    expect(await answer(welink.send(new Request(`${hosts.api}/api/auth/v2/tickets`)))).toMatchObject({
      code: '404',
    })
  })

  test('§0.8 a code may be a number, and so may a status', async () => {
    welink.setting.numbersAs = 'number'
    expect(await detail({ userId: 'lisi@example' })).toMatchObject({ code: 0, userStatus: 3 })
    expect(await detail({ userId: 'nobody@example' })).toMatchObject({ code: 47012 })
  })

  test('§0.10 501 until a new token: a permission does not reach live tokens, nor leave them', async () => {
    welink.setting.permissions.delete('用户详细信息')
    const before = await appToken()
    const asked = { userId: 'lisi@example' }
    expect(await detail(asked, before)).toMatchObject({ code: '501' })
    welink.setting.permissions.add('用户详细信息')
    expect(await detail(asked, before)).toMatchObject({ code: '501' })
    const after = await appToken()
    expect(await detail(asked, after)).toMatchObject(ok)
    welink.setting.permissions.clear()
    expect(await detail(asked, after)).toMatchObject(ok)
  })

  test.each<[Permission, string[]]>([
    ['用户登录信息', ['GET /auth/v2/userid', 'POST /contact/v1/users/accounts', 'GET /weopen/v1/isadmin']],
    [
      '用户详细信息',
      [
        'POST /contact/v2/user/detail',
        'GET /contact/v1/users',
        'GET /contact/v2/user/list',
        'GET /contact/v1/user/list',
        'GET /contact/v1/user/simplelist',
      ],
    ],
    ['租户详细信息', ['GET /tenant/v1/tenants']],
    [
      '部门信息',
      [
        'GET /contact/v2/department/list',
        'GET /contact/v2/department/detail',
        'GET /contact/v2/departments/list',
        'GET /contact/v3/departments/list',
      ],
    ],
  ])('§4.5 without %s its calls are 501, and with it alone no others are', async (permission, routes) => {
    const codes = async () =>
      Promise.all(
        routes.map(async route => {
          const [method = '', path = ''] = route.split(' ')
          return (await call(method, path, {})).code
        }),
      )
    welink.setting.permissions.delete(permission)
    expect(new Set(await codes())).toEqual(new Set(['501']))
    welink.setting.permissions = new Set([permission])
    expect(await codes()).not.toContain('501')
    expect(await codes()).not.toContain('404')
  })

  test('§1.1 48503 above the calls of a second, whichever they are', async () => {
    welink.setting.callsPerSecond = 3
    const token = await appToken()
    const burst = async () =>
      (await Promise.all([1, 2, 3].map(() => call('GET', '/tenant/v1/tenants', {}, token)))).map(
        ({ code }) => code,
      )
    expect(await burst()).toEqual(['0', '0', '48503'])
    expect(await answer(ticketRequest())).toMatchObject({ code: '48503' })
    welink.clock += 1_000
    expect(await burst()).toEqual(['0', '0', '0'])
  })

  test.each([401, 403, 500, 41500, 47000, 47007, 47102] as const)(
    '§1.2 %i can be had where it is wanted',
    async code => {
      welink.setting.failing.set('/contact/v2/user/detail', code)
      expect(await detail({ userId: 'lisi@example' })).toEqual({
        code: String(code),
        message: expect.any(String),
      })
      expect(await call('GET', '/tenant/v1/tenants', {})).toMatchObject(ok)
    },
  )
  test('§10 a gateway that fails answers with a page', async () => {
    welink.setting.failing.set('/contact/v2/user/list', 'page')
    const reply = await welink.send(new Request(`${hosts.api}/contact/v2/user/list?deptCode=1001`))
    expect([reply.status, reply.headers.get('content-type')]).toEqual([502, 'text/html'])
    expect(await call('GET', '/tenant/v1/tenants', {})).toMatchObject(ok)
  })
})
