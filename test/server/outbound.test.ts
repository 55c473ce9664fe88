import type { lookup as dnsLookup } from 'node:dns'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createOutbound, type Outbound } from '../../src/server/outbound.ts'
import { lookupOf } from '../../src/server/ways.ts'

const limits = { connectMs: 5_000, totalMs: 10_000, bytes: 1_048_576 }
let server: Server
let port: number
let answer: RequestListener
let asked: string[]
let listed: Outbound
let strict: Outbound
let hasty: Outbound

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  listed = createOutbound({ allowPrivate: [`127.0.0.1:${port}`] }, limits)
  strict = createOutbound({ allowPrivate: [] }, limits)
  hasty = createOutbound({ allowPrivate: [`127.0.0.1:${port}`] }, { ...limits, totalMs: 200 })
})
beforeEach(() => {
  asked = []
  answer = (_request, response) => response.end('{}')
})
afterAll(async () => {
  await listed.close()
  await strict.close()
  await hasty.close()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

const failure = (work: Promise<unknown>): Promise<{ code?: string; cause?: unknown }> =>
  work.then(
    () => ({}),
    error => error,
  )

describe('a connection', () => {
  it('lives as long as its line says, and no longer than usual otherwise', async () => {
    const echo = createTcpServer(socket => socket.on('error', () => {}).pipe(socket))
    await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve))
    const line = { host: '127.0.0.1', port: (echo.address() as AddressInfo).port, tls: 'never' } as const
    const [long, usual] = [await hasty.connect({ ...line, lastsMs: 60_000 }), await hasty.connect(line)]
    await new Promise(resolve => usual.resume().once('close', resolve))
    long.write('still here')
    expect(String((await once(long, 'data'))[0])).toBe('still here')
    long.destroy()
    echo.close()
  })

  it('has no more time to come about than any other', async () => {
    const silent = createTcpServer()
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
    const { port: there } = silent.address() as AddressInfo
    const line = { host: '127.0.0.1', port: there, tls: 'at once', lastsMs: 60_000 } as const
    expect(await failure(hasty.connect(line))).toMatchObject({
      code: 'source_unreachable',
      cause: expect.stringMatching(/in time/),
    })
    silent.close()
  })
})

describe('a private address', () => {
  it('is called where it is listed', async () => {
    const reply = await listed.fetch(`http://127.0.0.1:${port}/a`)
    expect([reply.status, await reply.text(), asked]).toEqual([200, '{}', ['GET /a']])
  })

  it.each([
    ['http', (at: number) => `http://127.0.0.1:${at}/`],
    ['https', (at: number) => `https://127.0.0.1:${at}/`],
    ['a short form', (at: number) => `https://127.1:${at}/`],
    ['a number', (at: number) => `https://2130706433:${at}/`],
    ['hex', (at: number) => `https://0x7f.0.0.1:${at}/`],
    ['octal', (at: number) => `https://0177.0.0.1:${at}/`],
    ['wide digits', (at: number) => `https://１２７.0.0.1:${at}/`],
    ['IPv6', (at: number) => `https://[::1]:${at}/`],
    ['mapped IPv6', (at: number) => `https://[::ffff:127.0.0.1]:${at}/`],
    ['compatible IPv6', (at: number) => `https://[::127.0.0.1]:${at}/`],
    ['the address of nobody', (at: number) => `https://0.0.0.0:${at}/`],
    ['IPv6 of nobody', (at: number) => `https://[::]:${at}/`],
    ['a name', (at: number) => `https://localhost:${at}/`],
    ['a name in capitals', (at: number) => `https://LOCALHOST:${at}/`],
    ['a name with a dot', (at: number) => `https://localhost.:${at}/`],
    ['a name below it', (at: number) => `https://x.localhost:${at}/`],
    ['cloud metadata', () => 'http://169.254.169.254/latest/meta-data/'],
    ['cloud metadata over https', () => 'https://169.254.169.254/latest/meta-data/'],
  ])('is refused where it is not listed: %s', async (_, address) => {
    expect(await failure(strict.fetch(address(port)))).toMatchObject({ code: 'source_unreachable' })
    expect(asked).toEqual([])
  })

  it.each([
    ['another port', (at: number) => `http://127.0.0.1:${at + 1}/`],
    ['another name of it', (at: number) => `http://localhost:${at}/`],
    ['another address of this machine', (at: number) => `http://127.0.0.2:${at}/`],
    ['a user in front', (at: number) => `http://127.0.0.1:${at}@169.254.169.254/`],
  ])('is listed with its port and by its exact name: not %s', async (_, address) => {
    expect(await failure(listed.fetch(address(port)))).toMatchObject({ code: 'source_unreachable' })
    expect(asked).toEqual([])
  })
})

