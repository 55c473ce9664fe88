import { describe, expect, it, vi } from 'vitest'
import { AsyncFunction, Stage, tx } from './fixtures/stage.ts'

const exchange = async (stage: Stage, code: string) => (await stage.open()).inApp.exchange(code, tx)

describe('the exchange of a code from inside Feishu', () => {
  it('works once, and for three minutes', async () => {
    const stage = new Stage()
    const [inTime, late] = [await stage.codeFor('lisi'), await stage.codeFor('lisi')]
    stage.now += 179_000
    await expect(exchange(stage, inTime)).resolves.toMatchObject({ displayName: '李四' })
    await expect(exchange(stage, inTime)).rejects.toMatchObject({ vendorCode: '20065' })
    stage.now += 1_000
    await expect(exchange(stage, late)).rejects.toMatchObject({ vendorCode: '20004', step: 'exchange' })
  })

  it('takes no code that the browser brought: that one wants its verifier', async () => {
    const stage = new Stage()
    const { redirect } = await stage.open()
    const { url } = await redirect.start(tx)
    url.searchParams.set('person', 'lisi')
    const code = new URL((await stage.fetch(url)).headers.get('location') ?? '').searchParams.get('code')
    await expect(exchange(stage, code ?? '')).rejects.toMatchObject({ vendorCode: '20071' })
  })
})

describe('the script of the page', () => {
  const inside = { h5sdk: { ready: (then: () => void) => then() } }

  async function ask(tt: object | undefined, window: object = inside): Promise<string> {
    const page = (await new Stage().open()).inApp.page(tx)
    return new AsyncFunction('parameters', 'window', 'tt', page.askForCode)(page.parameters, window, tt)
  }
  const giving = (code: unknown) => vi.fn(({ success }) => success({ code }))
  const failing = (error: unknown) => vi.fn(({ fail }) => fail(error))

  it('asks for this app and no scope', async () => {
    const requestAccess = giving('ABCD')
    await expect(ask({ requestAccess })).resolves.toBe('ABCD')
    expect(requestAccess.mock.calls[0]?.[0]).toMatchObject({ appID: 'cli_app', scopeList: [] })
  })

  it.each([
    ['is not there', {}],
    ['is too new for the client', { requestAccess: failing({ errno: 103, errString: 'x' }) }],
  ])('uses the older call where the newer one %s', async (_what, newer) => {
    const requestAuthCode = giving('OLD')
    await expect(ask({ ...newer, requestAuthCode })).resolves.toBe('OLD')
    expect(requestAuthCode.mock.calls[0]?.[0]).toMatchObject({ appId: 'cli_app' })
  })

  it.each([
    ['is outside', undefined],
    ['has neither call', {}],
    ['declines', { requestAccess: failing({ errno: 2700002 }), requestAuthCode: giving('X') }],
    ['fails without a reason', { requestAccess: failing(null), requestAuthCode: giving('X') }],
    ['gives an empty code', { requestAccess: giving('') }],
    ['gives no code', { requestAccess: giving(undefined) }],
  ])('throws where the client %s', async (_what, tt) => {
    await expect(ask(tt)).rejects.toBeDefined()
  })

  it('gets a code from the simulated clients, the old ones too, and none where it is refused', async () => {
    const stage = new Stage()
    for (const mode of ['new', 'old', 'older'])
      await expect(exchange(stage, await stage.codeFor('anyi', 'Lark/7.6', mode))).resolves.toMatchObject({
        displayName: '安怡',
      })
    await expect(stage.codeFor('lisi', 'Lark/7.6', 'refuse')).rejects.toMatchObject({ errno: 2700002 })
    await expect(stage.codeFor('stranger')).rejects.toMatchObject({ errCode: 10228 })
  })
})

const mobile =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
it.each([
  ['iOS', `${mobile} Mobile/15E148 Safari/604.1 Lark/7.62.12 LarkLocale/zh_CN ChannelName/Feishu`, true],
  ['macOS', 'Chrome/131.0.6778.268 Safari/537.36 Lark/7.53.16 LarkLocale/zh_CN ttnet', true],
  ['Android', 'Mobile Safari/537.36 Lark/5.10.4 LarkLocale/zh_CN ChannelName/Feishu TTWebView/07511', true],
  ['a browser', 'Mozilla/5.0 (Windows NT 10.0) Chrome/130.0.0.0 Safari/537.36', false],
  ['DingTalk', 'Mozilla/5.0 AliApp(DingTalk/6.0.30) com.alibaba.android.rimet', false],
  ['something else', 'Skylark/1.0', false],
])('knows the client on %s by its user agent', async (_what, userAgent, isFeishu) => {
  expect((await new Stage().open()).inApp.userAgent.test(userAgent)).toBe(isFeishu)
})
