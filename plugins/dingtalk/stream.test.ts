import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { removed } from '../../test/server/pushing.ts'
import { isSignedIn, signedIn } from '../../test/server/steps.ts'
import { dingtalk, openSite, registering, type Site } from '../../test/site.ts'
import { streaming, streamsAt } from './fixtures/streaming.ts'

let site: Site
let vendor: ReturnType<typeof streamsAt>
const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, 5000)
const connected = (count = 1) => until(() => expect(vendor.streams.connections).toBe(count))
const isOut = async (directoryId: string) => {
  const binding = (await site.storage.bindings.list()).find(each => each.directoryId === directoryId)
  return (await site.storage.accounts.find(binding?.accountId ?? ''))?.disabled
}
const kept = () => site.log.flatMap(({ msg, kept: outcome }) => (msg === 'event' ? [outcome] : []))
const leave = async (id: string) => {
  removed(site.world, id)
  vendor.streams.announce([{ tag: 'user_leave_org', users: [id] }])
  await vendor.streams.deliver()
}
const refusals = () =>
  site.log.filter(({ msg }) => msg === 'an event of the connection was refused').map(({ cause }) => cause)

beforeEach(async () => {
  site = await openSite(`sources:${dingtalk}\n    ${streaming}\n${registering}`)
  vendor = streamsAt(site)
  await connected()
})
afterEach(() => site.close())

describe('events of DingTalk by Stream mode', () => {
  it('close every door to who has left, and are acknowledged in the very form after that', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    expect(await isSignedIn(browser)).toBe(true)
    await leave('lisi')
    expect(await isSignedIn(browser)).toBe(false)
    expect(vendor.streams.heard).toHaveLength(1)
    const [answer] = vendor.answers()
    expect(answer).toEqual({
      code: 200,
      message: 'OK',
      headers: { contentType: 'application/json', messageId: expect.stringMatching(/^[0-9a-f]{32}$/) },
      data: '{"status":"SUCCESS","message":""}',
    })
  })

  it('that come again are acknowledged again, and take effect once', async () => {
    await signedIn(site, 'dingtalk', 'lisi')
    vendor.switches.duplicates = true
    await leave('lisi')
    expect(kept()).toEqual(['kept', 'known'])
    expect(vendor.answers().map(({ data }) => data)).toEqual(
      Array(2).fill('{"status":"SUCCESS","message":""}'),
    )
    expect(await isOut('lisi')).toBe(true)
  })

  it('have no address: what is pushed there is for nobody', async () => {
    const answer = await fetch(`${site.url}/events/dingtalk`, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(404)
  })

  it.each([
    ['no JSON', 'hello', 'it is no frame'],
    ['without headers', '{"type":"EVENT","data":"{}"}', 'it is no frame'],
    ['of a type that was not asked for', frame('CALLBACK'), 'nothing of its type was asked for'],
    [
      'of another organisation',
      frame('EVENT', { eventCorpId: 'dingother' }),
      'it is from another organisation',
    ],
    ['without data', frame('EVENT', {}, 'none'), 'its data is no JSON object'],
    ['without a type', frame('EVENT', { eventType: '' }), 'it has no type'],
  ])('that are %s are refused, logged, not acknowledged, and end nothing', async (_, text, cause) => {
    vendor.streams.send(text)
    await until(() => expect(refusals()).toEqual([cause]))
    const [answer] = await vendor.streams.system('ping', '{"opaque":"x"}')
    expect(answer).toMatchObject({ code: 200 })
    expect(vendor.streams.heard).toHaveLength(1)
  })

  it.each([
    ['in a header', frame('EVENT', { eventType: 'chat_update_title', deep: 'DEEP' }), []],
    ['in place of a header', frame('EVENT', { messageId: 'DEEP' }), ['it is no frame']],
    ['in the data', frame('EVENT', {}, '{"userId":DEEP}'), []],
  ])('that are nested deeply %s end nothing', async (_, text, causes) => {
    vendor.streams.send(text.replace('"DEEP"', nested).replace('DEEP', nested))
    expect(await vendor.streams.system('ping', '{}')).toHaveLength(1)
    expect(vendor.streams.heard).toHaveLength(2 - causes.length)
    expect(refusals()).toEqual(causes)
    expect(vendor.tickets()).toBe(1)
  })

  it('that are refused by the hundred are ten lines a minute, and a count', async () => {
    for (let n = 0; n < 100; n += 1) vendor.streams.send('hello')
    await vendor.streams.system('ping', '{}')
    expect(refusals()).toHaveLength(10)
    vendor.streams.cut()
    await until(() => expect(vendor.tickets()).toBe(2))
    await connected()
    vendor.streams.send('hello')
    await vendor.streams.system('ping', '{}')
    expect(refusals()).toHaveLength(10)
    site.clock.now += 60_000
    vendor.streams.send('hello')
    await vendor.streams.system('ping', '{}')
    expect(refusals()).toHaveLength(11)
    expect(site.log.filter(({ untold }) => untold !== undefined)).toMatchObject([{ untold: 91 }])
  })

  it('of no kind that is followed are acknowledged all the same', async () => {
    vendor.streams.send(frame('EVENT', { eventType: 'chat_update_title' }))
    await until(() => expect(vendor.answers()).toMatchObject([{ code: 200 }]))
    expect(await site.storage.events.state('dingtalk')).toMatchObject({ lastAt: null })
  })

  it('that are larger than any event end the connection, and another one takes its place', async () => {
    vendor.streams.send(frame('EVENT', { padding: 'x'.repeat(300_000) }))
    await until(() => expect(vendor.tickets()).toBe(2))
    await connected()
    expect(vendor.streams.heard).toEqual([])
    expect(site.log.find(({ msg }) => msg === 'no connection for pushed changes')).toMatchObject({
      cause: expect.stringMatching(/^source_unreachable: ws:.*\/connect: it /),
    })
    await leave('lisi')
    expect(vendor.answers()).toMatchObject([{ code: 200 }])
  })

  it('that the database cannot keep are asked for again', async () => {
    await signedIn(site, 'dingtalk', 'lisi')
    const atomically = vi.spyOn(site.storage, 'atomically').mockRejectedValueOnce(new Error('disk full'))
    await leave('lisi')
    expect(vendor.answers()).toMatchObject([{ data: '{"status":"LATER","message":""}' }])
    expect(await isOut('lisi')).toBe(false)
    atomically.mockRestore()
    site.clock.now += 60_000
    await vendor.streams.deliver()
    expect(vendor.answers()).toMatchObject([{}, { data: '{"status":"SUCCESS","message":""}' }])
    expect(await isOut('lisi')).toBe(true)
  })
})

