import { beforeEach, describe, expect, test } from 'vitest'
import { listen } from '../../../test/loopback.ts'
import {
  answer,
  appToken,
  authorizeUrl,
  browserCode,
  call,
  callback,
  client,
  clientWith,
  departure,
  detail,
  exchange,
  grant,
  hosts,
  ok,
  optionsWith,
  run,
  silentCode,
  start,
  tenantId,
  userid,
  userToken,
  uuid,
  welink,
} from '../fixtures/simulated.ts'
import { simulate } from './index.ts'

beforeEach(start)

describe('the browser sign-in (§3.1)', () => {
  test('§3.1 shows everybody, outsiders too, and says that it is a sandbox', async () => {
    const page = await (await welink.send(new Request(authorizeUrl()))).text()
    expect(page.match(/data-person=/g)).toHaveLength(welink.world.people.length)
    expect(page).toContain('SANDBOX')
  })

  test('§3.1 a link of the page leads back with a code and the same state', async () => {
    const page = await (await welink.send(new Request(authorizeUrl({ state: 'a b&c' })))).text()
    const link = /data-person="lisi" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#38;', '&') ?? ''
    const reply = await welink.send(new Request(link))
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
    welink.setting.lockedOut.add('zhangwei')
    const back = await departure(change)
    expect(back.searchParams.get('code')).toBe(code)
    expect(back.searchParams.get('message')).toBeTruthy()
  })

  test('§3.1 60019 for any address but the registered one, once it is known', async () => {
    welink.setting.backendAddress = callback
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
    const reply = await welink.send(new Request(url))
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
    expect(await answer(welink.send(json))).toMatchObject({ code: '60013' })
    const query = new Request(`${address}?${parameters}`, { method: 'POST' })
    expect(await answer(welink.send(query))).toMatchObject({ code: '60001' })
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
    welink.clock += 299_000
    expect(await answer(exchange({ code: inTime }))).toMatchObject({ code: '60001' })
    welink.clock += 1_000
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
    welink.clock += 7_199_000
    expect(await call('GET', '/auth/v1/userid', {}, token)).toMatchObject(ok)
    welink.clock += 1_000
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
    welink.clock += 119_000
    expect(await userid(inTime)).toMatchObject(ok)
    welink.clock += 1_000
    expect(await userid(late)).toMatchObject({ code: '41503' })
  })

  test('§2.2 41501 for what is no code, and neither sign-in takes the code of the other', async () => {
    expect(await userid('')).toMatchObject({ code: '41501' })
    expect(await userid(await browserCode())).toMatchObject({ code: '41501' })
    expect(await answer(exchange({ code: await silentCode() }))).toMatchObject({ code: '60008' })
  })

  test('§2.2 501 burns no code', async () => {
    const code = await silentCode()
    welink.setting.permissions.delete('用户登录信息')
    expect(await userid(code)).toMatchObject({ code: '501' })
    welink.setting.permissions.add('用户登录信息')
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
    const reply = await welink.send(new Request(hosts.jsapi))
    expect(reply.headers.get('content-type')).toContain('javascript')
    expect(reply.headers.get('cache-control')).toBe('no-store')
    for (const query of ['?person=nobody', '?mode=constructor']) {
      expect((await welink.send(new Request(hosts.jsapi + query))).status).toBe(404)
    }
    expect((await welink.send(new Request(`${hosts.jsapi}.map`))).status).toBe(404)
  })
})

test('§2 runs over HTTP from the script to the person, the header spelt as in the samples', async () => {
  const server = await listen()
  try {
    const { origin } = server
    server.serve(
      await simulate(
        optionsWith({ login: `${origin}/login`, api: `${origin}/api`, jsapi: `${origin}/jsapi` }),
        welink.world,
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
