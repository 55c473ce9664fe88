import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { listen } from '../../../test/loopback.ts'
import { Vendor } from '../fixtures/vendor.ts'

const require = createRequire(import.meta.url)
/** DingTalk's own client; the address of its gateway cannot be chosen, but by whom it asks through. */
const { DWClient } = require('dingtalk-stream')
const axios = createRequire(require.resolve('dingtalk-stream'))('axios')

let port: Awaited<ReturnType<typeof listen>>
let vendor: Vendor
let client: InstanceType<typeof DWClient>
let events: { headers: Record<string, string>; data: string }[]
let status: 'SUCCESS' | 'LATER'
let redirected: number

const secret = { clientId: 'dingapp', clientSecret: 's3cret' }
const streams = () => vendor.dingtalk.streams
const until = (check: () => void) => vi.waitFor(check, 5000)

beforeEach(async () => {
  for (const method of ['info', 'warn'] as const) vi.spyOn(console, method).mockImplementation(() => {})
  port = await listen()
  const at = (path: string) => `${port.origin}/${path}`
  vendor = new Vendor({
    events: { mode: 'stream' },
    endpoints: { login: at('login'), api: at('api'), oapi: at('oapi'), jsapi: at('jsapi.js') },
  })
  port.serve(vendor.dingtalk, vendor.dingtalk.socket)
  redirected = axios.interceptors.request.use((config: { url: string }) => ({
    ...config,
    url: config.url.replace('https://api.dingtalk.com', at('api')),
  }))
  events = []
  status = 'SUCCESS'
  client = new DWClient({ ...secret, autoReconnect: false })
  client.registerAllEventListener((event: (typeof events)[number]) => {
    events.push(event)
    return { status, message: '' }
  })
})
afterEach(async () => {
  client.disconnect()
  axios.interceptors.request.eject(redirected)
  await port.close()
  vi.restoreAllMocks()
})

async function connect(): Promise<void> {
  await client.connect()
  await until(() => expect(streams().connections).toBe(1))
}
const happened = () => streams().announce([{ tag: 'user_leave_org', users: ['lisi'] }])
const open = (body: unknown, headers: Record<string, string> = { accept: 'application/json' }) =>
  fetch(`${port.origin}/api/v1.0/gateway/connections/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const asked = { ...secret, subscriptions: [{ type: 'EVENT', topic: '*' }] }

describe('Stream mode (§6), as DingTalk’s own client sees it', () => {
  test('brings an event with its headers, its ids as text, and takes its answer', async () => {
    await connect()
    happened()
    expect(await streams().deliver()).toBeUndefined()
    expect(events).toEqual([
      {
        specVersion: '1.0',
        type: 'EVENT',
        headers: {
          topic: '*',
          messageId: expect.any(String),
          contentType: 'application/json',
          time: String(vendor.now),
          appId: 'dingapp',
          connectionId: expect.any(String),
          eventType: 'user_leave_org',
          eventId: expect.any(String),
          eventBornTime: String(vendor.now),
          eventCorpId: 'dingcorp',
          eventUnifiedAppId: expect.any(String),
        },
        data: JSON.stringify({ timeStamp: String(vendor.now), userId: ['lisi'] }),
      },
    ])
  })

  test('brings an event again a minute after it was to come later, under the same id', async () => {
    await connect()
    status = 'LATER'
    happened()
    expect(await streams().deliver()).toBe(vendor.now + 60_000)
    await streams().deliver()
    expect(events).toHaveLength(1)
    status = 'SUCCESS'
    vendor.now += 60_000
    expect(await streams().deliver()).toBeUndefined()
    expect(events).toHaveLength(2)
    expect(new Set(events.map(({ headers }) => headers.eventId)).size).toBe(1)
  })

  test('keeps an event for a minute where nobody is connected', async () => {
    happened()
    expect(await streams().deliver()).toBe(vendor.now + 60_000)
    await connect()
    vendor.now += 60_000
    await streams().deliver()
    expect(events).toHaveLength(1)
  })

  test('pings, and gets its data back', async () => {
    await connect()
    expect(await streams().system('ping', '{"opaque":"a"}')).toMatchObject([
      { code: 200, data: '{"opaque":"a"}' },
    ])
  })

  test('pushes nothing over a connection that is to be closed', async () => {
    await connect()
    void streams().system('disconnect', '{}')
    happened()
    expect(await streams().deliver()).toBe(vendor.now + 60_000)
    expect(events).toEqual([])
  })
})

describe('the gateway', () => {
  const socketOf = ({ endpoint, ticket }: { endpoint: string; ticket: string }) =>
    vendor.dingtalk.socket(new Request(`${endpoint.replace('ws', 'http')}?ticket=${ticket}`))

  test('gives a ticket for one connection, within ninety seconds', async () => {
    const reply = await (await open(asked)).json()
    expect(reply).toEqual({
      endpoint: expect.stringMatching(/^ws:\/\/127/),
      ticket: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(socketOf(reply)).toBeTypeOf('function')
    expect(socketOf(reply)).toBeUndefined()
    const late = await (await open(asked)).json()
    vendor.now += 90_000
    expect(socketOf(late)).toBeUndefined()
    expect(socketOf({ ...late, ticket: 'made-up' })).toBeUndefined()
  })

  test('knows the app by its secret, and speaks JSON to those who ask for it', async () => {
    const refused = await open({ ...asked, clientSecret: 'another' })
    expect([refused.status, (await refused.json()).code]).toEqual([400, 'invalidClientIdOrSecret'])
    const other = await open(asked, { accept: '*/*' })
    expect(other.headers.get('content-type')).toBe('application/xml')
  })
})
