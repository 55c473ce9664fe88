import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountView } from '../../src/accounts/view.ts'
import { compile } from '../../src/config/compile.ts'
import { Halt } from '../../src/errors.ts'
import type { Account } from '../../src/model.ts'
import { dingtalk, github, local, partner, registering, type Site } from '../site.ts'
import { accountOf, boundTo, isSignedIn, openReadySite, refusal, signedIn, usernames } from './steps.ts'

const developers = `
grants:
  - { id: rd, when: { department: 研发部 }, groups: [developers], permissions: [write, rename], baseDir: /rd }
  - { id: senior, when: { group: developers, title: 研发总监 }, groups: [leads], permissions: [remove] }`
const sources = `
sources:${dingtalk}${github}${partner}${local}`
const file = `${registering}${sources}${developers}`

let site: Site
const opened = async (text: string) => {
  site = await openReadySite(text)
}
afterEach(() => site.close())

/** What an account may do by this file, as `accounts list --format json` tells it. */
async function rights({ id }: Account, text = file): Promise<[number, string, readonly string[]]> {
  const { config } = await compile(`version: 1\npublicUrl: http://localhost:1\n${atVendor(text)}`, {
    file: 'test.yaml',
  })
  const account = await site.storage.accounts.find(id)
  if (!config || !account) throw new Error('no such account, or the file is wrong')
  const view = accountView(account, await site.storage.bindings.of(id), 0, config)
  return [view.permission, view.baseDir, view.groups]
}
const atVendor = (text: string) => text.replaceAll('{vendor}', 'https://vendor.example')

/** Names of the permissions and groups on the person's page, and the base directory. */
async function shown(browser: Awaited<ReturnType<typeof signedIn>>): Promise<string[]> {
  const { page } = await browser.get('/account')
  return [...page.matchAll(/<code(?: class="permission")?>([^<]*)<\/code>/g)].map(([, text = '']) => text)
}

const move = (person: string, ...departments: string[]) => {
  const moving = site.world.people.find(({ id }) => id === person)
  if (!moving) throw new Error(`nobody is called ${person}`)
  moving.departments = departments
}