describe('what is listed for http', () => {
  const settings = (...allowPrivate: string[]) => createOutbound({ allowPrivate }, limits)

  it.each(['http://8.8.8.8/', 'http://[2606:4700:4700::1111]/'])(
    'is no public address: %s',
    async address => {
      const url = new URL(address)
      const outbound = settings(`${url.hostname}:80`, `${url.hostname}:443`)
      expect(outbound.isAllowed(url)).toBe(false)
      expect(await failure(outbound.fetch(url))).toMatchObject({
        cause: expect.stringMatching(/public and not https/),
      })
      // with https it is one like any other
      expect(outbound.isAllowed(new URL(address.replace('http', 'https')))).toBe(true)
      await outbound.close()
    },
  )

  it('is a name that leads into our own network', async () => {
    const outbound = settings(`localhost:${port}`)
    expect((await outbound.fetch(`http://localhost:${port}/b`)).status).toBe(200)
    await outbound.close()
  })

  it.each([
    ['private', '8.8.8.8', 'EPUBLIC'],
    ['private', '10.0.0.1', undefined],
    ['public', '10.0.0.1', 'EPRIVATE'],
    ['public', '8.8.8.8', undefined],
  ] as const)('is judged when it is connected to: a %s name at %s', (wanted, address, code) => {
    const lookup = ((_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
      callback(null, [{ address, family: 4 }])) as unknown as typeof dnsLookup
    let said: unknown
    lookupOf(wanted, lookup)('idp.example.com', { all: true }, (error, found) => {
      said = error?.code ?? found
    })
    expect(said).toEqual(code ?? [{ address, family: 4 }])
  })
})

describe('a name', () => {
  it('is refused when it leads to this machine, at the moment of connecting', async () => {
    // resolves by the hosts file, and does not look private
    const { hostname } = await import('node:os')
    const name = hostname()
    const error = await failure(strict.fetch(`https://${name}:${port}/`))
    expect(error).toMatchObject({ code: 'source_unreachable' })
    expect(asked).toEqual([])
  })

  it.each(['http://example.com/', 'ftp://example.com/', 'file:///etc/passwd', 'data:,x', 'javascript:1'])(
    'is never asked by %s',
    async address => {
      expect(await failure(strict.fetch(address))).toMatchObject({ code: 'source_unreachable' })
    },
  )
})

describe('where a browser may be sent', () => {
  it.each([
    ['https://login.dingtalk.com/oauth2/auth', true],
    ['http://login.dingtalk.com/', false],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['https://127.0.0.1/', false],
    ['https://[::1]/', false],
    ['https://localhost./', false],
    ['https://localhost../', false],
    ['https://LOCALHOST.:8443/', false],
    ['https://x.localhost./', false],
    ['https://127.0.0.1./', false],
    ['https://2130706433./', false],
    ['https://login.dingtalk.com./', true],
  ])('%s: %s', (address, allowed) => {
    expect(strict.isAllowed(new URL(address))).toBe(allowed)
  })

  it.each(['javascript', 'data', 'ftp', 'ws', 'wss', 'blob', 'gopher'])(
    'is no %s: address, though its host and port are listed',
    async scheme => {
      const address = `${scheme}://127.0.0.1:${port}/%0aalert(1)//`
      expect(listed.isAllowed(new URL(address))).toBe(false)
      expect(await failure(listed.fetch(address))).toMatchObject({ code: 'source_unreachable' })
      expect(asked).toEqual([])
    },
  )

  it('is what is listed, over http and https', () => {
    for (const scheme of ['http', 'https'])
      expect(listed.isAllowed(new URL(`${scheme}://127.0.0.1:${port}/`))).toBe(true)
  })
})

describe('an answer', () => {
  const here = (path = '/') => `http://127.0.0.1:${port}${path}`

  it.each([301, 302, 303, 307, 308])('is not followed elsewhere: %i', async status => {
    answer = (_request, response) => response.writeHead(status, { location: '/elsewhere' }).end()
    expect(await failure(listed.fetch(here('/start'), { method: 'POST', body: 'code=x' }))).toMatchObject({
      code: 'source_reply_invalid',
    })
    expect(asked).toEqual(['POST /start'])
  })

  it('may ask to be followed as little as the caller', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end()
    expect(await failure(listed.fetch(here(), { redirect: 'follow' }))).toMatchObject({
      code: 'source_reply_invalid',
    })
    expect(asked).toEqual(['GET /'])
  })

  it('has at most a megabyte', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(1_048_576))
    expect((await (await listed.fetch(here())).arrayBuffer()).byteLength).toBe(1_048_576)
    answer = (_request, response) => response.end(Buffer.alloc(1_048_577))
    expect(await failure(listed.fetch(here()))).toMatchObject({ code: 'source_reply_invalid' })
  })

  it('is counted as it is unpacked, and does not have to end', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)))
    expect(await failure(listed.fetch(here()))).toMatchObject({ code: 'source_reply_invalid' })
    answer = (_request, response) => {
      const more = setInterval(() => response.write(Buffer.alloc(200_000)), 5)
      response.on('close', () => clearInterval(more))
    }
    expect(await failure(listed.fetch(here()))).toMatchObject({ code: 'source_reply_invalid' })
  })

  it.each<[string, RequestListener]>([
    ['at all', () => undefined],
    [
      'after its first bytes',
      (_request, response) => {
        response.write('{')
      },
    ],
    [
      'in drops',
      (_request, response) => {
        const drops = setInterval(() => response.write(' '), 50)
        response.on('close', () => clearInterval(drops))
      },
    ],
  ])('that does not come in time is given up: not %s', async (_, silent) => {
    answer = silent
    const at = performance.now()
    expect(await failure(hasty.fetch(here()))).toMatchObject({
      code: 'source_unreachable',
      cause: expect.stringContaining('no answer in time'),
    })
    expect(performance.now() - at).toBeLessThan(9_000)
  })

  it.each<[string, RequestListener]>([
    ['before a byte', request => void request.socket.destroy()],
    [
      'in the middle',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('half')
        setTimeout(() => request.socket.destroy(), 10)
      },
    ],
  ])('that is cut is not asked for again: %s', async (_, cut) => {
    answer = cut
    expect(await failure(listed.fetch(here('/token'), { method: 'POST', body: 'code=x' }))).toMatchObject({
      code: 'source_unreachable',
    })
    expect(asked).toEqual(['POST /token'])
    // nor where the method would allow it
    expect(await failure(listed.fetch(here('/user')))).toMatchObject({ code: 'source_unreachable' })
    expect(asked).toEqual(['POST /token', 'GET /user'])
  })

  it('tells of the address without its query, where tokens are', async () => {
    answer = request => void request.socket.destroy()
    const { cause } = await failure(listed.fetch(here('/get?access_token=secret')))
    expect(String(cause)).not.toContain('secret')
    answer = (_request, response) => response.writeHead(302, { location: '/x?code=secret' }).end()
    expect(String((await failure(listed.fetch(here('/get?access_token=secret')))).cause)).not.toContain(
      'secret',
    )
    expect(String((await failure(strict.fetch(here('/get?access_token=secret')))).cause)).not.toContain(
      'secret',
    )
  })

  it.each([204, 205])('without a body is an answer: %i', async status => {
    answer = (_request, response) => response.writeHead(status).end()
    expect((await listed.fetch(here())).status).toBe(status)
  })

  it('is not kept as a cookie', async () => {
    const cookies: (string | undefined)[] = []
    answer = (request, response) => {
      cookies.push(request.headers.cookie)
      response.writeHead(200, { 'set-cookie': 'a=b' }).end('{}')
    }
    await listed.fetch(here())
    await listed.fetch(here())
    expect(cookies).toEqual([undefined, undefined])
  })
})
