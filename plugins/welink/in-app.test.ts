import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { clientSecret, Stage, tenantId, tx } from './fixtures/welink.ts'
import plugin from './index.ts'

const userid = 'auth/v2/userid'

const AsyncFunction = (async () => {}).constructor as new (
  ...text: string[]
) => (parameters: object, HWH5?: object) => Promise<string>

describe('the exchange of a code from inside WeLink', () => {
  it.each(['41503', 41504, '41501', '1000'])(
    'is tried once: a code refused with %s is not sent again',
    async code => {
      const stage = new Stage({ [userid]: { code, message: 'x' } })
      const refused = { code: 'source_refused', step: 'exchange', vendorCode: String(code) }
      await expect(stage.signInInApp('ABCDEF')).rejects.toMatchObject(refused)
      expect(stage.calls(userid)).toBe(1)
      const told = await stage.signInInApp('ABCDEF').catch(error => `${error} ${error.cause}`)
      expect(told).not.toContain('ABCDEF')
    },
  )

  it('goes with a new app token after one that was refused', async () => {
    const stage = new Stage()
    const kindly = stage.replies[userid]
    stage.replies[userid] = { code: '47103' }
    await expect(stage.signInInApp('FIRST')).rejects.toMatchObject({ vendorCode: '47103' })
    stage.replies[userid] = kindly ?? {}
    await expect(stage.signInInApp('SECOND')).resolves.toMatchObject({ username: 'lisi' })
    const sent = stage.asked
      .filter(({ path }) => path === userid)
      .map(({ request }) => [
        new URL(request.url).searchParams.get('code'),
        request.headers.get('x-wlk-authorization'),
      ])
    expect(sent).toEqual([
      ['FIRST', 'app-token-1'],
      ['SECOND', 'app-token-2'],
    ])
  })

  it('names the permission that is missing', async () => {
    const stage = new Stage({ [userid]: { code: '501' } })
    await expect(stage.signInInApp()).rejects.toMatchObject({
      cause: expect.stringContaining('用户登录信息'),
    })
  })

  it('sends a code as one parameter, whatever is in it', async () => {
    const stage = new Stage()
    await stage.signInInApp('a&userId=b#c+%')
    const sent = stage.asked.find(({ path }) => path === userid)
    expect([...new URL(sent?.request.url ?? '').searchParams]).toEqual([['code', 'a&userId=b#c+%']])
  })

  it.each(['', ' ', 'a\nb', 'x'.repeat(2001)])('asks nobody about %j', async code => {
    const stage = new Stage()
    await expect(stage.signInInApp(code)).rejects.toMatchObject({ code: 'request_invalid' })
    expect(stage.asked).toEqual([])
  })
})

describe('the script of the page', () => {
  async function ask(HWH5: object | undefined, options?: { passClientId: boolean }): Promise<string> {
    const page = (await new Stage({}, options).inApp()).page(tx)
    return new AsyncFunction('parameters', 'HWH5', page.askForCode)(page.parameters, HWH5)
  }

  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is loaded after the library', async () => {
    expect((await new Stage().inApp()).page(tx).library.href).toBe('https://doc.welink.test/hwh5.js')
  })

  it('gives the code, and asks with no argument', async () => {
    const getAuthCode = vi.fn(async () => ({ code: 'ABCD' }))
    await expect(ask({ getAuthCode })).resolves.toBe('ABCD')
    expect(getAuthCode.mock.calls).toEqual([[]])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('passes the client id where the file says so', async () => {
    const getAuthCode = vi.fn(async () => ({ code: 'ABCD' }))
    await ask({ getAuthCode }, { passClientId: true })
    expect(getAuthCode.mock.calls).toEqual([[{ clientId: '2019' }]])
  })

  it('gives up after five seconds', async () => {
    const outcome = ask({ getAuthCode: () => new Promise(() => {}) }).catch(String)
    await vi.advanceTimersByTimeAsync(4999)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcome).toContain('within 5 seconds')
  })

  it.each([
    ['there is no WeLink', undefined],
    ['WeLink refuses', { getAuthCode: async () => Promise.reject(new Error('no')) }],
    ['the code is empty', { getAuthCode: async () => ({ code: '' }) }],
    ['there is no code', { getAuthCode: async () => ({}) }],
    ['there is nothing', { getAuthCode: async () => undefined }],
  ])('throws where %s, and leaves no timer behind', async (_what, HWH5) => {
    await expect(ask(HWH5)).rejects.toThrow()
    expect(vi.getTimerCount()).toBe(0)
  })
})

it.each([
  ['a phone', 'Mozilla/5.0 (Linux; Android 12) HuaWei-AnyOffice/1.0.0', true],
  ['a white-label phone', 'Mozilla/5.0 (iPhone) HuaWei-AnyOffice/1.0.0/cn.edu.hit.welink', true],
  ['the PC client', 'Mozilla/5.0 (Windows NT 10.0) CloudLink WeLink WorkPlace', true],
  ['the developer’s tool', 'Mozilla/5.0 WeCodeIDE/1.0', true],
  ['a browser', 'Mozilla/5.0 (Windows NT 10.0) Chrome/130.0.0.0 Safari/537.36', false],
  ['DingTalk', 'Mozilla/5.0 (iPhone) AliApp(DingTalk/7.0.0)', false],
])('knows %s by its user agent', async (_what, userAgent, isWeLink) => {
  expect((await new Stage().inApp()).userAgent.test(userAgent)).toBe(isWeLink)
})

describe('the simulated WeLink', () => {
  const options = {
    ...{ clientId: '2019', clientSecret: { reveal: () => clientSecret }, tenantId, passClientId: false },
    endpoints: {
      login: 'http://welink.test/login',
      api: 'http://welink.test/api',
      jsapi: 'http://welink.test/jsapi',
    },
  }
  let now: number
  let asked: string[]

  /** Somebody opens the page inside WeLink, and the code arrives so many seconds later. */
  async function openedInside(waitS: number) {
    now = 1_700_000_000_000
    asked = []
    const answer = await plugin.simulate?.(options, createWorld({ now: () => now, random: randomBytes }))
    const fetch = async (url: string | URL, init?: RequestInit) => {
      asked.push(new URL(url).pathname)
      return answer?.(new Request(url, init)) ?? Response.error()
    }
    const source = await plugin.open(options, {
      ...{ source: 'welink', now: () => now, fetch, log: { info() {}, warn() {} } },
      folder: '.',
      connect: () => Promise.reject(new Error('not here')),
      socket: () => Promise.reject(new Error('not here')),
      passwords: { check: async () => null },
    })
    const { inApp } = source
    if (!inApp || !('page' in inApp)) throw new Error('there is no silent sign-in')
    const page = inApp.page(tx)
    const window: { HWH5?: object } = {}
    new Function('window', await (await fetch(page.library)).text())(window)
    const code = await new AsyncFunction('parameters', 'HWH5', page.askForCode)(page.parameters, window.HWH5)
    now += waitS * 1000
    return { exchange: () => inApp.exchange(code, tx) }
  }

  it('signs somebody in silently, once', async () => {
    const { exchange } = await openedInside(119)
    await expect(exchange()).resolves.toMatchObject({ subject: expect.stringMatching(`^${tenantId}:lisi@`) })
    await expect(exchange()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '41504' })
  })

  it('refuses a code that is two minutes old, and is not asked about it twice', async () => {
    const { exchange } = await openedInside(120)
    await expect(exchange()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '41503' })
    expect(asked).toEqual(['/jsapi', '/api/auth/v2/tickets', '/api/auth/v2/userid'])
  })
})
