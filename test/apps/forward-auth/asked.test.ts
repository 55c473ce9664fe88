import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Dialect, dialects, wantsPage } from '../../../src/apps/forward-auth/asked.ts'
import { isPlainPath, plainHost } from '../../../src/apps/forward-auth/plain.ts'

/** What each proxy sends for `GET https://intranet.example.com/a?b=1`. */
const forwarded = [
  ...['X-Forwarded-Method', 'GET', 'X-Forwarded-Proto', 'https'],
  ...['X-Forwarded-Host', 'intranet.example.com', 'X-Forwarded-Uri', '/a?b=1'],
]
const original = ['X-Original-Method', 'GET', 'X-Original-URL', 'https://intranet.example.com/a?b=1']
const sent: Record<Dialect, { rest: string; rawHeaders: string[] }> = {
  nginx: { rest: '', rawHeaders: ['Host', '127.0.0.1:8080', ...original] },
  traefik: { rest: '', rawHeaders: ['Host', '127.0.0.1:8080', ...forwarded] },
  caddy: { rest: '', rawHeaders: ['Host', 'intranet.example.com', ...forwarded] },
  envoy: { rest: '/a?b=1', rawHeaders: ['Host', 'intranet.example.com', 'X-Forwarded-Proto', 'https'] },
}
const names = Object.keys(sent) as Dialect[]
const ask = (dialect: Dialect, rawHeaders: readonly string[], rest = sent[dialect].rest) =>
  dialects[dialect]({ method: 'GET', rest, rawHeaders }, 443)
/** With one header replaced, or taken out. */
const having = (rawHeaders: readonly string[], name: string, ...values: string[]) => {
  const kept = rawHeaders.flatMap((each, index) =>
    index % 2 === 0 && each !== name ? [each, rawHeaders[index + 1] ?? ''] : [],
  )
  return [...kept, ...values.flatMap(value => [name, value])]
}

describe.each(names)('a question of %s', dialect => {
  const { rawHeaders } = sent[dialect]
  const own = {
    nginx: ['X-Original-Method', 'X-Original-URL'],
    traefik: ['X-Forwarded-Method', 'X-Forwarded-Host', 'X-Forwarded-Uri'],
    caddy: ['X-Forwarded-Method', 'X-Forwarded-Host', 'X-Forwarded-Uri'],
    envoy: ['Host'],
  }[dialect]

  it('is about a method, a host, a path and a query', () => {
    expect(ask(dialect, rawHeaders)).toEqual({
      ...{ method: 'GET', host: 'intranet.example.com', path: '/a', query: '?b=1' },
    })
  })

  it.each(own)('is unclear without %s, with two of them, and with an empty one', name => {
    const value = rawHeaders[rawHeaders.indexOf(name) + 1] ?? ''
    for (const values of [[], [value, value], [''], [`${value}, ${value}`]]) {
      expect(ask(dialect, having(rawHeaders, name, ...values))).toHaveProperty('unclear')
    }
    expect(ask(dialect, having(rawHeaders, name, value))).not.toHaveProperty('unclear')
  })

  it('takes nothing from the headers of another family', () => {
    const foreign = dialect === 'traefik' || dialect === 'caddy' ? original : forwarded
    const spoofed = foreign.map(each => each.replace('intranet', 'secret').replace('/a', '/b'))
    expect(ask(dialect, [...rawHeaders, ...spoofed, 'X_Original_URL', 'https://x/'])).toEqual(
      ask(dialect, rawHeaders),
    )
  })
})

it.each([
  'intranet.example.com/a',
  'ftp://intranet.example.com/a',
  'https://a@intranet.example.com/a',
  'https:///a',
  'https://intranet.example.com',
  'https://intranet.example.com?a',
])('nginx has to give a whole address, not %s', url => {
  expect(ask('nginx', having(sent.nginx.rawHeaders, 'X-Original-URL', url))).toHaveProperty('unclear')
})

it.each(['get', 'GET POST', 'GET\n', '', 'G'.repeat(40)])('%j is no method', method => {
  expect(ask('traefik', having(sent.traefik.rawHeaders, 'X-Forwarded-Method', method))).toEqual({
    unclear: 'method missing, repeated or not as it has to be',
  })
})

