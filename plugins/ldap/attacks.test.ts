import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { hostile } from './fixtures/hostile.ts'
import { type Logged, opened } from './fixtures/stage.ts'
import { answer, entry } from './simulator/answers.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

async function against(reply: (socket: Socket, chunk: Buffer, index: number) => void) {
  const server = await hostile(reply)
  stops.push(server.close)
  return server
}

const lisi = 'uid=lisi,ou=people,dc=example,dc=com'
const bound = (id: number, code = 0) => answer(id, 0x61, code, '')
const found = (id: number, code = 0) => answer(id, 0x65, code, '')
const started = answer(1, 0x78, 0, '')
const plain = { startTls: 'never' } as const

describe('a directory that has been taken over', () => {
  const garbage: [string, Buffer | string][] = [
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['sends zeros', Buffer.alloc(64)],
    ['has a length of no definite form', Buffer.from('308002010161070a010004000400', 'hex')],
    ['has a length of five bytes', Buffer.from('3085000000000c02010161070a010004000400', 'hex')],
    ['leaves the result out', Buffer.from('300502010161 00'.replace(' ', ''), 'hex')],
    ['has a result code of no bytes', Buffer.from('300b02010161060a0004000400', 'hex')],
    ['answers another question', bound(7)],
    ['answers a bind with a search', found(1)],
    ['has a value that is longer than its message', Buffer.from('300c02010161070a017f047f0400', 'hex')],
    ['has an operation that nobody asked for', Buffer.from('300c02010163070a010004000400', 'hex')],
  ]
  it.each(garbage)('is a wrong answer where it %s', async (_what, bytes) => {
    const { url } = await against(socket => void socket.write(bytes))
    const { check } = await opened({ url, ...plain })
    await expect(check('lisi', 'a password')).rejects.toMatchObject({
      code: 'source_reply_invalid',
      source: 'corp',
    })
  })

  it('does not keep us busy with an entry that claims to be longer than it is', async () => {
    const endless = Buffer.from('300b020102640604003082ffff', 'hex')
    const { url } = await against(
      (socket, _chunk, index) => void socket.write(index === 0 ? bound(1) : endless),
    )
    const { check } = await opened({ url, ...plain })
    await expect(check('lisi', 'a password')).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })

  it('is cut off after a megabyte', async () => {
    const long = entry(2, lisi, [['uid', ['x'.repeat(60_000)]]])
    const { url } = await against((socket, _chunk, index) => {
      if (index === 0) socket.write(bound(1))
      else for (let sent = 0; sent < 20; sent += 1) socket.write(long)
    })
    const { check } = await opened({ url, ...plain }, [], 5_000)
    await expect(check('lisi', 'a password')).rejects.toMatchObject({
      code: 'source_reply_invalid',
      cause: expect.stringContaining('bytes'),
    })
  })

  it.each([
    ['says nothing', () => {}],
    ['sends half an answer', (socket: Socket) => void socket.write(bound(1).subarray(0, 6))],
    ['ends the connection', (socket: Socket) => void socket.end()],
    ['breaks the connection', (socket: Socket) => void socket.resetAndDestroy()],
    ['says good-bye', (socket: Socket) => void socket.write(answer(0, 0x78, 52, 'shutting down'))],
    ['is busy', (socket: Socket) => void socket.write(bound(1, 51))],
  ])('cannot be reached where it %s', async (_what, reply) => {
    const { url } = await against(reply)
    const { check } = await opened({ url, ...plain })
    await expect(check('lisi', 'a password')).rejects.toMatchObject({ code: 'source_unreachable' })
  })

  it('cannot be reached where nobody listens', async () => {
    const { url, close } = await against(() => {})
    close()
    const { check } = await opened({ url, ...plain })
    await expect(check('lisi', 'a password')).rejects.toMatchObject({ code: 'source_unreachable' })
  })

  it('is not asked again on another connection, as nobody, after it has cut the first one', async () => {
    const server = await against((socket, _chunk, index) => {
      if (index === 0) socket.write(bound(1))
      else socket.destroy()
    })
    const { check } = await opened({ url: server.url, ...plain })
    await expect(check('lisi', 'a password')).rejects.toMatchObject({ code: 'source_unreachable' })
    expect(server.connections()).toBe(1)
  })

  it.each([
    ['no entry', []],
    ['an entry with another name', [entry(2, lisi, [['uid', ['wangwu']]])]],
    ['two entries', [entry(2, lisi, [['uid', ['lisi']]]), entry(2, lisi, [['uid', ['lisi']]])]],
    ['an entry that has no DN', [entry(2, '', [['uid', ['lisi']]])]],
  ])('lets nobody in who was found as %s, though every bind succeeds', async (_what, entries) => {
    const { url } = await against((socket, chunk, index) => {
      if (chunk[5] === 0x60 || index === 0) socket.write(bound(1))
      else socket.write(Buffer.concat([...entries, found(2)]))
    })
    const { check } = await opened({ url, ...plain })
    expect(await check('lisi', 'a password')).toBeNull()
  })

  it('lets nobody in whose answer was cut to one by its own limit', async () => {
    const { url } = await against((socket, _chunk, index) => {
      if (index === 0) socket.write(bound(1))
      else socket.write(Buffer.concat([entry(2, lisi, [['uid', ['lisi']]]), found(2, 4)]))
    })
    const log: Logged = []
    const { check } = await opened({ url, ...plain }, log)
    expect(await check('lisi', 'a password')).toBeNull()
    expect(log.join()).toContain('several people')
  })
})

