import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepPassword, passwordRecord } from '../../src/accounts/local.ts'
import { compile } from '../../src/config/compile.ts'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { listenFor } from '../../src/sandbox/speaking.ts'
import { createLog } from '../../src/server/log.ts'
import { Browser } from '../../test/browser.ts'
import { isSignedIn, refusal } from '../../test/server/steps.ts'
import { local, openSite, registering, type Site } from '../../test/site.ts'
import { usual } from './fixtures/stage.ts'
import { passwordOf, simulate } from './simulator/index.ts'

const secret = { reveal: () => 'a secret that only tests know' }

const file = (url: string, allow = '') => `${registering}
sources:${local}
  - id: corp
    type: ldap
    name: 公司账号
    description: 公司的用户名和密码
    url: ${url}
    startTls: never
    directory: openldap
    baseDn: ou=people,dc=example,dc=com
    bindDn: cn=sso-kit,ou=services,dc=example,dc=com
    bindPassword: { env: SECRET }
${allow}`

describe('a second source of passwords on the sign-in page', () => {
  let site: Site
  let stopDirectory: () => void

  beforeAll(async () => {
    const world = createWorld({ now: Date.now, random: randomBytes })
    const { speaker } = await simulate({ ...usual, bindPassword: secret }, world)
    if (!speaker) throw new Error('the simulator speaks nothing but HTTP')
    const { address, close } = await listenFor(speaker)
    stopDirectory = close
    site = await openSite(file(`ldap://${address}`))
  })
  afterAll(async () => {
    await site?.close()
    stopDirectory?.()
  })

  const enter = (browser: Browser, source: string, username: string, password: string) =>
    browser.submit('/signin', `/auth/${source}/password`, { username, password })

  it('has a form of its own, under its own name', async () => {
    const { page } = await site.browser().get('/signin')
    for (const [source, title] of [
      ['local', 'Password'],
      ['corp', '公司的用户名和密码'],
    ])
      expect(page).toMatch(
        new RegExp(`action="/auth/${source}/password"[^>]*>(?:(?!</form>).)*<h2>${title}</h2>`, 's'),
      )
  })

  it('registers a person, and knows them again', async () => {
    const browser = site.browser()
    const { status, location } = await enter(browser, 'corp', 'lisi', passwordOf({ id: 'lisi' }))
    expect([status, location]).toEqual([303, `${site.url}/`])
    expect(await isSignedIn(browser)).toBe(true)
    expect(await isSignedIn(site.browser())).toBe(false)
    await enter(site.browser(), 'corp', 'LISI', passwordOf({ id: 'lisi' }))
    expect((await site.storage.accounts.list()).map(({ username }) => username)).toEqual(['lisi'])
  })

  it('keeps its people apart from those of the other form', async () => {
    const [lisi] = await site.storage.accounts.list()
    if (!lisi) throw new Error('lisi has no account')
    const sentence = 'a long enough sentence'
    await keepPassword(site.storage, 'local', lisi, await passwordRecord(sentence, 'lisi'), site.clock.now)
    expect((await enter(site.browser(), 'corp', 'lisi', sentence)).status).toBe(401)
    expect((await enter(site.browser(), 'local', 'lisi', passwordOf({ id: 'lisi' }))).status).toBe(401)
    expect((await enter(site.browser(), 'local', 'lisi', sentence)).status).toBe(303)
  })

  it('answers alike to a wrong name, a wrong password and a closed account, and gives the name back to its form', async () => {
    const pages = await Promise.all(
      [
        ['wangwu', 'wrong'],
        ['nobody', 'wrong'],
        ['weixin', passwordOf({ id: 'weixin' })],
      ].map(async ([username = '', password = '']) => {
        const { status, page } = await enter(site.browser(), 'corp', username, password)
        expect(status).toBe(401)
        expect(page.split(`value="${username}"`)).toHaveLength(2)
        const ofCorp = page.indexOf('action="/auth/corp/password"')
        expect(page.indexOf(`value="${username}"`)).toBeGreaterThan(ofCorp)
        return page.replace(/name="form_token" value="[^"]*"/g, '').replaceAll(username, '')
      }),
    )
    expect(new Set(pages).size).toBe(1)
  })

  it('holds up tries after five wrong passwords', async () => {
    const statuses: number[] = []
    for (let tries = 0; tries < 7; tries += 1)
      statuses.push((await enter(site.browser(), 'corp', 'zhaomin', 'wrong')).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
  })

  it('is down without taking the other one with it', async () => {
    stopDirectory()
    const down = await enter(site.browser(), 'corp', 'chenjing', passwordOf({ id: 'chenjing' }))
    expect(refusal(site, down)).toEqual([502, 'source_unreachable'])
    expect((await enter(site.browser(), 'local', 'lisi', 'a long enough sentence')).status).toBe(303)
    expect(site.lines.join('\n')).not.toContain('password-of')
  })
})

describe('the sandbox', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    const text = `version: 1
publicUrl: https://sso.example.com
${file('ldaps://dc1.example.com', '    allow: { groups: ["cn=wiki,ou=groups,dc=example,dc=com"] }').replace('    startTls: never\n', '')}`
    const { config, diagnostics } = await compile(text, { file: 'test.yaml' })
    if (!config) throw new Error(JSON.stringify(diagnostics))
    sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
  })
  afterAll(() => sandbox?.close())

  it('has a directory of its own, and tells who can be tried', async () => {
    const known = sandbox.passwords.find(({ source }) => source === 'corp')
    if (!known) throw new Error('nobody is told')
    const browser = new Browser(sandbox.url)
    const { status } = await browser.submit('/signin', '/auth/corp/password', {
      username: known.username,
      password: known.password,
    })
    expect(status).toBe(303)
    expect(await isSignedIn(browser)).toBe(true)
  })
})
