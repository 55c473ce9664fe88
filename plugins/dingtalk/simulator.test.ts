import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { World } from '../../src/sandbox/world.ts'
import { listen } from '../../test/loopback.ts'
import { type Options, simulate } from './simulator/index.ts'
import { openIdOf, unionIdOf } from './simulator/people.ts'

const callback = 'https://sso.example.com/auth/dingtalk/callback?via=test'
const hosts = {
  login: 'http://ding.test/login',
  api: 'http://ding.test/api',
  oapi: 'http://ding.test/oapi',
  jsapi: 'http://ding.test/jsapi/3.1.0/dingtalk.open.js',
}

let clock: number
let world: World
let send: (request: Request) => Promise<Response>

beforeEach(() => {
  clock = Date.UTC(2026, 10, 26)
  world = createWorld({ now: () => clock, random: counted() })
  send = simulate(optionsWith(hosts), world)
})

describe('the sign-in page', () => {
  test('lists everybody once, outsiders too, and says that it is a sandbox', async () => {
    const page = await (await send(new Request(authorizeUrl()))).text()
    const listed = [...page.matchAll(/data-person="([^"]+)"/g)].map(([, id]) => id)
    expect(listed.toSorted()).toEqual(world.people.map(person => person.id).toSorted())
    expect(page).toContain('SANDBOX')
    expect(page).toContain('研发部 › 平台组 › 存储小组')
  })

  test('escapes what people call themselves', async () => {
    const page = await (await send(new Request(authorizeUrl()))).text()
    expect(page).toContain('Nemo &#60;nobody@nowhere&#62;')
    expect(page).toContain('T. J. &#34;Tommy&#34; Johnson')
  })

  test('sends back the code under both names and the state unchanged, and keeps the query of the address', async () => {
    const back = await departure({ person: 'lisi', state: 'a b&c=d' })
    expect(back.searchParams.get('via')).toBe('test')
    expect(back.searchParams.get('state')).toBe('a b&c=d')
    expect(back.searchParams.get('code')).toBeTruthy()
    expect(back.searchParams.get('authCode')).toBe(back.searchParams.get('code'))
  })

  test('sends back a refusal as an error, without any code', async () => {
    const back = await departure({ refuse: '1', state: 's' })
    expect([...back.searchParams.keys()]).toEqual(['via', 'error', 'state'])
    expect(back.searchParams.get('error')).toBe('access_denied')
  })

  test.each<[string, Record<string, string | undefined>]>([
    ['another client', { client_id: 'dingother' }],
    ['no response_type', { response_type: undefined }],
    ['a scope that is no DingTalk scope', { scope: 'openid profile' }],
    ['corpid before openid', { scope: 'corpid openid' }],
    ['no prompt', { prompt: undefined }],
    ['a nonce', { nonce: 'n' }],
    ['no redirect_uri', { redirect_uri: undefined }],
    ['a redirect_uri with a fragment', { redirect_uri: 'https://sso.example.com/#here' }],
    ['a redirect_uri that is a script', { redirect_uri: 'javascript:alert(1)' }],
    ['a person nobody knows', { person: 'nobody' }],
  ])('shows its own error page for %s and redirects nobody', async (_, change) => {
    const reply = await send(new Request(authorizeUrl({ person: 'lisi', ...change })))
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.headers.get('location')).toBeNull()
  })
})