describe('an event of Stream mode', () => {
  it('whose server is gone between keeping it and saying so comes again, and took effect once', async () => {
    await signedIn(site, 'dingtalk', 'lisi')
    const { atomically } = site.storage
    vi.spyOn(site.storage, 'atomically').mockImplementationOnce(async work => {
      const done = await atomically(work)
      vendor.streams.cut()
      return done
    })
    await leave('lisi')
    expect(await isOut('lisi')).toBe(true)
    expect(vendor.streams.heard).toEqual([])
    await connected()
    site.clock.now += 60_000
    await vendor.streams.deliver()
    expect(vendor.answers()).toMatchObject([{ data: '{"status":"SUCCESS","message":""}' }])
    expect(kept()).toEqual(['kept', 'known'])
  })

  it('comes to one of several servers, and again to another: it ends a session in all, once', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const other = await site.another()
    try {
      await connected(2)
      const { random } = site.world
      let next = 0
      vi.spyOn(site.world, 'random').mockImplementation(bytes => {
        if (bytes > 1) return random(bytes)
        next += 1
        return Buffer.from([next])
      })
      vendor.switches.duplicates = true
      await leave('lisi')
      expect(kept()).toEqual(['kept', 'known'])
      expect(vendor.answers()).toHaveLength(2)
      expect(await isSignedIn(browser)).toBe(false)
      await other.close(0)
      await connected(1)
      await leave('wangwu')
      expect(vendor.answers()).toHaveLength(4)
    } finally {
      await other.close(0)
    }
  })
})

describe('the connection of Stream mode', () => {
  it('answers a ping with its data unchanged', async () => {
    expect(await vendor.streams.system('ping', '{"opaque":"0x1F"}')).toEqual([
      {
        code: 200,
        message: 'OK',
        headers: { contentType: 'application/json', messageId: expect.any(String) },
        data: '{"opaque":"0x1F"}',
      },
    ])
  })

  it.each([
    ['the vendor asks for another one', () => void vendor.streams.system('disconnect', '{}')],
    ['the line is cut', () => vendor.streams.cut()],
  ])('is followed by another one, with another ticket, where %s', async (_, end) => {
    end()
    await until(() => expect(vendor.tickets()).toBe(2))
    await connected()
    await signedIn(site, 'dingtalk', 'lisi')
    await leave('lisi')
    expect(await isOut('lisi')).toBe(true)
  })

  it('is tried until there is one, whatever the gateway says', async () => {
    const answers = [
      () => new Response(null, { status: 401 }),
      () => Response.json({ code: 'system.error' }, { status: 500 }),
      () => Response.json({ endpoint: 'nowhere', ticket: 'x' }),
      () => Response.json({ endpoint: 'ws://192.0.2.1/connect', ticket: 'x' }),
      () =>
        Response.json({
          endpoint: `${site.vendor.origin.replace('http', 'ws')}/dingtalk/api/connect`,
          ticket: 'x',
        }),
    ]
    site.vendor.fault = ({ url }) => (url.endsWith('/connections/open') ? answers.shift()?.() : undefined)
    vendor.streams.cut()
    await until(() => expect(vendor.tickets()).toBe(7))
    await connected()
    const causes = site.log.flatMap(({ msg, cause }) =>
      msg === 'no connection for pushed changes' ? [String(cause)] : [],
    )
    expect(causes.slice(1)).toEqual([
      expect.stringMatching(/^source_(reply_invalid|refused)/),
      'source_refused: system.error: /v1.0/gateway/connections/open',
      'source_reply_invalid: the endpoint is no address',
      expect.stringContaining('://192.0.2.1 is private or not https'),
      expect.stringMatching(/^source_unreachable: ws:.*\/connect: it /),
    ])
    expect(site.lines.join('')).not.toContain('ticket=')
  })

  it('ends with the server', async () => {
    await site.restart(`sources:${dingtalk}\n    sync: {}\n${registering}`)
    await connected(0)
    expect(vendor.tickets()).toBe(1)
  })
})

const nested = '['.repeat(100_000) + ']'.repeat(100_000)

/** An event as DingTalk sends it, but for what is given. */
function frame(type: string, headers: object = {}, data = '{"timeStamp":"1","userId":["lisi"]}'): string {
  const all = {
    topic: '*',
    messageId: 'm1',
    eventType: 'user_modify_org',
    eventId: 'e1',
    eventCorpId: 'ding3608be7c4e5266ce4ac5d6980864',
    ...headers,
  }
  return JSON.stringify({ specVersion: '1.0', type, headers: all, data })
}
