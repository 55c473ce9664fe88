import { describe, expect, it, vi } from 'vitest'
import { AsyncFunction, corpId, Stage, tx } from './fixtures/stage.ts'

const exchange = async (stage: Stage, code: string) => (await stage.open()).inApp.exchange(code, tx)

describe('the exchange of a code from inside DingTalk', () => {
  it('works once, and for five minutes', async () => {
    const stage = new Stage()
    const [inTime, late] = [await stage.codeFor('lisi'), await stage.codeFor('lisi')]
    stage.now += 299_000
    await expect(exchange(stage, inTime)).resolves.toMatchObject({ directoryId: 'lisi' })
    const used = { code: 'source_refused', step: 'exchange', vendorCode: '40078' }
    await expect(exchange(stage, inTime)).rejects.toMatchObject(used)
    stage.now += 1_000
    await expect(exchange(stage, late)).rejects.toMatchObject(used)
  })

  it('sends a code once, and the next one with a new app token', async () => {
    const stage = new Stage()
    stage.replies.getuserinfo = { errcode: 88, sub_code: '40014', sub_msg: 'x', errmsg: 'x' }
    await expect(exchange(stage, 'a-code')).rejects.toMatchObject({ vendorCode: '40014' })
    expect([stage.calls('getuserinfo'), stage.calls('accessToken')]).toEqual([1, 1])
    stage.replies.getuserinfo = undefined
    await expect(stage.signInInApp()).resolves.toMatchObject({ directoryId: 'lisi' })
    expect(stage.calls('accessToken')).toBe(2)
  })

  it('takes no account that is linked to the member’s for the member', async () => {
    const stage = new Stage()
    const { subject } = await stage.signIn()
    stage.replies.getuserinfo = {
      errcode: 0,
      result: { userid: 'lisi', unionid: subject, associated_unionid: 'another', sys: true, sys_level: 1 },
    }
    await expect(exchange(stage, 'a-code')).resolves.toMatchObject({ subject })
  })

  it.each([
    ['no unionid', { userid: 'lisi' }],
    ['no userid', { unionid: 'x' }],
    ['nothing', undefined],
  ])('refuses an answer with %s', async (_what, result) => {
    const stage = new Stage()
    stage.replies.getuserinfo = { errcode: 0, result }
    await expect(exchange(stage, 'a-code')).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })

  it.each(['', ' ', 'a\nb', '码'])('asks nobody about %j', async code => {
    const stage = new Stage()
    await expect(exchange(stage, code)).rejects.toMatchObject({ code: 'request_invalid' })
    expect(stage.asked).toEqual([])
  })
})

describe('the script of the page', () => {
  async function ask(dd: object): Promise<string> {
    const page = (await new Stage().open()).inApp.page(tx)
    return new AsyncFunction('parameters', 'dd', page.askForCode)(page.parameters, dd)
  }
  const inside = { env: { platform: 'ios' }, ready: (then: () => void) => then() }
  const giving = (code: unknown) => vi.fn(({ onSuccess }) => onSuccess({ code }))
  const failing = () => vi.fn(({ onFail }) => onFail({ errorCode: 3 }))
  const older = (requestAuthCode: unknown) => ({ runtime: { permission: { requestAuthCode } } })

  it('asks for this organisation and this app', async () => {
    const requestAuthCode = giving('ABCD')
    await expect(ask({ ...inside, requestAuthCode })).resolves.toBe('ABCD')
    expect(requestAuthCode.mock.calls[0]?.[0]).toMatchObject({ corpId, clientId: 'dingapp' })
  })

  it.each([
    ['is not there', {}],
    ['fails', { requestAuthCode: failing() }],
    [
      'throws',
      {
        requestAuthCode: () => {
          throw new Error('broken')
        },
      },
    ],
    ['only rejects its promise', { requestAuthCode: async () => Promise.reject(new Error('too old')) }],
  ])('uses the older call where the newer one %s', async (_what, newer) => {
    const requestAuthCode = giving('OLD')
    await expect(ask({ ...inside, ...newer, ...older(requestAuthCode) })).resolves.toBe('OLD')
    const { onSuccess: _, onFail: __, ...asked } = requestAuthCode.mock.calls[0]?.[0] ?? {}
    expect(asked).toEqual({ corpId })
  })

  it.each([
    ['is outside', { ...inside, env: { platform: 'notInDingTalk' }, requestAuthCode: giving('X') }],
    ['has neither call', inside],
    ['fails twice', { ...inside, requestAuthCode: failing(), ...older(failing()) }],
    ['gives an empty code', { ...inside, requestAuthCode: giving('') }],
    ['gives no code', { ...inside, requestAuthCode: giving(undefined) }],
  ])('throws where the client %s', async (_what, dd) => {
    await expect(ask(dd)).rejects.toBeDefined()
  })

  it('gets a code from the simulated clients, the old one too, and none outside or where it is refused', async () => {
    const stage = new Stage()
    await expect(stage.codeFor('lisi')).resolves.toMatch(/^[0-9a-f]{32}$/)
    await expect(stage.codeFor('lisi', 'DingTalk(7.8.10-Release)', 'old')).resolves.toMatch(/^[0-9a-f]{32}$/)
    await expect(stage.codeFor('lisi', 'DingTalk/7.0.50', 'refuse')).rejects.toBeDefined()
    await expect(stage.codeFor('lisi', 'Chrome/130.0')).rejects.toThrow('not inside DingTalk')
    await expect(stage.codeFor('stranger')).rejects.toBeDefined()
  })
})

it.each([
  ['Android', 'Mozilla/5.0 AliApp(DingTalk/6.0.30) com.alibaba.android.rimet/15213560 Channel/227200', true],
  ['iOS', 'Mozilla/5.0 AliApp(DingTalk/7.8.1) com.laiwang.DingTalk/39 Channel/201200', true],
  ['Windows', 'dingtalk-win/1.0.0 nw(0.14.7) DingTalk(7.8.10-Release.250724002) Mojo/1.0.0', true],
  ['macOS', 'nw(0.14.7) DingTalk(3.1.0)', true],
  ['a dedicated one', 'DingTalk/7.0.50 com.alibaba.android.rimet.zju/1 2ndType/exclusive', true],
  ['a browser', 'Mozilla/5.0 (Windows NT 10.0) Chrome/130.0.0.0 Safari/537.36', false],
  ['WeLink', 'Mozilla/5.0 (iPhone) HuaWei-AnyOffice/1.0.0', false],
  ['the government product', 'Mozilla/5.0 (iPhone) TaurusApp/1.0', false],
])('knows the client on %s by its user agent', async (_what, userAgent, isDingTalk) => {
  expect((await new Stage().open()).inApp.userAgent.test(userAgent)).toBe(isDingTalk)
})