describe('api: the person’s token', () => {
  test('gives seconds under expireIn, and corpId only if the scope asked for it', async () => {
    const plain = await userToken('lisi')
    expect(plain).toEqual({
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expireIn: 7200,
    })
    expect(await userToken('lisi', 'openid corpid')).toMatchObject({ corpId: 'dingcorp' })
  })

  test('names another organisation for somebody who is not of this one', async () => {
    const { corpId } = await userToken('stranger', 'openid corpid')
    expect(corpId).toMatch(/^ding/)
    expect(corpId).not.toBe('dingcorp')
  })

  test('takes a code once', async () => {
    const code = await webCode('lisi')
    expect((await exchange({ code })).status).toBe(200)
    const again = await exchange({ code })
    expect(await failure(again)).toEqual([400, 'invalidParameter.authCode.notFound'])
  })

  test('takes a code for five minutes', async () => {
    const [inTime, late] = [await webCode('lisi'), await webCode('lisi')]
    clock += 299_000
    expect((await exchange({ code: inTime })).status).toBe(200)
    clock += 1_000
    expect(await failure(exchange({ code: late }))).toEqual([400, 'invalidParameter.authCode.notFound'])
  })

  test('refuses a wrong secret without burning the code', async () => {
    const code = await webCode('lisi')
    const wrong = await exchange({ code, clientSecret: 'guess' })
    expect(await failure(wrong)).toEqual([400, 'invalidClientIdOrSecret'])
    expect((await exchange({ code })).status).toBe(200)
  })

  test('does not see a form: the body is missing', async () => {
    const body = new URLSearchParams({ client_id: 'dingapp', grant_type: 'authorization_code', code: 'x' })
    const reply = await send(
      new Request(`${hosts.api}/v1.0/oauth2/userAccessToken`, { method: 'POST', body }),
    )
    expect(reply.status).toBe(400)
    expect(await answer(reply)).toEqual({
      code: 'Missingbody',
      message: 'body is mandatory for this action.',
      requestid: expect.any(String),
    })
  })

  test('gives a new token for a refresh token', async () => {
    const { refreshToken, accessToken } = await userToken('lisi')
    const fresh = await answer(exchange({ grantType: 'refresh_token', refreshToken }))
    expect(fresh.accessToken).not.toBe(accessToken)
    expect((await me(fresh.accessToken)).status).toBe(200)
  })
})

describe('api: contact/users/me', () => {
  test('knows the unionId and the nickname, and neither userid nor department', async () => {
    const { accessToken } = await userToken('lisi')
    expect(await answer(me(accessToken))).toEqual({
      nick: '阿四',
      mobile: '13800000002',
      stateCode: '86',
      email: 'lisi@mail.example.net',
      openId: openIdOf({ id: 'lisi' }, 'dingapp'),
      unionId: unionIdOf({ id: 'lisi' }),
    })
  })

  test('calls an outsider by the only name there is', async () => {
    const { accessToken } = await userToken('stranger')
    expect(await answer(me(accessToken))).toMatchObject({ nick: '路人甲' })
  })

  test('leaves out what a person does not have', async () => {
    const { accessToken } = await userToken('renyi')
    expect(Object.keys(await answer(me(accessToken)))).toEqual(['nick', 'openId', 'unionId'])
  })

  test('shows an address that the person only claims to have', async () => {
    const { accessToken } = await userToken('impostor')
    expect(await answer(me(accessToken))).toMatchObject({ email: 'lisi@example.com' })
  })

  test('refuses the app’s token with the permission it would take', async () => {
    const reply = await me(await appToken())
    expect(reply.status).toBe(403)
    expect(await answer(reply)).toMatchObject({
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      accessdenieddetail: { requiredScopes: ['Contact.User.Read'] },
    })
  })

  test('reads the token from its own header only', async () => {
    const { accessToken } = await userToken('lisi')
    const reply = await send(
      new Request(`${hosts.api}/v1.0/contact/users/me?access_token=${accessToken}`, {
        headers: { authorization: `Bearer ${accessToken}` },
      }),
    )
    expect(await failure(reply)).toEqual([400, 'AuthenticationFailed.MissingParameter'])
  })

  test('goes by the permissions: without one no number, without the other nothing', async () => {
    const dingtalk = simulate(optionsWith(hosts), world)
    send = dingtalk
    const { accessToken } = await userToken('lisi')
    dingtalk.switches.withheld.add('Contact.User.mobile')
    expect(Object.keys(await answer(me(accessToken)))).toEqual(['nick', 'email', 'openId', 'unionId'])
    dingtalk.switches.withheld.add('Contact.User.Read')
    expect(await failure(me(accessToken))).toEqual([
      403,
      'Forbidden.AccessDenied.AccessTokenPermissionDenied',
    ])
  })

  test('tells an expired token from an unknown one', async () => {
    const { accessToken } = await userToken('lisi')
    clock += 7_200_000
    expect(await failure(me(accessToken))).toEqual([400, 'accesstoken.expired'])
    expect(await failure(me('made-up'))).toEqual([400, 'InvalidAuthentication'])
  })
})

