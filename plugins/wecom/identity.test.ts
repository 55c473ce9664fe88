import { describe, expect, it } from 'vitest'
import { corpId, Stage, tx } from './fixtures/stage.ts'

const answer = (fields: object) => ({ errcode: 0, errmsg: 'ok', ...fields })

describe.each(['browser', 'WeCom'] as const)('somebody who signs in inside a %s', way => {
  it('is the same identity, with what the organisation says of them', async () => {
    expect(await new Stage().signIn('lisi', way)).toEqual({
      issuer: `wecom:${corpId}`,
      subject: 'lisi',
      directoryId: 'lisi',
      username: 'lisi',
      displayName: '李四',
      email: undefined,
      phone: undefined,
      departments: [
        ...['1002', '1001', '1', '平台组', '研发部', '示例科技'],
        ...['/示例科技', '/示例科技/研发部', '/示例科技/研发部/平台组'],
      ],
      claims: { corpId, userId: 'Lisi', title: '平台组组长' },
    })
  })

  it('has e-mail and phone where the app is told', async () => {
    const identity = await new Stage({}, { hasPersonalData: true }).signIn('lisi', way)
    expect(identity).toMatchObject({ email: 'lisi@example.com', phone: '13800000002' })
    expect(identity.emailVerified).toBeUndefined()
  })

  it.each([
    ['a WeChat user', { openid: 'oABC' }, 'an OpenId and no UserId'],
    ['a customer', { OpenId: 'oABC', external_userid: 'wmABC' }, 'an OpenId and no UserId'],
    ['a member of a linked organisation', { userid: 'wwOther/lisi' }, 'a member of a linked organisation'],
  ])('and is %s is refused, and nothing more is asked about them', async (_what, fields, cause) => {
    const stage = new Stage()
    stage.replies.getuserinfo = answer(fields)
    await expect(stage.signIn('lisi', way)).rejects.toMatchObject({ code: 'not_member', cause })
    expect(stage.calls('user/get')).toBe(0)
  })

  it.each([40003, 60011, 60111])('and is not in the range of the app (%i) is refused', async errcode => {
    const stage = new Stage()
    stage.replies['user/get'] = { errcode, errmsg: 'x' }
    await expect(stage.signIn('lisi', way)).rejects.toMatchObject({ code: 'not_member', who: 'Lisi' })
  })

  it.each([2, 5])('and has the status %i is refused', async status => {
    const stage = new Stage()
    stage.replies['user/get'] = answer({ userid: 'Lisi', status })
    await expect(stage.signIn('lisi', way)).rejects.toMatchObject({
      code: 'not_member',
      cause: 'disabled, or has left',
    })
  })
})

describe('the UserId', () => {
  it('is the same subject whatever its capitals are', async () => {
    const stage = new Stage()
    stage.replies.getuserinfo = answer({ UserId: 'LISI' })
    expect(await stage.signIn()).toMatchObject({ subject: 'lisi', claims: { userId: 'Lisi' } })
  })

  it('of another record is a conflict', async () => {
    const stage = new Stage()
    stage.replies['user/get'] = answer({ userid: 'Anyi', status: 1 })
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'identity_conflict', source: 'wecom' })
  })

  it.each(['', '.x', 'a b', '李四', 'x'.repeat(65)])('is not %j', async userid => {
    const stage = new Stage()
    stage.replies.getuserinfo = answer({ userid })
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })
})

describe('people outside', () => {
  it('cannot scan the page for browsers, and are refused by their OpenId inside WeCom', async () => {
    await expect(new Stage().signIn('stranger')).rejects.toThrow('let nobody through')
    for (const person of ['stranger', 'supplier'])
      await expect(new Stage().signIn(person, 'WeCom')).rejects.toMatchObject({ code: 'not_member' })
  })
})

describe('the access token', () => {
  const dead = (errcode: number) => ({ errcode, errmsg: 'x' })

  it('is asked for once by people who come at the same time, and again at its end', async () => {
    const stage = new Stage()
    await Promise.all([stage.signIn(), stage.signIn('anyi')])
    stage.now += 7_199_000
    await stage.signIn()
    expect(stage.calls('gettoken')).toBe(1)
    stage.now += 1_000
    await stage.signIn()
    expect(stage.calls('gettoken')).toBe(2)
  })

  it.each([40014, 42001])('is asked for again at %i, at every call, and nobody notices', async errcode => {
    for (const path of ['getuserinfo', 'user/get', 'department/get']) {
      const stage = new Stage()
      stage.replies[path] = [dead(errcode)]
      await expect(stage.signIn()).resolves.toMatchObject({ subject: 'lisi' })
      expect(stage.calls('gettoken')).toBe(2)
    }
  })

  it('is asked for again only once', async () => {
    const stage = new Stage()
    stage.replies.getuserinfo = dead(40014)
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '40014' })
    expect([stage.calls('getuserinfo'), stage.calls('gettoken')]).toEqual([2, 2])
  })
})

