import { createHash } from 'node:crypto'
import { createContext, runInContext } from 'node:vm'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { World } from '../../src/sandbox/world.ts'
import { listen } from '../../test/loopback.ts'
import { type Options, simulate } from './simulator/index.ts'
import { type Permission, type Setting, usualSetting } from './simulator/setting.ts'

// there is no SDK of WeLink in the registry: what follows is the fact sheet, point by point

const callback = 'https://sso.example.com/auth/welink/callback'
const hosts = {
  login: 'http://welink.test/login',
  api: 'http://welink.test/open/api',
  jsapi: 'http://welink.test/docs/jsapi/2.0.10/hwh5-cloudonline.js',
}
const client = { client_id: '20190828163922073733756', client_secret: '11111111-2222-4333-8444-555555555555' }
const tenantId = 'E22BD2CC5F8B4EE69B931113F678A694'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const ok = { code: '0', message: 'ok' }

let clock: number
let world: World
let setting: Setting
let send: (request: Request) => Promise<Response>

beforeEach(async () => {
  clock = Date.UTC(2026, 10, 26)
  world = createWorld({ now: () => clock, random: counted() })
  setting = usualSetting()
  send = await simulate(optionsWith(hosts), world, setting)
})

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
    setting.expiresIn = 1800
    const { access_token, expires_in } = await answer(ticketRequest())
    expect(expires_in).toBe(1800)
    clock += 1_799_000
    expect(await call('GET', '/tenant/v1/tenants', {}, access_token)).toMatchObject(ok)
    clock += 1_000
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
    expect(await answer(send(request))).toMatchObject({ code: '411000' })
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
    clock += 15 * 60_000
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
    setting.oneTokenAtATime = true
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
    expect(await answer(send(elsewhere))).toMatchObject({ code: '1000' })
  })

  test('§1.1 errors are 200, or those of the gateway have a status, as it is set', async () => {
    const statuses = async () => {
      const paths = ['/nowhere', '/tenant/v1/tenants']
      return Promise.all(paths.map(async path => (await raw('GET', path, {}, await appToken())).status))
    }
    setting.permissions.delete('租户详细信息')
    expect(await statuses()).toEqual([200, 200])
    setting.gatewayStatus = true
    expect(await statuses()).toEqual([404, 501])
    expect((await raw('GET', '/tenant/v1/tenants', {}, 'made-up')).status).toBe(200)
  })

  test('§1.2 404 for another method or path, and for the tickets of 2019', async () => {
    expect(await call('GET', '/contact/v2/user/detail', {})).toMatchObject({ code: '404' })
    expect(await call('GET', '/contact/v2/department/list/', {})).toMatchObject({ code: '404' })
    expect(await call('POST', '/auth/v1/tickets', { ...client, type: 'e' })).toMatchObject({ code: '404' })
    expect(await answer(send(new Request(`${hosts.api}/api/auth/v2/tickets`)))).toMatchObject({ code: '404' })
  })

  test('§0.8 a code may be a number, and so may a status', async () => {
    setting.numbersAs = 'number'
    expect(await detail({ userId: 'lisi@example' })).toMatchObject({ code: 0, userStatus: 3 })
    expect(await detail({ userId: 'nobody@example' })).toMatchObject({ code: 47012 })
  })

  test('§0.10 501 until a new token: a permission does not reach live tokens, nor leave them', async () => {
    setting.permissions.delete('用户详细信息')
    const before = await appToken()
    const asked = { userId: 'lisi@example' }
    expect(await detail(asked, before)).toMatchObject({ code: '501' })
    setting.permissions.add('用户详细信息')
    expect(await detail(asked, before)).toMatchObject({ code: '501' })
    const after = await appToken()
    expect(await detail(asked, after)).toMatchObject(ok)
    setting.permissions.clear()
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
    setting.permissions.delete(permission)
    expect(new Set(await codes())).toEqual(new Set(['501']))
    setting.permissions = new Set([permission])
    expect(await codes()).not.toContain('501')
    expect(await codes()).not.toContain('404')
  })

  test('§1.1 48503 above the calls of a second, whichever they are', async () => {
    setting.callsPerSecond = 3
    const token = await appToken()
    const burst = async () =>
      (await Promise.all([1, 2, 3].map(() => call('GET', '/tenant/v1/tenants', {}, token)))).map(
        ({ code }) => code,
      )
    expect(await burst()).toEqual(['0', '0', '48503'])
    expect(await answer(ticketRequest())).toMatchObject({ code: '48503' })
    clock += 1_000
    expect(await burst()).toEqual(['0', '0', '0'])
  })

  test.each([401, 403, 500, 41500, 47000, 47007, 47102] as const)(
    '§1.2 %i can be had where it is wanted',
    async code => {
      setting.failing.set('/contact/v2/user/detail', code)
      expect(await detail({ userId: 'lisi@example' })).toEqual({
        code: String(code),
        message: expect.any(String),
      })
      expect(await call('GET', '/tenant/v1/tenants', {})).toMatchObject(ok)
    },
  )
  test('§10 a gateway that fails answers with a page', async () => {
    setting.failing.set('/contact/v2/user/list', 'page')
    const reply = await send(new Request(`${hosts.api}/contact/v2/user/list?deptCode=1001`))
    expect([reply.status, reply.headers.get('content-type')]).toEqual([502, 'text/html'])
    expect(await call('GET', '/tenant/v1/tenants', {})).toMatchObject(ok)
  })
})