describe('the app’s token', () => {
  test('is the same from both hosts while it is valid, and every asking renews it', async () => {
    const first = await appToken()
    clock += 7_000_000
    expect(await gettoken()).toEqual({ errcode: 0, errmsg: 'ok', access_token: first, expires_in: 7200 })
    clock += 7_000_000
    expect(await appToken()).toBe(first)
    clock += 7_200_000
    expect(await appToken()).not.toBe(first)
  })

  test('is refused to a wrong secret: 400 from one host, errcode inside a 200 from the other', async () => {
    const reply = await post('api', '/v1.0/oauth2/accessToken', { appKey: 'dingapp', appSecret: 'guess' })
    expect(await failure(reply)).toEqual([400, 'invalidClientIdOrSecret'])
    expect(await gettoken('guess')).toMatchObject({ errcode: 40096 })
    expect(await gettoken('')).toMatchObject({ errcode: 40035 })
  })
})

describe('oapi', () => {
  test('answers 200 whatever happens', async () => {
    const token = await appToken()
    const replies = await Promise.all([
      post('oapi', '/topapi/v2/user/get', {}),
      post('oapi', '/topapi/v2/user/get?access_token=bad', {}),
      post('oapi', `/topapi/v2/user/get?access_token=${token}`, { userid: 'nobody' }),
      post('oapi', '/topapi/v3/nothing', {}),
    ])
    expect(replies.map(reply => reply.status)).toEqual([200, 200, 200, 200])
  })

  test('wraps what the gateway finds in 88, the real code being a string', async () => {
    const token = await appToken()
    const { accessToken } = await userToken('lisi')
    const gate = { errcode: 88, request_id: expect.any(String) }
    expect(await topapi('/v2/user/get', { userid: 'lisi' }, '')).toMatchObject({ ...gate, sub_code: '40000' })
    expect(await topapi('/v2/user/get', { userid: 'lisi' }, 'bad')).toMatchObject({
      ...gate,
      sub_code: '40014',
    })
    expect(await topapi('/v2/user/get', { userid: 'lisi' }, accessToken)).toMatchObject({ sub_code: '40014' })
    clock += 7_200_000
    expect(await topapi('/v2/user/get', { userid: 'lisi' }, token)).toMatchObject({
      ...gate,
      sub_code: '42001',
    })
  })

  test('does not know a path with a trailing slash', async () => {
    expect(await topapi('/v2/user/get/', { userid: 'lisi' })).toMatchObject({ errcode: 22 })
  })

  test('takes forms as well, the token among their fields', async () => {
    const body = new URLSearchParams({ access_token: await appToken(), userid: 'lisi' })
    const reply = await send(new Request(`${hosts.oapi}/topapi/v2/user/get`, { method: 'POST', body }))
    expect(await answer(reply)).toMatchObject({ errcode: 0, result: { userid: 'lisi' } })
  })

  test('tells employees, external contacts and strangers apart by unionId', async () => {
    const standing = (id: string) => topapi('/user/getbyunionid', { unionid: unionIdOf({ id }) })
    expect(await standing('lisi')).toMatchObject({ errcode: 0, result: { contact_type: 0, userid: 'lisi' } })
    expect(await standing('supplier')).toMatchObject({ errcode: 0, result: { contact_type: 1 } })
    expect(await standing('stranger')).toMatchObject({ errcode: 60121 })
    expect(await topapi('/user/getbyunionid', {})).toMatchObject({ errcode: 400002 })
  })

  test('forgets a person who has left, at once', async () => {
    const leaver = world.people.find(person => person.id === 'lisi')
    if (leaver) leaver.member = false
    expect(await topapi('/user/getbyunionid', { unionid: unionIdOf({ id: 'lisi' }) })).toMatchObject({
      errcode: 60121,
    })
    expect(await topapi('/v2/user/get', { userid: 'lisi' })).toMatchObject({ errcode: 60121 })
  })

  test('gives a user with real types, empty fields left out, and orders too large for a double', async () => {
    const { result } = await topapi('/v2/user/get', { userid: 'lisi' })
    expect(result).toMatchObject({
      name: '李四',
      active: true,
      dept_id_list: [1002, 1001],
      org_email: 'lisi@example.com',
    })
    expect(JSON.parse(String(result.extension))).toEqual({ 成本中心: 'CC-1002' })
    const { result: receptionist } = await topapi('/v2/user/get', { userid: 'renyi' })
    for (const absent of ['mobile', 'state_code', 'email', 'org_email', 'avatar']) {
      expect(receptionist).not.toHaveProperty(absent)
    }
    const raw = await (
      await post('oapi', `/topapi/v2/user/get?access_token=${await appToken()}`, { userid: 'lisi' })
    ).text()
    expect(raw).toContain('"order":176322897889315514')
  })

  test('gives departments up to the organisation, which is 1 and has no parent', async () => {
    const department = async (id: unknown) => topapi('/v2/department/get', { dept_id: id })
    expect((await department(1003)).result).toMatchObject({
      name: '存储小组',
      parent_id: 1002,
      member_count: 6,
    })
    expect((await department(1001)).result).toMatchObject({
      parent_id: 1,
      member_count: 19,
      owning_member_count: 2,
    })
    expect((await department(1)).result).toMatchObject({ name: '示例科技', member_count: 40 })
    expect((await department(1)).result).not.toHaveProperty('parent_id')
    expect(await department(4711)).toMatchObject({ errcode: 60003 })
    expect(await department(-7)).toMatchObject({ errcode: 40009 })
    expect(await department('研发部')).toMatchObject({ errcode: 400002 })
  })

  test('gives one chain of departments for each that a person is in', async () => {
    const { result } = await topapi('/v2/department/listparentbyuser', { userid: 'soneill' })
    expect(result.parent_list).toEqual([
      { parent_dept_id_list: [1002, 1001, 1] },
      { parent_dept_id_list: [1003, 1002, 1001, 1] },
    ])
    expect(await topapi('/v2/department/listparentbyuser', { userid: 'nobody' })).toMatchObject({
      errcode: 33012,
    })
  })

  test('gives the departments above one, itself first and the organisation last', async () => {
    const above = (id: unknown) => topapi('/v2/department/listparentbydept', { dept_id: id })
    expect((await above(1003)).result).toEqual({ parent_id_list: [1003, 1002, 1001, 1] })
    expect((await above(1)).result).toEqual({ parent_id_list: [1] })
    expect(await above(4711)).toMatchObject({ errcode: 60003 })
    expect(await above(-7)).toMatchObject({ errcode: 40009 })
  })
})