describe('whoever sits between us and the directory', () => {
  it.each([
    ['refuses StartTLS', answer(1, 0x78, 2, 'unsupported extended operation'), 'source_refused'],
    ['answers something else', bound(1), 'source_refused'],
    ['promises TLS and goes on in plain text', Buffer.concat([started]), 'source_unreachable'],
    // CVE-2011-0411: the beginning of an answer that would swallow what really comes, and be read as "welcome"
    [
      'adds half an answer that is to be read after TLS has begun',
      Buffer.concat([started, Buffer.from('302c02010261270a010004000420', 'hex')]),
      'source_refused',
    ],
    ['adds a whole answer', Buffer.concat([started, bound(2)]), 'source_refused'],
  ])('learns no password where it %s', async (_what, reply, code) => {
    const server = await against((socket, _chunk, index) => {
      if (index === 0) socket.write(reply)
      else socket.write(bound(index + 1))
    })
    const { check } = await opened({ url: server.url })
    await expect(check('lisi', 'the password of lisi')).rejects.toMatchObject({ code, source: 'corp' })
    expect(Buffer.concat(server.heard).toString('latin1')).not.toMatch(/password|secret|sso-kit/)
  })

  it('is not talked to without StartTLS, unless the file says so', async () => {
    const server = await against(socket => void socket.end())
    const { check } = await opened({ url: server.url })
    await expect(check('lisi', 'a password')).rejects.toMatchObject({ code: 'source_unreachable' })
    // an extended request: nothing else was said
    expect(server.heard[0]?.[5]).toBe(0x77)
  })
})

describe('a password that is empty', () => {
  it('is not asked about: the server would say yes', async () => {
    const server = await against(socket => void socket.write(bound(1)))
    const { check } = await opened({ url: server.url, ...plain })
    expect(await check('lisi', '')).toBeNull()
    expect(server.connections()).toBe(0)
  })
})

describe('a name that nobody has', () => {
  it('takes the same steps as a wrong password', async () => {
    const steps = async (entries: Buffer[]) => {
      const server = await against((socket, chunk) => {
        if (chunk[5] === 0x60) socket.write(bound(1, chunk.includes('cn=sso-kit') ? 0 : 49))
        else socket.write(Buffer.concat([...entries, found(2)]))
      })
      const { check } = await opened({ url: server.url, ...plain })
      expect(await check('lisi', 'a password')).toBeNull()
      return server.heard.map(chunk => chunk[chunk[1] === 0x82 ? 7 : 5]).sort()
    }
    const [wrongName, wrongPassword] = [await steps([]), await steps([entry(2, lisi, [['uid', ['lisi']]])])]
    expect(wrongName.filter(tag => tag === 0x60)).toHaveLength(2)
    expect(wrongName).toEqual(wrongPassword)
  })
})