describe('a developer', () => {
  beforeEach(() => opened(file))

  it('has the group, the permissions and the base directory of 研发部, also from a team below it', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    expect(await rights(await accountOf(site, browser))).toEqual([768 + 24, '/rd', ['developers']])
    expect((await shown(browser)).slice(1)).toEqual([
      '/rd',
      'developers',
      'write',
      'rename',
      'webdav_read',
      'webdav_manage',
    ])
    expect((await browser.get('/account')).page).toContain('Groups')
  })

  it('who leads gets what is meant for developers who lead', async () => {
    const lead = await accountOf(site, await signedIn(site, 'dingtalk', 'zhaomin'))
    expect(await rights(lead)).toEqual([768 + 24 + 128, '/rd', ['developers', 'leads']])
  })

  it('who moves to another department loses all of it at the next sign-in, and has it back after moving back', async () => {
    const before = await signedIn(site, 'dingtalk', 'wangwu')
    const account = await accountOf(site, before)
    move('wangwu', '1005')
    expect(await rights(account)).toEqual([768 + 24, '/rd', ['developers']])
    const after = await signedIn(site, 'dingtalk', 'wangwu')
    expect((await accountOf(site, after)).id).toBe(account.id)
    expect(await rights(account)).toEqual([768, '/staff', []])
    for (const browser of [before, after]) {
      expect((await shown(browser)).slice(1)).toEqual(['/staff', 'webdav_read', 'webdav_manage'])
      expect((await browser.get('/account')).page).not.toContain('Groups')
    }
    move('wangwu', '1002')
    await signedIn(site, 'dingtalk', 'wangwu')
    expect(await rights(account)).toEqual([768 + 24, '/rd', ['developers']])
  })

  it('keeps what an administrator set, whatever grants and sign-ins say', async () => {
    const account = await accountOf(site, await signedIn(site, 'dingtalk', 'wangwu'))
    await site.storage.accounts.update(account.id, { manualPermission: 1 })
    expect(await rights(account)).toEqual([1, '/rd', ['developers']])
    move('wangwu', '1005')
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    expect(await rights(account)).toEqual([1, '/staff', []])
    expect((await shown(browser)).slice(1)).toEqual(['/staff', 'see_hides'])
    await site.storage.accounts.update(account.id, { manualPermission: null })
    expect(await rights(account)).toEqual([768, '/staff', []])
  })

  it.each([
    ['opened to anybody', false],
    ['closed to strangers', true],
  ])('has nothing by a source that was %s since, until they come again', async (_, wasOpen) => {
    const withPartner = (isOpen: boolean) => `${registering}
sources:${partner}${isOpen ? '\n    public: true\n    allow: { domains: [example.com] }' : ''}
grants: [{ id: all, when: { source: partner }, permissions: [write] }]`
    const [then, now] = [withPartner(wasOpen), withPartner(!wasOpen)]
    await site.restart(then)
    await fetch(`${site.vendor.origin}/partner/issuer/jwks`)
    const account = await accountOf(site, await signedIn(site, 'partner', 'wangwu'))
    expect((await rights(account, then))[0]).toBe(768 + 8)
    await site.restart(now)
    expect((await rights(account, now))[0]).toBe(768)
    await signedIn(site, 'partner', 'wangwu')
    expect((await rights(account, now))[0]).toBe(768 + 8)
  })

  it('is no administrator, and is open no longer than anybody', async () => {
    const browser = await signedIn(site, 'dingtalk', 'zhaomin')
    const account = await accountOf(site, browser)
    expect(account).toMatchObject({ role: 'general', givenPermission: 768, givenBaseDir: '/staff' })
    await site.storage.accounts.update(account.id, { disabled: true })
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('who binds another identity is still a developer when signing in with that one', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    await browser.bind('github', 'wangwu')
    const account = await accountOf(site, browser)
    const other = await signedIn(site, 'github', 'wangwu')
    expect((await accountOf(site, other)).id).toBe(account.id)
    expect(await shown(other)).toContain('developers')
    // until the identity that made a developer of them is taken away
    await other.submit('/account', '/account/unbind/dingtalk')
    expect(await shown(other)).not.toContain('developers')
    // what is left are the teams of the other one
    expect(await rights(account)).toEqual([768, '/staff', ['example/platform', 'example/r-d']])
  })

  it('is nobody who only says so: a group of the file is not taken from claims', async () => {
    site.vendor.fault = async request => {
      if (!request.url.endsWith('/partner/issuer/userinfo')) return undefined
      site.vendor.fault = undefined
      const { authorization } = Object.fromEntries(request.headers)
      const own = (await (
        await fetch(request.url, { headers: { authorization: authorization ?? '' } })
      ).json()) as object
      const claims = {
        department: '研发部',
        departments: ['研发部'],
        groups: ['developers'],
        title: '研发总监',
      }
      return Response.json({ ...own, ...claims, attributes: { costCenter: '1' } })
    }
    const account = await accountOf(site, await signedIn(site, 'partner', 'wangwu'))
    expect(site.vendor.fault).toBeUndefined()
    expect(await rights(account)).toEqual([768, '/staff', []])
  })
})

describe('a file that changes', () => {
  beforeEach(() => opened(file))

  it('gives and takes at its next start, without anybody signing in', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    expect(await shown(browser)).toContain('developers')
    await site.restart(`${registering}${sources}`)
    expect((await shown(browser)).slice(1)).toEqual(['/staff', 'webdav_read', 'webdav_manage'])
    await site.restart(`${registering}${sources}
grants: [{ id: team, when: { source: dingtalk, department: 平台组 }, groups: [platform], permissions: [copy] }]`)
    expect((await shown(browser)).slice(1)).toEqual([
      '/staff',
      'platform',
      'copy',
      'webdav_read',
      'webdav_manage',
    ])
  })

  it('does not give other defaults to who is registered already', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    await site.restart(`
autoRegister: { enabled: true, baseDir: /new, permissions: [copy] }${sources}`)
    expect((await shown(browser)).slice(1)).toEqual(['/staff', 'webdav_read', 'webdav_manage'])
  })

  it('that closes a source takes what only that one vouches for, until it is open again', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    await browser.bind('github', 'wangwu')
    const other = await signedIn(site, 'github', 'wangwu')
    await site.restart(file.replace('type: dingtalk', 'type: dingtalk\n    enabled: false'))
    expect(await shown(other)).not.toContain('developers')
    await site.restart(file)
    expect(await shown(other)).toContain('developers')
  })
})