describe('the sign-in page of a dedicated DingTalk', () => {
  const exclusive = { exclusiveLogin: 'true', exclusiveCorpId: 'dingcorp' }

  test('lets in the accounts that the organisation gave out, and nobody else', async () => {
    expect((await departure({ person: 'lisi', ...exclusive })).searchParams.get('code')).toBeTruthy()
    const reply = await send(new Request(authorizeUrl({ person: 'stranger', ...exclusive })))
    expect([reply.status, reply.headers.get('location')]).toEqual([403, null])
  })

  test('asks for the code of the organisation where none is named, and knows no other one', async () => {
    const asking = await send(new Request(authorizeUrl({ person: 'lisi', exclusiveLogin: 'true' })))
    expect(asking.headers.get('location')).toBeNull()
    expect(await asking.text()).toContain('组织代码')
    const other = { ...exclusive, exclusiveCorpId: 'dingother' }
    expect((await send(new Request(authorizeUrl({ person: 'lisi', ...other })))).status).toBe(400)
  })

  test('has accounts of its own in the directory', async () => {
    const account = { exclusive_account: true, exclusive_account_type: 'dingtalk', disable_status: false }
    expect((await topapi('/v2/user/get', { userid: 'lisi' })).result).toMatchObject({
      exclusive_account: false,
    })
    send = simulate(optionsWith(hosts, 'dedicated'), world)
    expect((await topapi('/v2/user/get', { userid: 'lisi' })).result).toMatchObject(account)
  })
})