describe('the browser sign-in (§3.1)', () => {
  test('§3.1 shows everybody, outsiders too, and says that it is a sandbox', async () => {
    const page = await (await send(new Request(authorizeUrl()))).text()
    expect(page.match(/data-person=/g)).toHaveLength(world.people.length)
    expect(page).toContain('SANDBOX')
  })

  test('§3.1 a link of the page leads back with a code and the same state', async () => {
    const page = await (await send(new Request(authorizeUrl({ state: 'a b&c' })))).text()
    const link = /data-person="lisi" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#38;', '&') ?? ''
    const reply = await send(new Request(link))
    expect(reply.status).toBe(302)
    const back = new URL(reply.headers.get('location') ?? '')
    expect(back.origin + back.pathname).toBe(callback)
    expect([...back.searchParams.keys()]).toEqual(['code', 'state'])
    expect(back.searchParams.get('code')).toMatch(/^ANXx/)
    expect(back.searchParams.get('state')).toBe('a b&c')
  })

  test.each([
    ['60004', 'a client_id of 256 characters', { client_id: '1'.repeat(256) }],
    ['60006', 'a state of 256 characters', { state: 's'.repeat(256) }],
    ['60010', 'another client_id', { client_id: '20190828163922073733757' }],
    ['60019', 'an address with a query', { redirect_uri: `${callback}?via=test` }],
    ['60009', 'a person who is locked out', { person: 'zhangwei' }],
  ])('§3.3 %s under the name of a code, with a message, for %s', async (code, _, change) => {
    setting.lockedOut.add('zhangwei')
    const back = await departure(change)
    expect(back.searchParams.get('code')).toBe(code)
    expect(back.searchParams.get('message')).toBeTruthy()
  })

  test('§3.1 60019 for any address but the registered one, once it is known', async () => {
    setting.backendAddress = callback
    expect((await departure({})).searchParams.get('code')).toMatch(/^ANXx/)
    expect((await departure({ redirect_uri: `${callback}/` })).searchParams.get('code')).toBe('60019')
  })

  test.each([
    ['no address', authorizeUrl({ person: 'lisi', redirect_uri: undefined }), 400],
    ['a script for an address', authorizeUrl({ person: 'lisi', redirect_uri: 'javascript:alert(1)' }), 400],
    ['no response_type', authorizeUrl({ person: 'lisi', response_type: undefined }), 400],
    ['the scope of the other flow', authorizeUrl({ person: 'lisi', scope: 'snsapi_login' }), 400],
    ['a person nobody knows', authorizeUrl({ person: 'nobody' }), 404],
    ['an address that is not encoded', decodeURIComponent(authorizeUrl({ person: 'lisi' })), 404],
    ['another path', `${hosts.login}/connect/oauth2/authorize`, 404],
  ])('§3.1 redirects nobody for %s', async (_, url, status) => {
    const reply = await send(new Request(url))
    expect(reply.status).toBe(status)
    expect(reply.headers.get('location')).toBeNull()
  })
})