const renamed = github.replace('id: github', 'id: github-public')
const moved = `
moved: [{ from: sources.github, to: sources.github-public }]`

describe('a source that moved', () => {
  const before = `${registering}
sources:${github}${partner}`
  const after = `${registering}
sources:${renamed}${partner}`
  beforeEach(() => opened(before))
  /** The simulated GitHub stands under its first id. */
  const audit = async () => (await site.storage.audit.of(null, 100)).filter(({ event }) => event === 'moved')

  it('keeps its accounts and its sessions, and says so once', async () => {
    const browser = await signedIn(site, 'github', 'lisi')
    const account = await accountOf(site, browser)
    for (const _start of [1, 2, 3]) await site.restart(after + moved)
    expect(await isSignedIn(browser)).toBe(true)
    expect(await boundTo(site, account)).toEqual(['github-public'])
    const again = await accountOf(site, await signedIn(site, 'github-public', 'lisi'))
    expect(again.id).toBe(account.id)
    expect(await usernames(site)).toHaveLength(1)
    expect((await audit()).map(({ source, detail }) => [source, JSON.parse(detail)])).toEqual([
      ['github-public', { from: 'github', bindings: 1 }],
    ])
    await site.restart(after)
    expect(await boundTo(site, account)).toEqual(['github-public'])
  })

  it('without the entry is another source, to which nobody belongs', async () => {
    const browser = await signedIn(site, 'github', 'lisi')
    await site.restart(after)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('keeps its administrators', async () => {
    const account = await accountOf(site, await signedIn(site, 'github', 'lisi'))
    const [binding] = await site.storage.bindings.of(account.id)
    const admins = `
admins: [{ source: github-public, subject: "${binding?.subject}" }]`
    await site.restart(after + moved + admins)
    const browser = await signedIn(site, 'github-public', 'lisi')
    expect((await browser.get('/account')).page).toContain('<span class="tag">Administrator</span>')
  })

  it('still refuses an identity that was taken away under the old id', async () => {
    const browser = await signedIn(site, 'github', 'lisi')
    await browser.bind('partner', 'lisi')
    await browser.submit('/account', '/account/unbind/github')
    await site.restart(after + moved)
    expect(refusal(site, await site.browser().signIn('github-public', 'lisi'))).toEqual([
      403,
      'identity_unbound',
    ])
    expect(await usernames(site)).toHaveLength(1)
  })

  it('finishes a sign-in that began under the old id, where its return address was kept', async () => {
    const callback = `\n    callbackUrl: ${site.url}/auth/github/callback`
    const browser = site.browser()
    const address = await browser.atVendor('github', 'lisi')
    await site.restart(after.replace('id: github-public', `id: github-public${callback}`) + moved)
    expect((await browser.get(address)).status).toBe(302)
    expect((await accountOf(site, browser)).id).toMatch(/^[0-9a-f]{32}$/)
    expect((await site.storage.bindings.list()).map(({ source }) => source)).toEqual(['github-public'])
  })

  it('does not start where both ids have people, and leaves all as it was, other moves too', async () => {
    await signedIn(site, 'github', 'lisi')
    await signedIn(site, 'partner', 'wangwu')
    await site.restart(after)
    await signedIn(site, 'github-public', 'lisi')
    const bindings = await site.storage.bindings.list()
    const start = site.restart(`${after.replace('id: partner', 'id: friends')}
moved: [{ from: sources.partner, to: sources.friends }, { from: sources.github, to: sources.github-public }]`)
    await expect(start).rejects.toThrow(Halt)
    await expect(start).rejects.toThrow(
      'moved: sources.github cannot become sources.github-public: both have accounts bound, 1 and 1',
    )
    await site.restart(after)
    expect(await site.storage.bindings.list()).toEqual(bindings)
    expect(await audit()).toEqual([])
  })
})