describe('dingtalk.open.js', () => {
  const inside = 'Mozilla/5.0 (iPhone) AliApp(DingTalk/7.8.1) com.laiwang.DingTalk/39 Channel/201200'
  const app = { corpId: 'dingcorp', clientId: 'dingapp' }

  /** Runs the script in a page of its own, as the browser of that User-Agent would. */
  async function load(query = '', userAgent = inside): Promise<Dd> {
    const text = await (await send(new Request(`${hosts.jsapi}${query}`))).text()
    const window: { dd?: Dd } = {}
    new Function('window', 'navigator', text)(window, { userAgent })
    if (!window.dd) throw new Error('the script defines no dd')
    return window.dd
  }

  const older = (dd: Dd, asked: object = app) => answerOf(dd.runtime.permission.requestAuthCode, asked)
  const newer = (dd: Dd, asked: object = app) => answerOf(dd.requestAuthCode, asked)

  test('is ready inside the client, and says where it is', async () => {
    const dd = await load()
    expect(dd.env.platform).not.toBe('notInDingTalk')
    await new Promise<void>(resolve => dd.ready(resolve))
    expect((await load('', 'Mozilla/5.0 Chrome/130.0')).env.platform).toBe('notInDingTalk')
  })

  test.each([
    ['the newer', newer],
    ['the older', older],
  ])('gives a code to %s call, which names userid and unionid once', async (_which, ask) => {
    const { code } = await ask(await load('?person=wangwu'))
    expect((await topapi('/v2/user/getuserinfo', { code })).result).toMatchObject({
      userid: 'wangwu',
      unionid: unionIdOf({ id: 'wangwu' }),
      sys: false,
      sys_level: 0,
    })
    expect(await topapi('/v2/user/getuserinfo', { code })).toMatchObject({ errcode: 40078 })
  })

  test('gives codes that end after five minutes', async () => {
    const { code } = await newer(await load())
    clock += 300_000
    expect(await topapi('/v2/user/getuserinfo', { code })).toMatchObject({ errcode: 40078 })
  })

  test('refuses another organisation with 1002, and another app', async () => {
    expect(await newer(await load(), { ...app, corpId: 'dingother' })).toMatchObject({ errorCode: 1002 })
    expect(await older(await load(), { corpId: 'dingother' })).toMatchObject({ errorCode: 1002 })
    expect(await newer(await load(), { ...app, clientId: 'dingother' })).toMatchObject({ errorCode: 3 })
  })

  test('gives nothing to people outside, and nothing twice', async () => {
    expect(await newer(await load('?person=stranger'))).toMatchObject({ errorCode: 3 })
    expect(await newer(await load('?person=supplier'))).toMatchObject({ errorCode: 3 })
    const dd = await load()
    expect(await newer(dd)).toHaveProperty('code')
    expect(await newer(dd)).toMatchObject({ errorCode: 3 })
  })

  test('can be an old client, and one that refuses', async () => {
    const old = await load('?mode=old')
    expect(await newer(old)).toMatchObject({ errorCode: 3 })
    expect(await older(old)).toHaveProperty('code')
    expect(await older(await load('?mode=refuse'))).toMatchObject({ errorCode: 3 })
    expect((await send(new Request(`${hosts.jsapi}?mode=other`))).status).toBe(404)
  })

  test('gives no code of the web sign-in, nor the other way round', async () => {
    const { code } = await newer(await load())
    expect((await exchange({ code })).status).toBe(400)
    expect(await topapi('/v2/user/getuserinfo', { code: await webCode('lisi') })).toMatchObject({
      errcode: 40078,
    })
  })
})