describe('the person’s token (§3.1, §3.3)', () => {
  test('§3.1 success is 60001', async () => {
    const reply = await exchange({ code: await browserCode() })
    expect(reply.status).toBe(200)
    expect(await answer(reply)).toEqual({
      code: '60001',
      message: 'success',
      token_type: 'Bearer',
      expires_in: 7200,
      access_token: expect.stringMatching(uuid),
    })
  })

  test('§3.1 the parameters may come in the query, but not as JSON', async () => {
    const code = await browserCode()
    const address = `${hosts.api}/oauth2/v1/token`
    const parameters = grant({ code })
    const json = new Request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(parameters)),
    })
    expect(await answer(send(json))).toMatchObject({ code: '60013' })
    const query = new Request(`${address}?${parameters}`, { method: 'POST' })
    expect(await answer(send(query))).toMatchObject({ code: '60001' })
  })

  test.each([
    ['60002', 'a code of 2001 characters', { code: 'c'.repeat(2001) }],
    ['60003', 'no code', { code: '' }],
    ['60004', 'a client_id of 256 characters', { client_id: '1'.repeat(256) }],
    ['60005', 'a secret of 256 characters', { client_secret: 's'.repeat(256) }],
    ['60006', 'a state of 256 characters', { state: 's'.repeat(256) }],
    ['60008', 'a code nobody issued', { code: 'ANXx0' }],
    ['60010', 'a wrong secret', { client_secret: 'guess' }],
    ['60010', 'another client', { client_id: '20190828163922073733757' }],
    ['60013', 'another grant type', { grant_type: 'refresh_token' }],
    ['60019', 'another address', { redirect_uri: `${callback}/` }],
    ['60020', 'no address', { redirect_uri: '' }],
  ])('§3.3 HTTP 400 and %s for %s, and the code is still good', async (code, _, change) => {
    const issued = await browserCode()
    const reply = await exchange({ code: issued, ...change })
    expect(reply.status).toBe(400)
    expect(await answer(reply)).toEqual({ code, message: expect.any(String) })
    expect((await exchange({ code: issued })).status).toBe(200)
  })

  test('§3.1 a code is good once', async () => {
    const code = await browserCode()
    await exchange({ code })
    expect(await answer(exchange({ code }))).toMatchObject({ code: '60008' })
  })

  test('§3.1 a code is good for five minutes, 60007 after that', async () => {
    const [inTime, late] = [await browserCode(), await browserCode()]
    clock += 299_000
    expect(await answer(exchange({ code: inTime }))).toMatchObject({ code: '60001' })
    clock += 1_000
    expect(await answer(exchange({ code: late }))).toMatchObject({ code: '60007' })
  })

  test('§3.1 names userId and tenantId, as in the sample', async () => {
    expect(await call('GET', '/auth/v1/userid', {}, await userToken('lisi'))).toEqual({
      ...ok,
      userId: 'lisi@example',
      tenantId,
    })
  })

  test('§3.1 is the only one for that call, and for no other', async () => {
    const token = await userToken('lisi')
    expect(await call('GET', '/auth/v1/userid', {}, await appToken())).toMatchObject({ code: '47001' })
    expect(await detail({ userId: 'lisi@example' }, token)).toMatchObject({ code: '1000' })
    clock += 7_199_000
    expect(await call('GET', '/auth/v1/userid', {}, token)).toMatchObject(ok)
    clock += 1_000
    expect(await call('GET', '/auth/v1/userid', {}, token)).toMatchObject({ code: '47103' })
    expect(await call('GET', '/auth/v1/userid', {}, '')).toMatchObject({ code: '1000' })
  })

  test('§2.2 people outside come from another tenant, which is always the same', async () => {
    const who = async () => call('GET', '/auth/v1/userid', {}, await userToken('stranger'))
    const { userId, tenantId: foreign } = await who()
    expect(userId).toMatch(/^stranger@[0-9a-f]{11}$/)
    expect(foreign).toMatch(/^[0-9A-F]{32}$/)
    expect(foreign).not.toBe(tenantId)
    expect(await who()).toMatchObject({ userId, tenantId: foreign })
    expect(await detail({ userId })).toMatchObject({ code: '47012' })
  })
})