describe('an error inside a 200', () => {
  it.each([
    [40001, 'invalid credential', 'clientSecret is not that of the app, or the app is disabled'],
    [
      60020,
      'not allow to access from your ip, from ip: 203.0.113.7, more',
      '203.0.113.7 is not in 企业可信IP',
    ],
    [60020, 'not allow', 'is not in 企业可信IP'],
  ])('%i names what to change, and repeats no text', async (errcode, errmsg, advice) => {
    const stage = new Stage()
    stage.replies.gettoken = { errcode, errmsg }
    const error = await stage.signIn().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'source_refused', vendorCode: String(errcode) })
    expect(error).toMatchObject({ cause: expect.stringContaining(advice) })
    expect(String((error as Error).cause)).not.toContain('allow')
  })

  it('is a code that was used: it works once', async () => {
    const stage = new Stage()
    const { finish } = (await stage.open()).redirect
    const callback = await stage.callback()
    await finish(callback, tx)
    await expect(finish(callback, tx)).rejects.toMatchObject({ vendorCode: '40029', step: 'exchange' })
  })
})

describe('the departure', () => {
  it('to the page for browsers carries the documented parameters', async () => {
    const { pathname, searchParams, hash } = await new Stage().departure('browser')
    expect([pathname, hash]).toEqual(['/login/wwlogin/sso/login', ''])
    expect(Object.fromEntries(searchParams)).toEqual({
      ...{ login_type: 'CorpApp', appid: corpId, agentid: '1000002' },
      ...{ redirect_uri: tx.redirectUri, state: 'theState' },
    })
  })

  it('inside WeCom is silent, and has the fragment that the client looks for', async () => {
    const { pathname, searchParams, hash } = await new Stage().departure('WeCom')
    expect([pathname, hash]).toEqual(['/connect/connect/oauth2/authorize', '#wechat_redirect'])
    expect(Object.fromEntries(searchParams)).toEqual({
      ...{ appid: corpId, agentid: '1000002', response_type: 'code', scope: 'snsapi_base' },
      ...{ redirect_uri: tx.redirectUri, state: 'theState' },
    })
  })
})

it.each(['', ' ', 'a\nb', '码', 'x'.repeat(513)])('asks nobody about the code %j', async code => {
  const stage = new Stage()
  const { finish } = (await stage.open()).redirect
  const callback = new Request(`${tx.redirectUri}?${new URLSearchParams({ code })}`)
  await expect(finish(callback, tx)).rejects.toMatchObject({ code: 'request_invalid' })
  expect(stage.asked).toEqual([])
})

it.each([
  [
    'Android',
    'Mozilla/5.0 (Linux; Android 15; wv) Mobile Safari/537.36 wxwork/4.1.38 MicroMessenger/7.0.1 NetType/WIFI',
    true,
  ],
  ['iOS', 'Mozilla/5.0 (iPhone) Mobile/15E148 wxwork/4.0.0 MicroMessenger/7.0.1 Language/zh', true],
  [
    'Windows',
    'Mozilla/5.0 (Windows NT 10.0; WOW64) Safari/537.36 Language/zh wxwork/4.1.3 (MicroMessenger/6.2) WindowsWechat',
    true,
  ],
  [
    'macOS',
    'Mozilla/5.0 (Macintosh) DistType/publish-website wxwork/4.1.36 (MicroMessenger/6.2) Safari/605.1.15',
    true,
  ],
  ['iOS, of one’s own', 'Mozilla/5.0 (iPhone) Mobile/15E148 wxworklocal/3.3.0 MicroMessenger/7.0.1', true],
  ['WeChat', 'Mozilla/5.0 (iPhone) Mobile/15E148 MicroMessenger/8.0.42 NetType/WIFI Language/zh_CN', false],
  ['a browser', 'Mozilla/5.0 (Windows NT 10.0) Chrome/130.0.0.0 Safari/537.36', false],
])('knows the client on %s by its user agent', async (_what, userAgent, isWeCom) => {
  expect((await new Stage().open()).inApp.userAgent.test(userAgent)).toBe(isWeCom)
})
