import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../browser.ts'
import { github, local, partner, registering, type Site } from '../site.ts'
import { accepted, alist, call, envelopeOf, files, me, said, tokenFor, update } from './alist-steps.ts'
import { accountOf, boundTo, isSignedIn, openReadySite, postByHand } from './steps.ts'

let site: Site
/** A site for each subject: sixty starts and callbacks a minute are all that one address gets. */
function useSite(text: string): void {
  beforeAll(async () => {
    site = await openReadySite(text)
  })
  afterAll(() => site.close())
}

describe('a token', () => {
  useSite(`${registering}${alist('github')}\nsources:${github}${partner}${local}`)
  const fresh = async (person: string) => {
    const browser = site.browser()
    return { browser, token: await tokenFor(site, browser, 'github', person) }
  }

  it.each([
    ['none', undefined, 'Guest user is disabled, login please'],
    ['an empty one', '', 'Guest user is disabled, login please'],
    ['one of another kind', 'eyJhbGciOiJIUzI1NiJ9.e30.x', "that's not even a token"],
    ['one with Bearer', `Bearer ${'A'.repeat(43)}`, "that's not even a token"],
    ['one that nobody made', 'A'.repeat(43), 'token is invalidated'],
  ])('is needed: %s', async (_, token, message) => {
    const headers = token === undefined ? {} : { token }
    for (const path of ['/api/me', '/api/auth/logout'])
      expect(said(await call(site, path, headers))).toEqual([401, message])
    expect(said(await call(site, '/api/me/update', { ...headers, json: {} }))).toEqual([401, message])
  })

  it('tells who holds it, as AList does', async () => {
    const { browser, token } = await fresh('lisi')
    const { username } = await accountOf(site, browser)
    const { data } = envelopeOf(await me(site, token))
    expect(data).toEqual({
      id: expect.any(Number),
      username,
      password: '',
      base_path: '/staff',
      role: 0,
      disabled: false,
      permission: 768,
      sso_id: expect.stringMatching(/^[\w-]{43}$/),
      otp: false,
    })
    expect(Number.isSafeInteger(data?.id)).toBe(true)
  })

  it.each<[string, (browser: Browser) => Promise<unknown>]>([
    ['signs out', browser => postByHand(browser, '/signout')],
    [
      'is signed out from elsewhere',
      async browser => site.storage.sessions.endAll((await accountOf(site, browser)).id),
    ],
    [
      'sets a password',
      browser => postByHand(browser, '/account/password', { password: 'a long new password' }),
    ],
    ['binds another identity', browser => browser.bind('partner', 'wangwu')],
    [
      'was idle too long',
      async () => {
        site.clock.now += 30 * 60_000
      },
    ],
  ])('ends when the person %s', async (_, act) => {
    const { browser, token } = await fresh('wangwu')
    expect(said(await me(site, token))).toEqual(accepted)
    await act(browser)
    expect(said(await me(site, token))).toEqual([401, 'token is invalidated'])
  })

  it('lives eight hours at most, however much it is used, and keeps the session awake', async () => {
    const { browser, token } = await fresh('chenjing')
    for (let minute = 0; minute < 8 * 60; minute += 20) {
      expect(said(await me(site, token))).toEqual(accepted)
      site.clock.now += 20 * 60_000
    }
    expect(said(await me(site, token))[0]).toBe(401)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('ends by itself, and the session goes on', async () => {
    const { browser, token } = await fresh('zhaomin')
    expect(said(await call(site, '/api/auth/logout', { token, origin: files }))).toEqual(accepted)
    expect(said(await me(site, token))).toEqual([401, 'token is invalidated'])
    expect(await isSignedIn(browser)).toBe(true)
  })
})

describe('pages of other origins', () => {
  useSite(`${registering}${alist('github')}\nsources:${github}`)
  const asked = ['/api/me', '/api/me/update', '/api/public/settings', '/api/auth/logout']

  it.each(asked)('may ask %s only if the file lists them', async path => {
    for (const [origin, allowed] of [
      [files, files],
      ['https://evil.example', null],
      ['null', null],
      [`${files}.evil.example`, null],
      ['http://files.example.com', null],
    ] as const) {
      for (const method of ['OPTIONS', path.endsWith('update') ? 'POST' : 'GET']) {
        const { headers, status } = await call(site, path, { origin, method })
        expect([method, status, headers.get('access-control-allow-origin')]).toEqual([
          method,
          method === 'OPTIONS' ? 204 : 200,
          allowed,
        ])
        expect(headers.get('access-control-allow-credentials')).toBeNull()
        expect(headers.get('vary')).toContain('Origin')
      }
    }
  })

  it('are told nothing elsewhere', async () => {
    for (const path of ['/signin', '/account', '/api/auth/sso?method=sso_get_token']) {
      const { headers } = await call(site, path, { origin: files })
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
    expect((await call(site, '/account', { origin: files, method: 'OPTIONS' })).status).toBe(405)
  })

  it('may not use a token that they got hold of', async () => {
    const token = await tokenFor(site, site.browser(), 'github', 'lisi')
    for (const origin of ['https://evil.example', 'null']) {
      expect(said(await me(site, token, origin))).toEqual([401, 'token is invalidated'])
      expect(said(await call(site, '/api/me/update', { token, origin, json: { sso_id: '' } }))[0]).toBe(401)
    }
  })

  it('see which platform there is', async () => {
    const { data } = envelopeOf(await call(site, '/api/public/settings', { origin: files }))
    expect(data).toEqual({
      sso_login_enabled: 'true',
      sso_login_platform: 'Github',
      sso_compatibility_mode: 'false',
    })
  })
})

describe('a profile', () => {
  useSite(`${registering}${alist('github')}\nsources:${github}`)

  it('has no password or name set by a token, and nothing from a form', async () => {
    const browser = site.browser()
    const token = await tokenFor(site, browser, 'github', 'lisi')
    const { username } = await accountOf(site, browser)
    for (const json of [
      { username, password: 'a password of the thief', sso_id: 'x' },
      { username: 'admin', password: '' },
      { password: '' },
    ])
      expect(said(await update(site, token, json))[0]).toBe(400)
    const form = await fetch(`${site.url}/api/me/update`, {
      method: 'POST',
      headers: { authorization: token },
      body: new URLSearchParams({ username, password: '', sso_id: '' }),
    })
    expect(await form.json()).toMatchObject({ code: 400, data: null })
    expect((await accountOf(site, browser)).username).toBe(username)
  })

  it('keeps its last way in', async () => {
    const browser = site.browser()
    const token = await tokenFor(site, browser, 'github', 'wangwu')
    const account = await accountOf(site, browser)
    const { username } = account
    expect(said(await update(site, token, { username, password: '', sso_id: '' }))[0]).toBe(409)
    expect(await boundTo(site, account)).toEqual(['github'])
  })

  it('of a guest stays as it is', async () => {
    const browser = site.browser()
    const token = await tokenFor(site, browser, 'github', 'chenjing')
    const { id, username } = await accountOf(site, browser)
    await site.storage.accounts.update(id, { role: 'guest' })
    expect(said(await update(site, token, { username, password: '', sso_id: '' }))).toEqual([
      403,
      'Guest user can not update profile',
    ])
    expect(envelopeOf(await me(site, token)).data?.role).toBe(1)
  })

  it.each([
    ['broken JSON', '{'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['too much', JSON.stringify({ username: 'x'.repeat(20_000) })],
  ])('is not changed by %s, and nobody sees a stack', async (_, body) => {
    const token = await tokenFor(site, site.browser(), 'github', 'zhaomin')
    const reply = await fetch(`${site.url}/api/me/update`, {
      method: 'POST',
      headers: { authorization: token, 'content-type': 'application/json' },
      body,
    })
    const text = await reply.text()
    expect([reply.status, (JSON.parse(text) as { code: number }).code]).toEqual([200, 400])
    expect(text).not.toMatch(/ at |node_modules|SyntaxError/)
  })
})

describe('with the roles of AList 3.46 and later', () => {
  useSite(`permissionProfile: alist${registering}${alist('github')}\nsources:${github}`)

  it('a person has a list of them', async () => {
    const token = await tokenFor(site, site.browser(), 'github', 'lisi')
    expect(envelopeOf(await me(site, token)).data).toMatchObject({
      role: [0],
      role_names: ['general'],
      permissions: [{ path: '/staff', permission: 768 }],
    })
  })
})