describe('the silent sign-in (§2)', () => {
  test('§2.1 getAuthCode gives a code of 96 upper-case hex characters', async () => {
    expect(await silentCode()).toMatch(/^[0-9A-F]{96}$/)
  })

  test('§2.2 the code names userId and tenantId and nothing else', async () => {
    expect(await userid(await silentCode())).toEqual({ ...ok, userId: 'lisi@example', tenantId })
    expect(await userid(await silentCode('?person=wangwu'))).toMatchObject({ userId: 'wangwu@example' })
  })

  test('§2.1 one use: 41504 the second time', async () => {
    const code = await silentCode()
    await userid(code)
    expect(await userid(code)).toMatchObject({ code: '41504' })
  })

  test('§2.1 two minutes: 41503 after that', async () => {
    const [inTime, late] = [await silentCode(), await silentCode()]
    clock += 119_000
    expect(await userid(inTime)).toMatchObject(ok)
    clock += 1_000
    expect(await userid(late)).toMatchObject({ code: '41503' })
  })

  test('§2.2 41501 for what is no code, and neither sign-in takes the code of the other', async () => {
    expect(await userid('')).toMatchObject({ code: '41501' })
    expect(await userid(await browserCode())).toMatchObject({ code: '41501' })
    expect(await answer(exchange({ code: await silentCode() }))).toMatchObject({ code: '60008' })
  })

  test('§2.2 501 burns no code', async () => {
    const code = await silentCode()
    setting.permissions.delete('用户登录信息')
    expect(await userid(code)).toMatchObject({ code: '501' })
    setting.permissions.add('用户登录信息')
    expect(await userid(code)).toMatchObject(ok)
  })

  test('§2.2 the tenant of somebody outside is for the app to compare', async () => {
    const { code, tenantId: foreign } = await userid(await silentCode('?person=stranger'))
    expect(code).toBe('0')
    expect(foreign).not.toBe(tenantId)
  })

  test('§10 a client may refuse, or never answer', async () => {
    await expect(silentCode('?mode=reject')).rejects.toThrow('SANDBOX')
    const silence = silentCode('?mode=hang')
    expect(await Promise.race([silence, Promise.resolve('still waiting')])).toBe('still waiting')
  })

  test('§10 the stub carries one code, and says so to who asks twice', async () => {
    const { HWH5 } = await clientWith('')
    await HWH5.getAuthCode()
    await expect(HWH5.getAuthCode()).rejects.toThrow('SANDBOX')
  })

  test('§10 the script is a script, kept by no cache, and there is none for people nobody knows', async () => {
    const reply = await send(new Request(hosts.jsapi))
    expect(reply.headers.get('content-type')).toContain('javascript')
    expect(reply.headers.get('cache-control')).toBe('no-store')
    for (const query of ['?person=nobody', '?mode=constructor']) {
      expect((await send(new Request(hosts.jsapi + query))).status).toBe(404)
    }
    expect((await send(new Request(`${hosts.jsapi}.map`))).status).toBe(404)
  })
})

