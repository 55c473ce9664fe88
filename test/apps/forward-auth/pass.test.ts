import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Person } from '../../../src/accounts/person.ts'
import { identityOf } from '../../../src/apps/forward-auth/identity.ts'
import { type Keys, passFor, passLifeMs, readPass } from '../../../src/apps/forward-auth/pass.ts'
import { reachOf } from '../../../src/apps/forward-auth/site.ts'
import { isRenewal, renewalOf, ticketOf, wishOf, wishQuery } from '../../../src/apps/forward-auth/ticket.ts'

const keys: Keys = [randomBytes(32)]
const place = { app: 'intranet', host: 'intranet.example.com' }
const pass = { sessionId: '0123456789abcdef0123456789abcdef', expiresAt: 1_000_000 }
const cookie = passFor(pass, place, keys)

describe('a pass', () => {
  it('says whose session it stands for, until its end', () => {
    expect(readPass(cookie, place, keys, pass.expiresAt - 1)).toEqual(pass)
    expect(readPass(cookie, place, keys, pass.expiresAt)).toBeUndefined()
    expect(passLifeMs).toBeLessThanOrEqual(600_000)
  })

  it.each([
    ['at another host of the app', { ...place, host: 'other.example.com' }],
    ['for another app', { ...place, app: 'other' }],
  ])('is good for nothing %s', (_what, elsewhere) => {
    expect(readPass(cookie, elsewhere, keys, 0)).toBeUndefined()
  })

  it('is good for nothing when anything in it is changed', () => {
    for (let at = 0; at < cookie.length; at += 1) {
      const changed = cookie.slice(0, at) + (cookie[at] === '1' ? '2' : '1') + cookie.slice(at + 1)
      // the last letter of 43 has bits that stand for nothing; the text is compared all the same
      expect(readPass(changed, place, keys, 0)).toBeUndefined()
    }
    expect(readPass('', place, keys, 0)).toBeUndefined()
  })

  it('outlives a new key, and not the end of the one that made it', () => {
    expect(readPass(cookie, place, [randomBytes(32), ...keys], 0)).toEqual(pass)
    expect(readPass(cookie, place, [randomBytes(32)], 0)).toBeUndefined()
  })

  it('proves a renewal for its session and app alone', () => {
    const proof = renewalOf('s', 'intranet', keys)
    expect(isRenewal(proof, 's', 'intranet', keys)).toBe(true)
    expect([isRenewal(proof, 't', 'intranet', keys), isRenewal(proof, 's', 'wiki', keys)]).toEqual([
      false,
      false,
    ])
    expect(isRenewal('', 's', 'intranet', keys)).toBe(false)
  })
})

describe('what a site is told', () => {
  const told = (
    account: Partial<Person['account']>,
    groups: string[] = [],
    email?: Parameters<typeof identityOf>[1],
  ) => {
    const person = {
      account: { username: 'lisi', displayName: null, email: null, ...account },
      rights: { groups },
    } as unknown as Person
    const lines = identityOf(person, email)
    return Object.fromEntries(lines.flatMap((name, at) => (at % 2 === 0 ? [[name, lines[at + 1]]] : [])))
  }

  it('has every header, and an empty one for what is not known', () => {
    expect(told({})).toEqual({
      'Remote-User': 'lisi',
      'Remote-Name': '',
      'Remote-Email': '',
      'Remote-Groups': '',
    })
  })

  it.each(['李四', 'Li Si', '100%', ' Li ', 'a\r\nX-Admin: 1', '名,字', '🙂', 'é'])(
    '%j comes back by decoding',
    name => {
      const { 'Remote-Name': value = '' } = told({ displayName: name })
      expect(value).toMatch(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/)
      expect(decodeURIComponent(value)).toBe(name)
    },
  )

  it('leaves plain names as they are, and is legal for half a character', () => {
    const email = { value: 'li.si+x@example.com', isTheirs: true }
    expect(told({ displayName: 'Li Si (HR)' }, [], email)).toMatchObject({
      ...{ 'Remote-Name': 'Li Si (HR)', 'Remote-Email': 'li.si+x@example.com' },
    })
    expect(told({ displayName: 'a\ud800' })['Remote-Name']).toBe('a%EF%BF%BD')
  })

  it('says no address that nobody answers for, or that somebody answers for as another one’s too', () => {
    expect(told({ email: 'boss@example.com' })['Remote-Email']).toBe('')
    const shared = { value: 'boss@example.com', isTheirs: false }
    expect(told({ email: 'boss@example.com' }, [], shared)['Remote-Email']).toBe('')
  })

  it('keeps groups apart whatever their names', () => {
    const groups = ['研发部', 'a,b', 'ops']
    const { 'Remote-Groups': value = '' } = told({}, groups)
    expect(value.split(',').map(decodeURIComponent)).toEqual(groups)
  })
})

describe('a wish', () => {
  const reach = reachOf('https://sso.example.com')
  const app = { options: { hosts: ['intranet.example.com', 'news.example.com:8443'] } }
  const browserHash = 'a'.repeat(64)
  const asked = { method: 'GET', host: 'intranet.example.com', path: '/a', query: '?b=%2F&c' }
  const wish = (to: string, browser = browserHash) => wishOf(new URLSearchParams({ to, browser }), app, reach)

  it('comes back as it was made', () => {
    expect(wishOf(wishQuery(asked, reach, browserHash), app, reach)).toEqual({
      ...{ host: 'intranet.example.com', target: '/a?b=%2F&c', browserHash },
    })
    expect(wish('https://news.example.com:8443/')).toMatchObject({
      host: 'news.example.com:8443',
      target: '/',
    })
  })

  it('loses what makes it too long for the way through the sign-in page, and no bytes', () => {
    const long = { ...asked, query: `?${'x'.repeat(3000)}` }
    expect(wishOf(wishQuery(long, reach, browserHash), app, reach)).toMatchObject({ target: '/a' })
    const longer = { ...long, path: `/${'x'.repeat(3000)}` }
    expect(wishOf(wishQuery(longer, reach, browserHash), app, reach)).toMatchObject({ target: '/' })
    const raw = { ...asked, query: '?q=\xe4\xb8\xad' }
    expect(wishOf(wishQuery(raw, reach, browserHash), app, reach)).toMatchObject({ target: '/a?q=%e4%b8%ad' })
  })

  it.each([
    'https://evil.example/',
    'https://intranet.example.com.evil.example/',
    'https://intranet.example.com@evil.example/',
    'https://intranet.example.com:444/',
    'https://news.example.com/',
    'https:intranet.example.com/',
    '//intranet.example.com/',
    'javascript:alert(1)//intranet.example.com/',
    'https://intranet.example.com//evil.example',
    'https://intranet.example.com/\\evil.example',
    'https://intranet.example.com/a\r\nSet-Cookie: x',
    'https://intranet.example.com/?a\r\nSet-Cookie: x',
    '/a',
    '',
  ])('%j is no page of the app', to => expect(wish(to)).toBeUndefined())

  it('is one of one browser', () => {
    expect(wish('https://intranet.example.com/', 'short')).toBeUndefined()
    const twice = new URLSearchParams({ to: 'https://intranet.example.com/' })
    for (const each of ['a', 'b']) twice.append('browser', each.repeat(64))
    expect(wishOf(twice, app, reach)).toBeUndefined()
  })

  it.each(['', '?ticket=', '?ticket=short', `?ticket=${'a'.repeat(43)}&ticket=${'b'.repeat(43)}`])(
    'a ticket is not in %j',
    query => expect(ticketOf({ ...asked, query })).toBeUndefined(),
  )
})
