import { beforeEach, describe, expect, test } from 'vitest'
import {
  answer,
  appToken,
  authorizeUrl,
  begin,
  clock,
  departure,
  exchange,
  failure,
  gettoken,
  hosts,
  me,
  optionsWith,
  post,
  send,
  topapi,
  userToken,
  webCode,
  world,
} from './fixtures/simulated.ts'
import { openIdOf, unionIdOf } from './simulator/people.ts'

beforeEach(() => begin())

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
    clock.now += 299_000
    expect((await exchange({ code: inTime })).status).toBe(200)
    clock.now += 1_000
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
    const { accessToken } = await userToken('lisi')
    send.switches.withheld.add('Contact.User.mobile')
    expect(Object.keys(await answer(me(accessToken)))).toEqual(['nick', 'email', 'openId', 'unionId'])
    send.switches.withheld.add('Contact.User.Read')
    expect(await failure(me(accessToken))).toEqual([
      403,
      'Forbidden.AccessDenied.AccessTokenPermissionDenied',
    ])
  })

  test('tells an expired token from an unknown one', async () => {
    const { accessToken } = await userToken('lisi')
    clock.now += 7_200_000
    expect(await failure(me(accessToken))).toEqual([400, 'accesstoken.expired'])
    expect(await failure(me('made-up'))).toEqual([400, 'InvalidAuthentication'])
  })
})

describe('the app’s token', () => {
  test('is the same from both hosts while it is valid, and every asking renews it', async () => {
    const first = await appToken()
    clock.now += 7_000_000
    expect(await gettoken()).toEqual({ errcode: 0, errmsg: 'ok', access_token: first, expires_in: 7200 })
    clock.now += 7_000_000
    expect(await appToken()).toBe(first)
    clock.now += 7_200_000
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
    clock.now += 7_200_000
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
    begin(optionsWith(hosts, 'dedicated'))
    expect((await topapi('/v2/user/get', { userid: 'lisi' })).result).toMatchObject(account)
  })
})