describe('a user (§2.3, §4.4)', () => {
  test('§4.4 v2/user/detail is flat, with the fields and types of the table', async () => {
    expect(await detail({ userId: 'lisi@example' })).toEqual({
      ...ok,
      userId: 'lisi@example',
      corpUserId: 'lisi',
      userStatus: '3',
      isActivated: 1,
      isAdmin: 0,
      userNameCn: '李四',
      userNameEn: 'lisi',
      mobileNumber: '+86-13800000002',
      phoneNumber: ['+86-13800000002'],
      landlineNumber: '',
      userEmail: 'lisi@example.com',
      emailLoginAccount: 'lisi@example.com',
      mainDeptCode: '1002',
      mainCorpDeptCode: 'ORG-1002',
      deptCodes: ['1002', '1001'],
      corpDeptCodes: ['ORG-1002', 'ORG-1001'],
      orderInDepts: { 1002: 1, 1001: 1 },
      orderInCorpDepts: { 'ORG-1002': 1, 'ORG-1001': 1 },
      employeeId: 'A0001',
      position: '平台组组长',
      avatar: '',
      remark: '',
      isHidePhoneNumber: 0,
      extAttr: { 成本中心: 'CC-1002' },
      creationTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      lastUpdatedTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    })
  })

  test('§4.4 corpUserId, e-mail and mobile number may be empty', async () => {
    expect(await detail({ userId: 'renyi@example' })).toMatchObject({
      corpUserId: '',
      userEmail: '',
      mobileNumber: '',
      phoneNumber: [],
    })
  })

  test('§2.3 userId goes before corpUserId, and that before mobileNumber', async () => {
    const keys = { userId: 'lisi@example', corpUserId: 'wangwu', mobileNumber: '+86-13800000003' }
    const { userId: _, ...two } = keys
    const found = await Promise.all(
      [keys, two, { mobileNumber: keys.mobileNumber }].map(body => detail(body)),
    )
    expect(found.map(({ userId }) => userId)).toEqual(['lisi@example', 'wangwu@example', 'zhangwei@example'])
    expect(await detail({ ...keys, userId: 'nobody@example' })).toMatchObject({ code: '47012' })
  })

  test.each([
    ['47003', 'none of the three', {}],
    ['47003', 'an empty one', { userId: '' }],
    ['47003', 'a number', { userId: 7 }],
    ['47012', 'somebody nobody knows', { userId: 'nobody@example' }],
    ['47012', 'another case', { userId: 'LISI@example' }],
    ['47012', 'the name without the tenant', { userId: 'lisi' }],
  ])('§1.2 %s for %s', async (code, _, body) => {
    expect(await detail(body)).toMatchObject({ code })
  })

  test.each([1, 2, 4] as const)('§4.4 userStatus %i is shown, and hides nobody', async status => {
    setting.userStatus.set('lisi', status)
    expect(await detail({ userId: 'lisi@example' })).toMatchObject({ ...ok, userStatus: String(status) })
    expect(await userIds('1002')).toContain('lisi@example')
  })

  test('§1.2 47012 for who has left, at once', async () => {
    const leaver = world.people.find(person => person.id === 'lisi')
    if (leaver) leaver.member = false
    expect(await detail({ userId: 'lisi@example' })).toMatchObject({ code: '47012' })
    expect(await userIds('1002')).not.toContain('lisi@example')
  })

  test('§4.4 the older v1/users has one department and a number that is a string', async () => {
    const record = await call('GET', '/contact/v1/users', { userId: 'lisi@example' })
    expect(record).toMatchObject({
      ...ok,
      userId: 'lisi@example',
      phoneNumber: '+86-13800000002',
      deptCode: '1002',
      deptNameCn: '平台组',
    })
    expect(record).not.toHaveProperty('deptCodes')
    expect(await call('GET', '/contact/v1/users', {})).toMatchObject({ code: '47003' })
    expect(await call('GET', '/contact/v1/users', { userId: 'nobody@example' })).toMatchObject({
      code: '47012',
    })
  })

  test('§4.3 v1/users/accounts maps the tenant’s ids, without a message, and leaves out the others', async () => {
    const accounts = (corpUserId: unknown) => call('POST', '/contact/v1/users/accounts', { corpUserId })
    expect(await accounts(['lisi', 'nobody', ''])).toEqual({
      code: '0',
      userInfo: [{ userId: 'lisi@example', corpUserId: 'lisi' }],
    })
    expect(await accounts(['nobody'])).toMatchObject({ code: '47012' })
    expect(await accounts('lisi')).toMatchObject({ code: '47003' })
    expect(await accounts(Array(50).fill('lisi'))).toMatchObject({ code: '0' })
    expect(await accounts(Array(51).fill('lisi'))).toMatchObject({ code: '47013' })
  })

  test('§2.3 weopen/v1/isadmin', async () => {
    const isAdmin = (userId: string) => call('GET', '/weopen/v1/isadmin', { userId })
    expect(await isAdmin('fangyuan@example')).toEqual({ ...ok, isAdmin: true, roles: ['enterpriseAdmin'] })
    expect(await isAdmin('lisi@example')).toEqual({ ...ok, isAdmin: false, roles: [] })
    expect(await detail({ userId: 'fangyuan@example' })).toMatchObject({ isAdmin: 1 })
    expect(await isAdmin('nobody@example')).toMatchObject({ code: '47012' })
  })

  test('§2.3 tenant/v1/tenants proves the token and the tenant', async () => {
    expect(await call('GET', '/tenant/v1/tenants', {})).toMatchObject({
      ...ok,
      data: { tenantId, companyNameCn: '示例科技' },
    })
  })
})

