import { beforeEach, describe, expect, test } from 'vitest'
import { begin, clock, exchange, hosts, send, topapi, webCode } from '../fixtures/simulated.ts'
import { unionIdOf } from './people.ts'

beforeEach(() => begin())

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
    clock.now += 300_000
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
