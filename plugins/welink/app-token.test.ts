import { describe, expect, it } from 'vitest'
import { clientSecret, Stage } from './fixtures/welink.ts'

const tickets = 'auth/v2/tickets'
const detail = 'contact/v2/user/detail'
const ticket = (access_token: string, expires_in: unknown) => ({ code: 0, access_token, expires_in })
const minute = 60_000

describe('the app token', () => {
  it('is asked for once, with a JSON body, and stands bare in the header', async () => {
    const stage = new Stage()
    await stage.signInInApp()
    await stage.signIn()
    const [first] = stage.asked
    expect(JSON.parse(first?.body ?? '')).toEqual({ client_id: '2019', client_secret: clientSecret })
    expect(stage.calls(tickets)).toBe(1)
    const used = stage.asked.filter(({ path }) => path === detail)
    expect(used.map(({ request }) => request.headers.get('x-wlk-authorization'))).toEqual([
      'app-token-1',
      'app-token-1',
    ])
  })

  it.each([
    ['five minutes before its end', 1800, 1500],
    ['as text too', '1800', 1500],
    ['after half of a life shorter than that', 300, 150],
  ])('is renewed %s', async (_what, expiresIn, keptS) => {
    const stage = new Stage({ [tickets]: (_, call) => ticket(`t${call}`, expiresIn) })
    await stage.signInInApp()
    stage.now += keptS * 1000 - 1
    await stage.signInInApp()
    expect(stage.calls(tickets)).toBe(1)
    stage.now += 1
    await stage.signInInApp()
    expect(stage.calls(tickets)).toBe(2)
  })

  it('is asked for by one request when many people come at once', async () => {
    const stage = new Stage()
    await Promise.all(Array.from({ length: 20 }, () => stage.signInInApp()))
    expect(stage.calls(tickets)).toBe(1)
  })

  it.each(['1000', 47101, '47103', '401'])(
    'that died early (%s) is replaced once, and the record asked for again',
    async code => {
      const stage = new Stage()
      const kindly = stage.replies[detail]
      stage.replies[detail] = (asked, call) =>
        call === 1 || typeof kindly !== 'function' ? { code, message: 'x' } : kindly(asked, call)
      expect((await stage.signIn()).displayName).toBe('李四')
      expect([stage.calls(tickets), stage.calls(detail)]).toEqual([2, 2])
      const last = stage.asked.findLast(({ path }) => path === detail)
      expect(last?.request.headers.get('x-wlk-authorization')).toBe('app-token-2')
    },
  )

  it('is not replaced a second time when the new one is refused too', async () => {
    const stage = new Stage({ [detail]: { code: '47103' } })
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '47103' })
    expect([stage.calls(tickets), stage.calls(detail)]).toEqual([2, 2])
  })

  it('that many people saw dying is replaced once', async () => {
    const stage = new Stage()
    const kindly = stage.replies[detail]
    stage.replies[detail] = (asked, call) =>
      typeof kindly !== 'function' || asked.request.headers.get('x-wlk-authorization') === 'app-token-1'
        ? { code: '47103' }
        : kindly(asked, call)
    await Promise.all(Array.from({ length: 10 }, () => stage.signIn()))
    expect(stage.calls(tickets)).toBe(2)
  })

  it('without a permission is replaced once, then the permission is named', async () => {
    const stage = new Stage({ [detail]: { code: '501', message: 'no permission' } })
    const refused = {
      code: 'source_refused',
      vendorCode: '501',
      cause: expect.stringContaining('用户详细信息'),
    }
    await expect(stage.signIn()).rejects.toMatchObject(refused)
    expect([stage.calls(tickets), stage.calls(detail)]).toEqual([2, 2])
  })
})

describe('refused app tokens', () => {
  it.each(['10007', 411007, '41403', '41579', 41580, '411000'])(
    'are not asked for again for 15 minutes after %s, whoever signs in',
    async code => {
      const stage = new Stage({ [tickets]: { code, message: 'x' } })
      const refused = { code: 'source_refused', vendorCode: String(code) }
      await expect(stage.signInInApp()).rejects.toMatchObject(refused)
      await expect(stage.signIn()).rejects.toMatchObject({ ...refused, retryAfterS: 900 })
      stage.now += 15 * minute - 1
      await expect(stage.signInInApp()).rejects.toMatchObject({ ...refused, retryAfterS: 1 })
      expect(stage.calls(tickets)).toBe(1)
      expect(stage.logged).toEqual([{ source: 'welink', vendorCode: String(code), pauseS: 900 }])
      stage.now += 1
      await expect(stage.signInInApp()).rejects.toMatchObject(refused)
      expect(stage.calls(tickets)).toBe(2)
    },
  )

  it('spend no code while they pause', async () => {
    const stage = new Stage({ [tickets]: { code: '41403' } })
    for (const code of ['A', 'B']) await expect(stage.signInInApp(code)).rejects.toThrow('source_refused')
    expect(stage.calls('auth/v2/userid')).toBe(0)
  })

  it('of a busy server are asked for after 1, 2, 4 … seconds, and after 1 again once there was one', async () => {
    const answers = ['41500', 41502, '41500', '0', '41500']
    const stage = new Stage({ [tickets]: (_, call) => ({ ...ticket('t', 600), code: answers[call - 1] }) })
    for (const waitedMs of [0, 1000, 2000]) {
      stage.now += waitedMs
      await expect(stage.signInInApp()).rejects.toMatchObject({ code: 'source_refused' })
    }
    stage.now += 4000 - 1
    await expect(stage.signInInApp()).rejects.toMatchObject({ retryAfterS: 1 })
    expect(stage.calls(tickets)).toBe(3)
    stage.now += 1
    await stage.signInInApp()
    stage.now += 300_000
    await expect(stage.signInInApp()).rejects.toMatchObject({ vendorCode: '41500' })
    expect(stage.logged.map(({ pauseS }) => pauseS)).toEqual([1, 2, 4, 1])
  })

  it('have no secret in what is told of them', async () => {
    const stage = new Stage({ [tickets]: { code: '10007' } })
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const error = await stage.signInInApp().catch((thrown: Error) => thrown)
      expect(`${String(error)} ${(error as Error).cause} ${JSON.stringify(error)}`).not.toContain(
        clientSecret,
      )
    }
  })
})