it.each([
  ['/a/../b', '/a/../b', 'an empty segment or a dot segment'],
  ['//b?token=secret', '//b', 'an empty segment or a dot segment'],
  ['/a%2Fb?token=secret', '/a%2Fb', 'an encoded slash, backslash or control character'],
  ['/a%252e', '/a%252e', 'an encoding of an encoding'],
  ['/a%zz', '/a%zz', 'a "%" that encodes nothing'],
  ['/a\\b', '/a\\b', 'a backslash, "#" or "?"'],
  ['/a#token=secret', '/a', 'a backslash, "#" or "?"'],
  ['/a%c0%ae', '/a%c0%ae', 'an overlong encoding'],
  ['/a b', '/a b', 'characters that have to be encoded, or no slash at its beginning'],
  ['/a?b=secret /c', '/a', 'a space in its query'],
])('of %s it can be told what is odd about the path, and nothing of the query', (target, path, oddity) => {
  for (const dialect of ['nginx', 'traefik', 'envoy'] as const) {
    const url = `https://intranet.example.com${target}`
    const { rawHeaders } = sent[dialect]
    const headers = {
      nginx: ['X-Original-URL', url],
      traefik: ['X-Forwarded-Uri', target],
      envoy: ['Accept', ''],
    }
    const [name = '', value = ''] = headers[dialect]
    const rest = dialect === 'envoy' ? target : ''
    expect(ask(dialect, having(rawHeaders, name, value), rest)).toEqual({
      ...{ unclear: `a path with ${oddity}`, method: 'GET', host: 'intranet.example.com', path },
    })
  }
})

describe('a host', () => {
  it.each([
    ['INTRANET.example.com', 'intranet.example.com'],
    ['intranet.example.com.', 'intranet.example.com'],
    ['intranet.example.com:443', 'intranet.example.com'],
    ['intranet.example.com.:443', 'intranet.example.com'],
    ['intranet.example.com:8443', 'intranet.example.com:8443'],
    ['intranet.example.com:08443', 'intranet.example.com:8443'],
  ])('%s is %s', (host, plain) => expect(plainHost(host, 443)).toBe(plain))

  it.each(['', '.', 'a b', 'a,b', 'a@b', 'a/b', 'a:', 'a:b', 'a:123456', '[::1]', 'ä.example', 'a\u0000'])(
    '%j is none',
    host => expect(plainHost(host, 443)).toBeUndefined(),
  )
})

describe('a path', () => {
  it.each([
    '/',
    '/a/b.c/d',
    '/a/',
    '/.well-known/x',
    '/a..b/...',
    '/a;v=1/b',
    '/%E4%B8%AD%E6%96%87',
    '/%D6%D0%CE%C4',
    '/100%25',
    '/a%20b',
    '/%e0%b8%81',
    "/~a/!$&'()*+,=:@",
  ])('%s means the same to everybody', path => expect(isPlainPath(path)).toBe(true))

  it.each([
    '',
    'a',
    '//',
    '//evil.example',
    '/a//b',
    '/a/..%2fadmin',
    '/a/%2e%2e/admin',
    '/a/.%2e/admin',
    '/a/../admin',
    '/a/./b',
    '/..',
    '/a/.',
    '/a/..;x=1/admin',
    '/a/%2e%2e;/admin',
    '/a\\..\\admin',
    '/a%5c..%5cadmin',
    '/a%2Fb',
    '/a%252e%252e/b',
    '/a%25%32%65',
    '/a%00',
    '/a%0d%0aX: y',
    '/a%7f',
    '/a%c0%af',
    '/%c0%ae%c0%ae/a',
    '/a%',
    '/a%2',
    '/a%zz',
    '/a%u002f',
    '/a b',
    '/中文',
    '/a#b',
    `/${'a'.repeat(9000)}`,
  ])('%s does not', path => expect(isPlainPath(path)).toBe(false))

  it('that is plain is read as one and the same by the parser of addresses, by a second decoding, and by a normaliser', () => {
    const piece = fc.constantFrom(
      'a',
      '/',
      '.',
      '%',
      '2',
      'e',
      'f',
      '5',
      'c',
      ';',
      '\\',
      '%2e',
      '%2f',
      '%25',
      '0',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const path = `/${pieces.join('')}`
        if (!isPlainPath(path)) return
        const { pathname, host } = new URL(path, 'http://site.example')
        expect([host, pathname]).toEqual(['site.example', path])
        const bytes = (_: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))
        const once = path.replace(/%(..)/g, bytes)
        expect(once.split('/')).toHaveLength(path.split('/').length)
        expect(once.split('/').filter(segment => segment === '..' || segment === '.')).toEqual([])
        expect(once.replace(/%[0-9a-f]{2}/gi, '')).toBe(once)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a page is waited for', () => {
  const asked = { method: 'GET', host: 'h', path: '/', query: '' }
  it.each([
    ['navigation', 'GET', ['Sec-Fetch-Mode', 'navigate'], true],
    ['fetch', 'GET', ['Sec-Fetch-Mode', 'cors', 'Accept', 'text/html'], false],
    ['web socket', 'GET', ['Sec-Fetch-Mode', 'websocket'], false],
    ['old browser', 'GET', ['Accept', 'text/html,*/*'], true],
    ['old script', 'GET', ['Accept', 'text/html', 'X-Requested-With', 'XMLHttpRequest'], false],
    ['program', 'GET', ['Accept', '*/*'], false],
    ['form', 'POST', ['Sec-Fetch-Mode', 'navigate'], false],
    ['look', 'HEAD', ['Accept', 'text/html'], false],
  ])('%s', (_who, method, rawHeaders, waits) => {
    expect(wantsPage({ ...asked, method }, rawHeaders)).toBe(waits)
  })
})
