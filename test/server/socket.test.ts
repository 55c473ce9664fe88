import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Socket, SocketClient } from '../../src/plugin.ts'
import { createOutbound, type Outbound } from '../../src/server/outbound.ts'
import { listen } from '../loopback.ts'

let vendor: Awaited<ReturnType<typeof listen>>
let client: Promise<SocketClient>
let outbound: Outbound
let silentMs: number
const never = new AbortController().signal

const limits = () => ({ connectMs: 5000, totalMs: 5000, bytes: 1000, silentMs })
const allowing = () => createOutbound({ allowPrivate: [new URL(vendor.origin).host] }, limits())
const address = (path = '/connect?ticket=hidden') => vendor.origin.replace('http', 'ws') + path

/** Shakes hands, and says and reads nothing from then on. */
let silent: { origin: string; line: Promise<Duplex>; close(): void }
async function openSilent(): Promise<typeof silent> {
  const server = createServer()
  const line = new Promise<Duplex>(resolve =>
    server.on('upgrade', ({ headers }, under) => {
      const seal = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
      const accept = createHash('sha1').update(seal).digest('base64')
      under.pause().on('error', () => under.destroy())
      under.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      )
      resolve(under)
    }),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, line, close: () => void server.close() }
}

beforeEach(async () => {
  silent = await openSilent()
  vendor = await listen()
  silentMs = 60_000
  client = new Promise(resolve =>
    vendor.serve(
      async () => new Response(),
      request => (request.url.endsWith('/nobody') ? undefined : resolve),
    ),
  )
  outbound = allowing()
})
afterEach(async () => {
  await outbound.close()
  await vendor.close()
  silent.close()
})

/** What comes until the end; and how that was. */
async function all(socket: Socket): Promise<[string[], string | undefined]> {
  const heard: string[] = []
  try {
    for await (const text of socket) heard.push(text)
    return [heard, undefined]
  } catch (error) {
    return [heard, String((error as Error).cause)]
  }
}

describe('a WebSocket to a vendor', () => {
  it('takes messages both ways, in their order', async () => {
    const socket = await outbound.socket(address(), never)
    const there = await client
    const heard = new Promise<string>(resolve => there.onMessage(resolve))
    socket.send('from here')
    expect(await heard).toBe('from here')
    for (const text of ['a', 'b', 'c']) there.send(text)
    const read: string[] = []
    for await (const text of socket) if (read.push(text) === 3) break
    expect(read).toEqual(['a', 'b', 'c'])
    socket.close()
  })

  it.each([
    'ws://127.0.0.1:1/',
    'ws://localhost:1/',
    'ws://example.com/',
    'wss://10.0.0.1/',
    'wss://localhost/',
    'ftp://example.com/',
  ])('is not opened to %s: the rules of addresses are those of https', async url => {
    const error = await outbound.socket(url, never).catch(thrown => thrown)
    expect(error).toMatchObject({ code: 'source_unreachable' })
    expect(error.cause).toMatch(/is private or not https and not in outbound.allowPrivate$/)
  })

  it('that nobody takes is an error, which repeats nothing of the query', async () => {
    const error = await outbound.socket(address('/nobody'), never).catch(thrown => thrown)
    expect(error).toMatchObject({ code: 'source_unreachable' })
    await vendor.close()
    vendor = await listen()
    const other = await outbound.socket(address(), never).catch(thrown => thrown)
    expect(String(other.cause)).not.toContain('hidden')
  })

  it('ends with its signal, and is not opened where that has come before', async () => {
    const stop = new AbortController()
    const socket = await outbound.socket(address(), stop.signal)
    const closed = new Promise<void>(resolve => void client.then(there => there.onClose(resolve)))
    stop.abort()
    expect(await all(socket)).toEqual([[], undefined])
    await closed
    await expect(outbound.socket(address(), stop.signal)).rejects.toMatchObject({
      code: 'source_unreachable',
    })
  })

  it('tells that it broke, after what came before', async () => {
    const socket = await outbound.socket(address(), never)
    const there = await client
    there.send('last words')
    const heard = all(socket)
    there.close()
    expect(await heard).toEqual([['last words'], expect.stringMatching(/^ws:.*\/connect: it /)])
  })

  it('takes no message of more than 256 KB', async () => {
    const socket = await outbound.socket(address(), never)
    const there = await client
    there.send('x'.repeat(262_144))
    there.send('x'.repeat(262_145))
    const [heard, end] = await all(socket)
    expect(heard.map(({ length }) => length)).toEqual([262_144])
    expect(end).toMatch(/it cannot be opened, or broke$|it broke$/)
  })

  it.each<[string, (socket: Socket) => void, string | undefined]>([
    [
      'what is sent is not read',
      socket => {
        for (let n = 0; n < 60; n += 1) socket.send('x'.repeat(262_144))
      },
      'what is sent is not read',
    ],
    ['nobody wants it any more', socket => socket.close(), undefined],
  ])('leaves no line behind where %s, though the other side does not close it', async (_, finish, why) => {
    await outbound.close()
    outbound = createOutbound(
      { allowPrivate: [new URL(silent.origin).host] },
      { ...limits(), totalMs: why === undefined ? 200 : 60_000 },
    )
    const socket = await outbound.socket(`${silent.origin.replace('http', 'ws')}/`, never)
    const line = await silent.line
    const gone = new Promise<void>(resolve => void line.on('end', resolve).on('close', resolve))
    finish(socket)
    expect(await all(socket)).toEqual([[], why === undefined ? why : expect.stringMatching(`${why}$`)])
    line.resume()
    await gone
    line.destroy()
  })

  it('takes a megabyte at a time', async () => {
    const socket = await outbound.socket(address(), never)
    const there = await client
    const heard: string[] = []
    there.onMessage(text => void heard.push(text))
    for (let round = 1; round <= 2; round += 1) {
      for (let n = 0; n < 4; n += 1) socket.send('x'.repeat(262_144))
      await vi.waitFor(() => expect(heard).toHaveLength(4 * round))
    }
    socket.close()
  })

  it('keeps what is not read yet by its size, however many messages it is', async () => {
    const socket = await outbound.socket(address(), never)
    const there = await client
    for (let n = 0; n < 1500; n += 1) there.send('x')
    const read: string[] = []
    for await (const text of socket) if (read.push(text) === 1500) break
    expect(read).toHaveLength(1500)
    socket.close()
  })

  it.each([
    ['large ones', 'x'.repeat(262_144), 17, 15],
    ['empty ones', '', 4_097, 4_096],
  ])('ends where more comes than is read: of %s', async (_, text, sent, taken) => {
    const socket = await outbound.socket(address(), never)
    const there = await client
    const ended = new Promise<void>(resolve => there.onClose(resolve))
    for (let n = 0; n < sent; n += 1) there.send(text)
    await ended
    const [heard, end] = await all(socket)
    expect(heard).toHaveLength(taken)
    expect(end).toMatch(/more came than can be taken$/)
  })

  it('that says nothing for too long counts as broken', async () => {
    silentMs = 20
    await outbound.close()
    outbound = allowing()
    const socket = await outbound.socket(address(), never)
    expect(await all(socket)).toEqual([[], expect.stringMatching(/nothing came for too long$/)])
  })
})