describe('the vendor’s own client, @alicloud/dingtalk', () => {
  let server: Awaited<ReturnType<typeof listen>>
  let sdk: ReturnType<typeof clients>

  beforeAll(async () => {
    server = await listen()
  })
  afterAll(() => server.close())
  beforeEach(() => {
    // its paths begin at the root of the host, so the API does too
    const { origin } = server
    send = simulate(optionsWith({ ...hosts, api: origin }), world)
    server.serve(send)
    sdk = clients(origin)
  })

  const codeGrant = async (change: object = {}) =>
    new oauth2.GetUserTokenRequest({
      clientId: 'dingapp',
      clientSecret: 's3cret',
      code: await webCode('lisi'),
      grantType: 'authorization_code',
      ...change,
    })
  const read = (unionId: string, xAcsDingtalkAccessToken: string | undefined) =>
    sdk.contact.getUserWithOptions(
      unionId,
      new contact.GetUserHeaders({ xAcsDingtalkAccessToken }),
      noOptions,
    )

  test('signs a person in and reads them', async () => {
    const { body: token } = await sdk.oauth2.getUserToken(await codeGrant())
    expect(token).toMatchObject({ expireIn: 7200, refreshToken: expect.any(String) })
    const { body: user } = await read('me', token?.accessToken)
    expect(user).toMatchObject({ nick: '阿四', unionId: unionIdOf({ id: 'lisi' }), mobile: '13800000002' })
    expect((await read(unionIdOf({ id: 'lisi' }), token?.accessToken)).body).toEqual(user)
  })

  test('gets the app’s token, the same one twice', async () => {
    const app = new oauth2.GetAccessTokenRequest({ appKey: 'dingapp', appSecret: 's3cret' })
    const { body: first } = await sdk.oauth2.getAccessToken(app)
    expect(first).toMatchObject({ expireIn: 7200, accessToken: expect.any(String) })
    expect((await sdk.oauth2.getAccessToken(app)).body).toEqual(first)
  })

  test('lists who has left, page by page', async () => {
    const { body: app } = await sdk.oauth2.getAccessToken(
      new oauth2.GetAccessTokenRequest({ appKey: 'dingapp', appSecret: 's3cret' }),
    )
    const headers = new contact.ListEmpLeaveRecordsHeaders({ xAcsDingtalkAccessToken: app?.accessToken })
    const list = async (nextToken: string) => {
      const query = { startTime: '2026-11-26T00:00:00Z', endTime: '2026-11-27T00:00:00Z', maxResults: 1 }
      const asked = new contact.ListEmpLeaveRecordsRequest({ ...query, nextToken })
      return (await sdk.contact.listEmpLeaveRecordsWithOptions(asked, headers, noOptions)).body
    }
    for (const person of ['lisi', 'wangwu'])
      await send(
        new Request(`${hosts.login}/console/contacts`, {
          method: 'POST',
          body: new URLSearchParams({ do: 'remove', person }),
        }),
      )
    const first = await list('0')
    expect(first?.records).toMatchObject([{ userId: 'lisi', name: '李四', leaveReason: 'delete' }])
    const second = await list(first?.nextToken ?? '')
    expect(second?.records).toMatchObject([{ userId: 'wangwu' }])
    expect(second?.nextToken).toBeUndefined()
  })

  test('understands the errors', async () => {
    await expect(sdk.oauth2.getUserToken(await codeGrant({ code: 'used' }))).rejects.toMatchObject({
      code: 'invalidParameter.authCode.notFound',
      data: { statusCode: 400, requestid: expect.any(String) },
    })
    const { body: app } = await sdk.oauth2.getAccessToken(
      new oauth2.GetAccessTokenRequest({ appKey: 'dingapp', appSecret: 's3cret' }),
    )
    await expect(read('me', app?.accessToken)).rejects.toMatchObject({
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      accessDeniedDetail: { requiredScopes: ['Contact.User.Read'] },
    })
  })
})