describe('the users of a department (§4.2)', () => {
  test('§4.2 comes in the envelope of the sample', async () => {
    expect(await users({ deptCode: '1008', pageSize: '2' })).toEqual({
      ...ok,
      pageNo: 1,
      pageSize: 2,
      hasMore: 1,
      data: [
        expect.objectContaining({ userId: 'xiaolan@example' }),
        expect.objectContaining({ userId: 'fangyuan@example' }),
      ],
    })
  })

  test('§4.2 gives the very records of the detail, in both versions', async () => {
    const { code: _, message: __, ...record } = await detail({ userId: 'wangwu@example' })
    for (const version of ['v1', 'v2']) {
      const { data } = await call('GET', `/contact/${version}/user/list`, {
        deptCode: '1002',
        pageSize: '50',
      })
      expect(data).toContainEqual(record)
    }
  })

  test('§4.2 simplelist has four fields', async () => {
    const { data } = await call('GET', '/contact/v1/user/simplelist', { deptCode: '1007', pageSize: '1' })
    expect(data).toEqual([
      { userId: 'dengchao@example', corpUserId: 'dengchao', userNameCn: '邓超', userNameEn: 'dengchao' },
    ])
  })

  test('§4.2 lists direct members only, and those of two departments in both', async () => {
    expect(await userIds('1001')).toEqual(['zhaomin@example', 'lisi@example'])
    expect(await userIds('1002')).toContain('lisi@example')
  })

  test('§4.2 people may sit in the root', async () => {
    expect(await users({ deptCode: '0' })).toMatchObject({ code: '47012' })
    const person = world.people.find(({ id }) => id === 'renyi')
    if (person) person.departments = []
    expect(await userIds('0')).toEqual(['renyi@example'])
    expect(await detail({ userId: 'renyi@example' })).toMatchObject({ mainDeptCode: '0', deptCodes: ['0'] })
  })

  test('§4.2 pages from 1, ten at a time unless asked otherwise; 47012 after the last', async () => {
    const first = await users({ deptCode: '1008' })
    expect(first.data).toHaveLength(7)
    expect(first).toMatchObject({ pageNo: 1, pageSize: 10 })
    const pages = await Promise.all(
      ['1', '2', '3'].map(pageNo => users({ deptCode: '1008', pageNo, pageSize: '3' })),
    )
    expect(pages.map(({ data }) => data.length)).toEqual([3, 3, 1])
    expect(pages.flatMap(({ data }) => data)).toEqual(first.data)
    expect(await users({ deptCode: '1008', pageNo: '4', pageSize: '3' })).toMatchObject({ code: '47012' })
  })

  test.each([
    ['always 1', [1, 1]],
    ['inverted', [0, 1]],
    ['normal', [1, 0]],
  ] as const)('§4.1 hasMore, %s: %j', async (mode, expected) => {
    setting.hasMore = mode
    const pages = await Promise.all(
      ['1', '2'].map(pageNo => users({ deptCode: '1001', pageNo, pageSize: '1' })),
    )
    expect(pages.map(({ hasMore }) => hasMore)).toEqual(expected)
  })

  test.each([
    ['47002', 'no department', {}],
    ['47012', 'a department nobody knows', { deptCode: '4711' }],
    ['47013', 'a page of 51', { deptCode: '1002', pageSize: '51' }],
    ['47005', 'page 0', { deptCode: '1002', pageNo: '0' }],
    ['47005', 'a page that is no number', { deptCode: '1002', pageNo: 'one' }],
    ['47005', 'an empty page', { deptCode: '1002', pageSize: '0' }],
  ])('§1.2 %s for %s', async (code, _, query) => {
    expect(await users(query)).toMatchObject({ code })
  })
})

