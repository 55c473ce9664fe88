import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { returnPath } from '../../src/server/return-to.ts'
import { hostileReturnTo } from './hostile-return-to.ts'

const publicUrls = ['https://sso.example.com', 'https://example.com/sso', 'http://localhost:8080']

/** Where a browser would be sent; checked with a parser and, since readers differ, by hand too. */
function expectOurs(path: string, publicUrl: string): void {
  const { origin } = new URL(publicUrl)
  expect(new URL(path, publicUrl).origin).toBe(origin)
  expect(new URL(path, publicUrl).href).toBe(origin + path)
  expect(path).toMatch(/^\/(?![/\\])[\u0021-\u007e]*$/)
  expect(path).not.toMatch(/[\\<>"]/)
}

const piece = fc.oneof(
  fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    ':',
    '@',
    '#',
    '?',
    '%',
    '%2f',
    '%5c',
    '%2e',
    '\t',
    '\n',
    '\r',
    '\u0000',
    ' ',
    '//',
    'https:',
    'javascript:',
    'evil.example',
    '。',
    '／',
    'localhost',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
const wish = fc.array(piece, { maxLength: 12 }).map(parts => parts.join(''))

describe.each(publicUrls)('a return path of %s', publicUrl => {
  it.each(hostileReturnTo)('stays ours: %j', text => {
    expectOurs(returnPath(text, publicUrl), publicUrl)
  })

  it('stays ours, whatever is wished', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          wish,
          wish.map(text => `/${text}`),
        ),
        text => {
          expectOurs(returnPath(text, publicUrl), publicUrl)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('is its own return path', () => {
    fc.assert(
      fc.property(wish, text => {
        const once = returnPath(`/${text}`, publicUrl)
        expect(returnPath(once, publicUrl)).toBe(once)
      }),
      { numRuns: 3_000 },
    )
  })

  it.each([undefined, null, 7, ['/account'], { a: 1 }, true])('is the first page for %j', value => {
    expect(returnPath(value, publicUrl)).toBe(`${new URL(publicUrl).pathname.replace(/\/$/, '')}/`)
  })
})
