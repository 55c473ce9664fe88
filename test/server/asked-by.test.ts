import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { local } from '../site.ts'
import { openPublicSite, type PublicSite } from './public-site.ts'
import { get, post, send } from './raw.ts'

describe('the name a server is asked by', () => {
  let open: PublicSite
  const own = 'Host: sso.example.com'
  beforeAll(async () => {
    open = await openPublicSite(`sources:${local}`)
  })
  afterAll(() => open.stop())

  it('is its own', async () => {
    const { status, headers } = await get(open.port, '/account', [own])
    expect([status, headers.get('location')]).toEqual([
      302,
      ['https://sso.example.com/signin?returnTo=%2Faccount'],
    ])
    expect((await get(open.port, '/signin', ['Host: SSO.Example.COM'])).status).toBe(200)
  })

  it('is named beside the one that was asked for, in the log', async () => {
    const { body } = await get(open.port, '/signin', ['Host: sso.example.com:8443'])
    expect(open.log.at(-1)).toMatchObject({
      code: 'host_unknown',
      cause: 'host sso.example.com:8443, and publicUrl has sso.example.com',
    })
    const links = [...body.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href]) => href)
    expect(links).toEqual(['https://sso.example.com/', 'https://sso.example.com/signin?choose'])
    // what belongs to the page itself must be at the name that it was asked for by
    const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(body) ?? []
    expect((await get(open.port, style, ['Host: sso.example.com:8443'])).status).toBe(200)
  })

  it.each<[string, string, string[]]>([
    ['another Host', '/signin', ['Host: evil.example']],
    ['a longer Host', '/signin', ['Host: sso.example.com.evil.example']],
    ['a Host with another port', '/signin', ['Host: sso.example.com:8080']],
    ['an empty Host', '/signin', ['Host: ']],
    ['an address', '/signin', ['Host: 127.0.0.1']],
    ['a Host with a name in front', '/signin', ['Host: user@sso.example.com']],
    ['a Host with a path', '/signin', ['Host: sso.example.com/signin']],
    ['two Hosts, the good one first', '/signin', [own, 'Host: evil.example']],
    ['two Hosts, the good one last', '/signin', ['Host: evil.example', own]],
    ['the good Host twice', '/signin', [own, own]],
    ['the whole address of another server', 'http://evil.example/signin', [own]],
    [
      'the whole address of this server under a foreign Host',
      'https://sso.example.com/signin',
      ['Host: evil.example'],
    ],
    ['no Host', '/signin', []],
    [
      'X-Forwarded-Host beside a foreign one',
      '/signin',
      ['Host: evil.example', 'X-Forwarded-Host: sso.example.com'],
    ],
  ])('is refused: %s', async (_, target, lines) => {
    const { status, body, headers } = await get(open.port, target, lines)
    expect(status).toBe(400)
    expect(body).not.toContain('evil')
    expect(headers.get('location')).toBeUndefined()
    expect(headers.get('set-cookie')).toBeUndefined()
  })

  it.each([
    ['X-Forwarded-Host: evil.example'],
    ['X-Forwarded-Proto: http'],
    ['Forwarded: host=evil.example;proto=http'],
    ['X-Original-URL: https://evil.example/'],
    ['X-Rewrite-URL: /nothing'],
    ['X-HTTP-Method-Override: POST'],
  ])('is not taken from %s', async line => {
    const { status, headers, body } = await get(open.port, '/account', [own, line])
    expect([status, headers.get('location')]).toEqual([
      302,
      ['https://sso.example.com/signin?returnTo=%2Faccount'],
    ])
    expect(body).not.toContain('evil')
  })

  it.each(['/healthz', '/readyz'])('does not matter for %s', async path => {
    for (const lines of [[own], ['Host: 10.0.0.7:8080'], ['Host: evil.example']]) {
      const { status, headers, body } = await get(open.port, path, lines)
      expect([status, headers.get('content-type')]).toEqual([200, ['application/json']])
      expect(body).not.toContain('sso')
    }
  })

  it.each([
    ['a request line that is none', 'NONSENSE\r\n\r\n'],
    ['a header of 20 KB', `GET / HTTP/1.1\r\nHost: sso.example.com\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    [
      'two lengths',
      'POST /signout HTTP/1.1\r\nHost: sso.example.com\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    ],
    [
      'a length and chunks',
      'POST /signout HTTP/1.1\r\nHost: sso.example.com\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('is not reached by %s', async (_, bytes) => {
    const { status } = await send(open.port, bytes)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  })
})

describe('whose address counts', () => {
  const form = { username: 'nobody', password: 'a wrong password', form_token: 'x' }

  it('is the peer’s, as long as no proxy is trusted', async () => {
    const open = await openPublicSite(`sources:${local}`)
    await get(open.port, '/auth/local/callback', ['Host: sso.example.com', 'X-Forwarded-For: 203.0.113.7'])
    expect(String(open.log.at(-1)?.address)).toMatch(/127\.0\.0\.1$/)
    for (let count = 0; count < 61; count++) {
      await get(open.port, '/auth/nobody', ['Host: sso.example.com', `X-Forwarded-For: 203.0.113.${count}`])
    }
    expect(open.log.at(-1)).toMatchObject({ code: 'too_many_requests' })
    await open.stop()
  })

  it('is what a trusted proxy says, and not what its client says before it', async () => {
    const open = await openPublicSite(`sources:${local}`, undefined, ', trustedProxies: ["127.0.0.1"]')
    const line = async (forwarded: string) => {
      await post(
        open.port,
        '/auth/nobody/password',
        ['Host: sso.example.com', `X-Forwarded-For: ${forwarded}`],
        form,
      )
      return open.log.at(-1)?.address
    }
    expect(await line('203.0.113.7')).toBe('203.0.113.7')
    expect(await line('198.51.100.1, 203.0.113.7')).toBe('203.0.113.7')
    await open.stop()
  })

  it('does not change the name or the scheme, even by a trusted proxy', async () => {
    const open = await openPublicSite(`sources:${local}`, undefined, ', trustedProxies: ["127.0.0.1"]')
    const lines = ['Host: sso.example.com', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: http']
    expect((await get(open.port, '/account', lines)).headers.get('location')).toEqual([
      'https://sso.example.com/signin?returnTo=%2Faccount',
    ])
    await open.stop()
  })
})