// CommonJS that pretends to be ESM: only `require` gives it the same shape everywhere
const require = createRequire(import.meta.url)
const oauth2: typeof import('@alicloud/dingtalk/dist/oauth2_1_0/client.js') = require('@alicloud/dingtalk/oauth2_1_0')
const contact: typeof import('@alicloud/dingtalk/dist/contact_1_0/client.js') = require('@alicloud/dingtalk/contact_1_0')
const { Config }: typeof import('@alicloud/openapi-client') = require('@alicloud/openapi-client')
const { RuntimeOptions }: typeof import('@alicloud/tea-util') = require('@alicloud/tea-util')
const noOptions = new RuntimeOptions({})

function clients(origin: string) {
  const config = new Config({ protocol: 'http', endpoint: new URL(origin).host })
  return { oauth2: new oauth2.default(config), contact: new contact.default(config) }
}

interface Dd {
  env: { platform: string }
  ready(then: () => void): void
  requestAuthCode(asked: object): void
  runtime: { permission: { requestAuthCode(asked: object): void } }
}

/** What a call of the client answers, whether by `onSuccess` or by `onFail`. */
function answerOf(call: (asked: object) => void, asked: object): Promise<{ code?: string }> {
  return new Promise(resolve => call({ ...asked, onSuccess: resolve, onFail: resolve }))
}

interface Reply {
  code: string
  accessToken: string
  refreshToken: string
  corpId?: string
  result: Record<string, unknown>
}

async function answer(reply: Response | Promise<Response>): Promise<Reply> {
  return (await (await reply).json()) as Reply
}

async function failure(reply: Response | Promise<Response>): Promise<[status: number, code: string]> {
  return [(await reply).status, (await answer(reply)).code]
}

function authorizeUrl(change: Record<string, string | undefined> = {}): string {
  const parameters = {
    redirect_uri: callback,
    response_type: 'code',
    client_id: 'dingapp',
    scope: 'openid',
    prompt: 'consent',
    ...change,
  }
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  )
  return `${hosts.login}/oauth2/auth?${new URLSearchParams(given)}`
}

async function departure(change: Record<string, string | undefined>): Promise<URL> {
  const reply = await send(new Request(authorizeUrl(change)))
  expect(reply.status).toBe(302)
  return new URL(reply.headers.get('location') ?? '')
}

async function webCode(person: string, scope = 'openid'): Promise<string> {
  return (await departure({ person, scope })).searchParams.get('code') ?? ''
}

function post(host: 'api' | 'oapi', path: string, body: unknown): Promise<Response> {
  return send(
    new Request(hosts[host] + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
}

function exchange(change: object): Promise<Response> {
  const grant = { clientId: 'dingapp', clientSecret: 's3cret', grantType: 'authorization_code' }
  return post('api', '/v1.0/oauth2/userAccessToken', { ...grant, ...change })
}

async function userToken(person: string, scope = 'openid') {
  return answer(exchange({ code: await webCode(person, scope) }))
}

function me(token: string): Promise<Response> {
  const headers = { 'x-acs-dingtalk-access-token': token }
  return send(new Request(`${hosts.api}/v1.0/contact/users/me`, { headers }))
}

async function appToken(): Promise<string> {
  const reply = await post('api', '/v1.0/oauth2/accessToken', { appKey: 'dingapp', appSecret: 's3cret' })
  return (await answer(reply)).accessToken
}

async function gettoken(secret = 's3cret') {
  const query = new URLSearchParams({ appkey: 'dingapp', appsecret: secret })
  return answer(send(new Request(`${hosts.oapi}/gettoken?${query}`)))
}

async function topapi(path: string, body: unknown, token?: string) {
  const query = new URLSearchParams({ access_token: token ?? (await appToken()) })
  return answer(post('oapi', `/topapi${path}?${query}`, body))
}

function optionsWith(endpoints: typeof hosts, edition: Options['edition'] = 'standard'): Options {
  return {
    corpId: 'dingcorp',
    clientId: 'dingapp',
    clientSecret: { reveal: () => 's3cret' },
    edition,
    membership: 'required',
    endpoints,
  }
}

/** Different at every call and the same in every run. */
function counted(): World['random'] {
  let calls = 0
  return bytes => createHash('sha512').update(String(calls++)).digest().subarray(0, bytes)
}