describe('departments (§4.1)', () => {
  test('§4.1 lists the children, in the envelope and with the fields of the sample', async () => {
    const reply = await departments({ deptCode: '0', recursiveflag: '0', pageNo: '1', pageSize: '100' })
    expect(reply).toMatchObject({ ...ok, pageNo: 1, pageSize: 100, hasMore: 1 })
    expect(reply.data.map(({ deptNameCn }) => deptNameCn)).toEqual([
      '研发部',
      '市场部',
      '财务部',
      '人力资源部',
    ])
    expect(reply.data[0]).toEqual({
      deptCode: '1001',
      corpDeptCode: 'ORG-1001',
      parentCode: '0',
      corpParentCode: '',
      deptNameCn: '研发部',
      deptNameEn: '研发部',
      managerId: ['zhaomin@example'],
      corpManagerId: ['zhaomin'],
      deptLevel: 2,
      orderNo: 1,
      visibleRange: 1,
      hasChildDept: 1,
      createDeptGroup: 0,
    })
  })

  test('§4.1 lists all descendants, from the root too', async () => {
    const codes = async (deptCode: string) =>
      (await departments({ deptCode, recursiveflag: '1', pageSize: '100' })).data.map(one => one.deptCode)
    expect(await codes('1001')).toEqual(['1002', '1004', '1003'])
    expect((await codes('0')).toSorted()).toEqual(world.departments.map(({ id }) => id))
  })

  test('§4.1 pages, and is 47012 for a department without any below it', async () => {
    const page = async (pageNo: string) =>
      departments({ deptCode: '0', recursiveflag: '1', pageNo, pageSize: '5' })
    expect((await page('1')).data).toHaveLength(5)
    expect((await page('2')).data).toHaveLength(3)
    expect(await page('3')).toMatchObject({ code: '47012' })
    expect(await departments({ deptCode: '1003' })).toMatchObject({ code: '47012' })
  })

  test('§4.1 knows them by the tenant’s own codes too', async () => {
    expect((await departments({ corpDeptCode: 'ORG-1005' })).data).toMatchObject([{ deptCode: '1006' }])
    expect(await departments({ corpDeptCode: 'ORG-4711' })).toMatchObject({ code: '47012' })
  })

  test('§4.1 the detail is flat, and the root has one', async () => {
    const department = (deptCode: string) => call('GET', '/contact/v2/department/detail', { deptCode })
    expect(await department('1003')).toMatchObject({
      ...ok,
      deptCode: '1003',
      parentCode: '1002',
      deptLevel: 4,
      hasChildDept: 0,
    })
    expect(await department('0')).toMatchObject({
      ...ok,
      deptNameCn: '示例科技',
      parentCode: '',
      deptLevel: 1,
    })
    expect(await department('4711')).toMatchObject({ code: '47012' })
    expect(await department('')).toMatchObject({ code: '47002' })
  })

  test.each([
    ['47013', 'a page of 101', { deptCode: '0', pageSize: '101' }],
    ['47005', 'another depth', { deptCode: '0', recursiveflag: '2' }],
    ['47005', 'a page before the first', { deptCode: '0', pageNo: '-1' }],
  ])('§1.2 %s for %s', async (code, _, query) => {
    expect(await departments(query)).toMatchObject({ code })
  })

  describe('of the generation before (§4.1)', () => {
    const older = (query: Record<string, string>, version = 'v2') =>
      call('GET', `/contact/${version}/departments/list`, query)

    test.each(['v2', 'v3'])('§4.1 %s says OK, father and totalCount', async version => {
      expect(await older({ deptCode: '0', recursiveflag: '0', offset: '1', limit: '1' }, version)).toEqual({
        code: '0',
        message: 'OK',
        offset: 1,
        limit: 1,
        totalCount: 4,
        departmentInfo: [
          {
            deptCode: '1001',
            deptNameCn: '研发部',
            deptNameEn: '研发部',
            fatherCode: '0',
            deptLevel: '2',
            orderNo: 1,
            hasChildDept: 1,
            corpDeptCode: 'ORG-1001',
          },
        ],
      })
    })

    test('§4.1 the offset is the number of a page', async () => {
      const { departmentInfo } = await older({ deptCode: '0', offset: '2', limit: '3' })
      expect(departmentInfo).toMatchObject([{ deptCode: '1008' }])
      expect(await older({ deptCode: '0', offset: '3', limit: '3' })).toMatchObject({ code: '47012' })
    })

    test('§4.1 expands everything but the root', async () => {
      expect(await older({ deptCode: '1001', recursiveflag: '1' })).toMatchObject({ totalCount: 3 })
      expect(await older({ deptCode: '0', recursiveflag: '1' })).toMatchObject({ totalCount: 4 })
    })

    test('§4.1 takes a hundred at most', async () => {
      expect(await older({ deptCode: '0', limit: '100' })).toMatchObject({ code: '0' })
      expect(await older({ deptCode: '0', limit: '101' })).toMatchObject({ code: '47013' })
    })
  })
})

describe('the address-book scope of the app (§4)', () => {
  beforeEach(() => {
    setting.addressBook = ['1002']
  })

  test('§4 departments outside it are missing from lists, without an error', async () => {
    const all = await departments({ deptCode: '0', recursiveflag: '1' })
    expect(all.data.map(({ deptCode }) => deptCode)).toEqual(['1002', '1003'])
    expect(await departments({ deptCode: '0' })).toMatchObject({ code: '47012' })
  })

  test('§4 members outside it are missing too', async () => {
    expect(await detail({ userId: 'lisi@example' })).toMatchObject(ok)
    expect(await detail({ userId: 'zhaomin@example' })).toMatchObject({ code: '47012' })
    expect(await userIds('1003')).toContain('anyi@example')
  })

  test('§1.2 47102 for a department outside it that is asked for by name', async () => {
    expect(await users({ deptCode: '1005' })).toMatchObject({ code: '47102' })
    expect(await departments({ deptCode: '1005' })).toMatchObject({ code: '47102' })
    for (const deptCode of ['1005', '0']) {
      expect(await call('GET', '/contact/v2/department/detail', { deptCode })).toMatchObject({
        code: '47102',
      })
    }
    expect(await call('GET', '/contact/v2/departments/list', { deptCode: '1005' })).toMatchObject({
      code: '47102',
    })
  })
})

test('§2 runs over HTTP from the script to the person, the header spelt as in the samples', async () => {
  const server = await listen()
  try {
    const { origin } = server
    server.serve(
      await simulate(
        optionsWith({ login: `${origin}/login`, api: `${origin}/api`, jsapi: `${origin}/jsapi` }),
        world,
      ),
    )
    const { access_token } = await answer(
      fetch(`${origin}/api/auth/v2/tickets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(client),
      }),
    )
    const headers = { 'x-wlk-Authorization': access_token, 'Accept-Charset': 'UTF-8', lang: 'zh' }
    const { HWH5 } = run(await (await fetch(`${origin}/jsapi?person=wangwu`)).text())
    const { code } = await HWH5.getAuthCode()
    const { userId } = await answer(fetch(`${origin}/api/auth/v2/userid?code=${code}`, { headers }))
    const user = await fetch(`${origin}/api/contact/v2/user/detail`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ userId }),
    })
    expect(await answer(user)).toMatchObject({ ...ok, userNameCn: '王五' })
  } finally {
    await server.close()
  }
})

interface Reply extends Record<string, unknown> {
  access_token: string
  data: Record<string, unknown>[]
}

async function answer(reply: Response | Promise<Response>): Promise<Reply> {
  return (await (await reply).json()) as Reply
}

function ticketRequest(change: object = {}): Promise<Response> {
  return raw('POST', '/auth/v2/tickets', { ...client, ...change }, '')
}

async function appToken(): Promise<string> {
  return (await answer(ticketRequest())).access_token
}

/** A call below `/api`: the parameters are the query of a GET and the body of a POST. */
function raw(method: string, path: string, parameters: object, token: string): Promise<Response> {
  const query = method === 'GET' ? `?${new URLSearchParams({ ...parameters })}` : ''
  return send(
    new Request(`${hosts.api}${path}${query}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token !== '' && { 'x-wlk-authorization': token }) },
      body: method === 'GET' ? null : JSON.stringify(parameters),
    }),
  )
}

async function call(method: string, path: string, parameters: object, token?: string): Promise<Reply> {
  return answer(raw(method, path, parameters, token ?? (await appToken())))
}

const detail = (body: object, token?: string) => call('POST', '/contact/v2/user/detail', body, token)
const users = (query: object) => call('GET', '/contact/v2/user/list', query)
const departments = (query: object) => call('GET', '/contact/v2/department/list', query)
const userid = (code: string) => call('GET', '/auth/v2/userid', { code })

async function userIds(deptCode: string): Promise<unknown[]> {
  return (await users({ deptCode, pageSize: '50' })).data.map(({ userId }) => userId)
}

function authorizeUrl(change: Record<string, string | undefined> = {}): string {
  const parameters = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: callback,
    scope: 'backendlogin',
    state: 's',
    ...change,
  }
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  )
  return `${hosts.login}/sso/oauth2/authorize?${new URLSearchParams(given)}`
}

async function departure(change: Record<string, string | undefined>): Promise<URL> {
  const reply = await send(new Request(authorizeUrl({ person: 'lisi', ...change })))
  expect(reply.status).toBe(302)
  return new URL(reply.headers.get('location') ?? '')
}

async function browserCode(person = 'lisi'): Promise<string> {
  return (await departure({ person })).searchParams.get('code') ?? ''
}

function grant(change: Record<string, string>): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'authorization_code',
    ...client,
    redirect_uri: callback,
    state: 's',
    ...change,
  })
}

function exchange(change: Record<string, string>): Promise<Response> {
  return send(new Request(`${hosts.api}/oauth2/v1/token`, { method: 'POST', body: grant(change) }))
}

async function userToken(person: string): Promise<string> {
  return (await answer(exchange({ code: await browserCode(person) }))).access_token
}

interface InsideWeLink {
  HWH5: { getAuthCode(): Promise<{ code: string }> }
}

/** What a page finds on its `window` after the script. */
async function clientWith(query: string): Promise<InsideWeLink> {
  return run(await (await send(new Request(hosts.jsapi + query))).text())
}

function run(script: string): InsideWeLink {
  const window = {}
  runInContext(script, createContext({ window }))
  return window as InsideWeLink
}

async function silentCode(query = ''): Promise<string> {
  const { HWH5 } = await clientWith(query)
  return (await HWH5.getAuthCode()).code
}

function optionsWith(endpoints: typeof hosts): Options {
  return {
    clientId: client.client_id,
    clientSecret: { reveal: () => client.client_secret },
    tenantId,
    endpoints,
  }
}

/** Different at every call and the same in every run. */
function counted(): World['random'] {
  let calls = 0
  return bytes => createHash('sha512').update(String(calls++)).digest().subarray(0, bytes)
}
