import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { detailInWords } from '../../src/server/pages/admin/audit-detail.ts'
import type { Page } from '../../src/server/pages/layout.tsx'
import { texts as inAllLanguages } from '../../src/server/text/choose.ts'
import type { AuditEvent } from '../../src/storage/tables.ts'
import { type Answer, type Browser, hiddenFields } from '../browser.ts'
import { dingtalk, github, local, openSite, registering, type Site } from '../site.ts'
import { accountOf, isSignedIn, postByHand, refusal, signedIn } from './steps.ts'

const file = `${registering}
sources:${dingtalk}
    sync: {}${github}${local}
grants: [{ id: rd, when: { source: dingtalk }, groups: [staff], permissions: [write], baseDir: /rd }]
apps:
  - { id: wiki, type: link, name: Wiki, url: "https://wiki.example.com", allow: { groups: [staff], sources: [dingtalk] } }
  - { id: old, type: link, name: Old, url: "https://old.example.com", enabled: false, allow: { groups: [] } }`
let site: Site
let boss: Browser
/** Somebody else's account. */
let other: { id: string; username: string }

const pages = [
  '/admin',
  '/admin/accounts',
  '/admin/sources',
  '/admin/directories',
  '/admin/apps',
  '/admin/audit',
]
const deeds = ['', '/disable', '/enable', '/sessions/end', '/unbind/github']

beforeAll(async () => {
  site = await openSite(file)
})
afterAll(() => site.close())
beforeEach(async () => {
  // sixty requests a minute
  await site.restart(file)
  boss = await signedIn(site, 'dingtalk', 'zhangwei')
  await site.storage.accounts.update((await accountOf(site, boss)).id, { role: 'admin' })
  const { id, username } = await accountOf(site, await signedIn(site, 'github', 'anyi'))
  other = { id, username }
  const back = { role: 'general', disabled: false, manualPermission: null, manualBaseDir: null } as const
  await site.storage.accounts.update(id, back)
  // what is done from here on is the newest in the audit log
  site.clock.now += 1
})

const path = (deed: string, id = other.id) => `/admin/accounts/${id}${deed}`
/** Posts a form of the account's page. */
async function submit(deed: string, fields: Record<string, string> = {}, id = other.id): Promise<Answer> {
  const { page } = await boss.get(path('', id))
  return boss.post(path(deed, id), { ...hiddenFields(page, path(deed, id)), ...fields })
}
const audited = async () => JSON.parse((await site.storage.audit.of(other.id, 1))[0]?.detail ?? '')

describe('the administrators’ pages', () => {
  it.each(pages)('%s is there for administrators alone, and leads to the others', async address => {
    const { status, page } = await boss.get(address)
    expect(status).toBe(200)
    for (const each of pages) expect(page).toContain(`href="${each}"`)
    expect(page).not.toContain('a secret that only tests know')

    const member = await signedIn(site, 'dingtalk', 'wangwu')
    expect(refusal(site, await member.get(address))).toEqual([404, 'not_found'])
    const { location } = await site.browser().get(address)
    expect(location).toBe(`${site.url}/signin?${new URLSearchParams({ returnTo: address })}`)
  })

  it.each(deeds)('account%s is changed by administrators alone, by a form of ours', async deed => {
    const member = await signedIn(site, 'dingtalk', 'wangwu')
    expect(refusal(site, await postByHand(member, path(deed)))).toEqual([404, 'not_found'])
    expect((await site.browser().post(path(deed), {})).location).toContain('/signin?returnTo=')
    expect(refusal(site, await boss.post(path(deed), { form_token: 'made up' }))).toEqual([
      403,
      'form_expired',
    ])
    expect(refusal(site, await boss.post(path(deed), {}, { origin: 'https://evil.example.com' }))).toEqual([
      403,
      'form_expired',
    ])
    expect(await site.storage.accounts.find(other.id)).toMatchObject({ disabled: false, role: 'general' })
  })

  it('want a sign-in that is younger than ten minutes for a change, and not for a look', async () => {
    site.clock.now += 600_001
    expect((await boss.get(path(''))).status).toBe(200)
    const { status, location } = await submit('/disable')
    expect([status, location]).toEqual([
      303,
      `${site.url}/signin?${new URLSearchParams({ returnTo: `${path('')}?done=again` })}&again`,
    ])
    expect((await boss.get(`${path('')}?done=again`)).page).toContain('Nothing was done yet')
    expect((await boss.get('/admin/sources?done=again')).page).toContain('Nothing was done yet')
    expect((await site.storage.accounts.find(other.id))?.disabled).toBe(false)
  })

  it('have what was filled in again after they have proved anew who they are, and nothing saved', async () => {
    site.clock.now += 600_001
    const filled = { role: 'guest', permissionsBy: 'here', permissions: 'rename', baseDir: '/新人' }
    const keptAt = site.clock.now
    const { location } = await submit('', filled)
    const back = new URL(location ?? '').searchParams.get('returnTo') ?? ''
    const again = await signedIn(site, 'dingtalk', 'zhangwei')
    const { page } = await again.get(back)
    expect(page).toContain('Nothing was saved yet')
    expect(page).toMatch(/<option value="guest" selected/)
    expect(page).toMatch(/value="here" checked/)
    expect(page).toMatch(/value="rename" checked/)
    expect(page).not.toMatch(/value="remove" checked/)
    expect(page).toContain('value="/新人"')
    expect(await site.storage.accounts.find(other.id)).toMatchObject({ role: 'general', manualBaseDir: null })

    // nobody else fills in a form that an administrator then saves
    const draft = new URL(back, site.url).searchParams.get('draft') ?? ''
    const ofOthers = [
      `${path('', (await accountOf(site, boss)).id)}?${new URLSearchParams({ draft })}`,
      `${path('')}?${new URLSearchParams({ draft: `x${draft}` })}`,
      `${path('')}?draft=${draft.replace(/\.\d+\./, `.${site.clock.now + 1}.`)}`,
      `${path('')}?draft=${draft.replace(/^[^.]+/, 'e30')}`,
    ]
    for (const address of ofOthers)
      expect((await again.get(address)).page).not.toContain('Nothing was saved yet')

    site.clock.now = keptAt + 3_599_998
    const late = await signedIn(site, 'dingtalk', 'zhangwei')
    expect((await late.get(back)).page).toContain('value="/新人"')
    site.clock.now = keptAt + 3_600_000
    expect((await late.get(back)).page).not.toContain('/新人')
  })

  it('keep what was filled in where the base directory is none', async () => {
    const { status, page } = await submit('', {
      role: 'guest',
      permissionsBy: 'file',
      baseDir: 'staff/../..',
    })
    expect(status).toBe(422)
    expect(page).toContain('value="staff/../.."')
    expect(page).toMatch(/<option value="guest" selected/)
  })

  it('are asked sixty times a minute', async () => {
    for (let n = 0; n < 60; n += 1) await boss.get('/admin/apps')
    expect(refusal(site, await boss.get('/admin/apps'))).toEqual([429, 'too_many_requests'])
  })

  it('find accounts by a name, and page by page', async () => {
    const { page } = await boss.get(`/admin/accounts?q=${encodeURIComponent(other.username)}`)
    expect(page).toContain(path(''))
    expect((await boss.get('/admin/accounts?q=nobody-like-this')).page).toContain('Nobody fits')
    const many = Array.from({ length: 30 }, (_, n) => `many-${String(n).padStart(2, '0')}`)
    for (const id of many) {
      const given = { givenPermission: 0, givenBaseDir: '/', disabled: false, createdAt: 1 }
      const bare = { displayName: null, email: null, phone: null, lastSignInAt: null, ...given }
      await site.storage.accounts.insert({ id, username: id, usernameKey: id, role: 'general', ...bare })
    }
    const first = await boss.get('/admin/accounts?q=many-')
    expect(first.page).toContain('30 in all')
    const next = /href="([^"]+)" rel="next"/.exec(first.page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await boss.get(next)
    const on = ({ page: html }: Answer) => many.filter(id => html.includes(`/admin/accounts/${id}"`))
    expect([...on(first), ...on(second)]).toEqual(many)
    expect(second.page).not.toContain('rel="next"')
  })

  it('show an account with the grants behind what it may do', async () => {
    const { id } = await accountOf(site, await signedIn(site, 'dingtalk', 'lisi'))
    const { page } = await boss.get(path('', id))
    expect(page).toContain('grant rd, for the identity of dingtalk · source: dingtalk')
    expect(page).toContain('given when the account was made')
    expect((await boss.get(path('', 'nobody'))).status).toBe(404)
  })

  it('set role, permissions and base directory, and take them back', async () => {
    const set = { permissionsBy: 'here', permissions: 'rename', baseDir: '/theirs', role: 'guest' }
    expect((await submit('', set)).location).toBe(`${site.url}${path('')}?done=changed`)
    expect(await site.storage.accounts.find(other.id)).toMatchObject({
      role: 'guest',
      manualPermission: 16,
      manualBaseDir: '/theirs',
    })
    expect(await audited()).toEqual({
      fields: ['role', 'permission', 'baseDir'],
      by: expect.stringMatching(/^administrator /),
    })
    expect((await submit('', set)).location).toContain('done=unchanged')
    await submit('', { permissionsBy: 'file', baseDir: '', role: 'general' })
    expect(await site.storage.accounts.find(other.id)).toMatchObject({
      role: 'general',
      manualPermission: null,
      manualBaseDir: null,
    })
  })

  it.each([
    [{ baseDir: '/a/../b' }, 422],
    [{ baseDir: 'staff' }, 422],
    [{ permissionsBy: 'here', permissions: 'fly' }, 422],
    [{ role: 'emperor' }, 422],
  ])('take no %j', async (fields, status) => {
    expect((await submit('', { role: 'general', permissionsBy: 'file', ...fields })).status).toBe(status)
    expect(await site.storage.accounts.find(other.id)).toMatchObject({ role: 'general', manualBaseDir: null })
  })

  it('disable an account, which is out at once, and enable it again', async () => {
    const theirs = await signedIn(site, 'github', 'anyi')
    expect((await submit('/disable')).location).toContain('done=disabled')
    expect(await isSignedIn(theirs)).toBe(false)
    expect((await submit('/enable')).location).toContain('done=enabled')
    expect((await site.storage.accounts.find(other.id))?.disabled).toBe(false)
  })

  it('end all sessions of an account', async () => {
    const theirs = await signedIn(site, 'github', 'anyi')
    expect((await submit('/sessions/end')).location).toContain('done=ended')
    expect(await isSignedIn(theirs)).toBe(false)
  })

  it('take an identity away, but not the last one', async () => {
    const token = hiddenFields((await boss.get(path(''))).page, path(''))
    expect(refusal(site, await submit('/unbind/github', token))).toEqual([409, 'last_credential'])
    const theirs = await signedIn(site, 'github', 'anyi')
    await theirs.bind('dingtalk', 'zhaomin')
    expect((await submit('/unbind/dingtalk')).location).toContain('done=unbound')
    expect((await site.storage.bindings.of(other.id)).map(({ source }) => source)).toEqual(['github'])
  })

  it('take the last identity away from a disabled account, so that its person can bind it to another', async () => {
    const { id } = await accountOf(site, await signedIn(site, 'dingtalk', 'lisi'))
    await submit('/disable', {}, id)
    expect((await submit('/unbind/dingtalk', {}, id)).location).toContain('done=unbound')
    expect((await boss.get(path('', id))).page).toContain('nobody gets into this account')
    const theirs = await signedIn(site, 'github', 'anyi')
    expect(refusal(site, await theirs.bind('dingtalk', 'lisi'))).toEqual([403, 'account_disabled'])
    await submit('/enable', {}, id)
    await theirs.bind('dingtalk', 'lisi')
    const bound = await site.storage.bindings.of(other.id)
    expect(bound.map(({ source }) => source).sort()).toEqual(['dingtalk', 'github'])
    await submit('/unbind/dingtalk')
  })

  it('leave one administrator: neither role, nor account, nor identity of the last is taken', async () => {
    const { id } = await accountOf(site, boss)
    const form = hiddenFields((await boss.get(path('', id))).page, path('', id))
    const lastOne = [409, 'last_administrator']
    expect(refusal(site, await submit('/disable', {}, id))).toEqual(lastOne)
    expect(refusal(site, await submit('', { ...form, role: 'general', permissionsBy: 'file' }, id))).toEqual(
      lastOne,
    )
    expect(await site.storage.accounts.find(id)).toMatchObject({ role: 'admin', disabled: false })
    await submit('', { role: 'admin', permissionsBy: 'file' })
    expect((await submit('/disable', {}, id)).location).toContain('done=disabled')
    expect(await isSignedIn(boss)).toBe(false)
    await site.storage.accounts.update(id, { disabled: false })
  })

  it('stay together when something is refused, and lead back to the account', async () => {
    const refused = await submit('/unbind/github', hiddenFields((await boss.get(path(''))).page, path('')))
    expect(refused.status).toBe(409)
    expect(refused.page).toContain('unless the account is disabled')
    expect(refused.page).toContain(`href="${path('')}">Back to the account`)
    const expired = await boss.post(path('/disable'), { form_token: 'made up' })
    for (const { page } of [
      refused,
      expired,
      await boss.get('/admin/accounts/nope'),
      await boss.get('/admin/nope'),
    ])
      for (const each of pages) expect(page).toContain(`href="${each}"`)
    const member = await signedIn(site, 'dingtalk', 'wangwu')
    for (const address of ['/admin/accounts/nope', '/admin/nope']) {
      expect((await boss.get(address)).page).toContain('href="/admin">Back to the administration')
      const { status, page } = await member.get(address)
      expect([status, page]).toEqual([404, expect.not.stringContaining('href="/admin')])
    }
  })

  it.each(['/admin/', '/admin/accounts/', '/admin/audit//'])(
    '%s leads on without its last slash',
    async address => {
      const { status, location } = await boss.get(address)
      expect([status, location]).toEqual([302, site.url + address.replace(/\/+$/, '')])
    },
  )

  it('ask a vendor when told to', async () => {
    // a vendor's clock is the machine's
    const later = site.clock.now
    site.clock.now = Date.now()
    const { page: before } = await boss.get('/admin/sources')
    const action = '/admin/sources/github/check'
    const { status, page } = await boss.post(action, hiddenFields(before, action))
    expect(status).toBe(200)
    expect(page).toContain('Check of GitHub')
    // everything that it needs is here
    expect(page).not.toContain('action="/admin/sources/local/check"')
    expect(page).toContain('<span class="tag">good</span>')
    const none = await boss.post('/admin/sources/none/check', hiddenFields(before, action))
    expect(refusal(site, none)).toEqual([404, 'source_unknown'])
    // a session of before would be the oldest, which ends when there are more than ten
    site.clock.now = later
  })

  it('tell who may enter an app', async () => {
    const { page } = await boss.get('/admin/apps')
    expect(page).toContain('one of the groups: staff')
    expect(page).toContain(`${site.url}/apps/wiki/start`)
    expect(page).toContain('nobody: the list is empty')
  })

  it('tell what to enter where in the steps of `sso-kit urls`, by their numbers', async () => {
    await site.restart(`${file}
  - { id: docs, type: oidc, name: Docs, clientSecret: { env: SECRET }, redirectUris: ["https://docs.example.com/back"], allow: everyone }`)
    const { page } = await boss.get('/admin/apps')
    expect(page).toContain('<small>1. the sign-on settings of docs</small>')
    const said = (field: string) =>
      new RegExp(`<strong>${field}</strong>(.*?)</span>`, 's')
        .exec(page)?.[1]
        ?.replace(/<[^>]*>/g, ' ')
        .trim()
    expect(said('redirect URI')).toMatch(/^https:\/\/docs.example.com\/back +has to be exactly/)
    expect(said('client secret')).toBe(
      '← one random value in both places: in the app, and where clientSecret points, { env: SECRET }',
    )
    expect(said('back-channel logout URI')).toBe('← goes into backchannelLogoutUri, if the app has one')
  })

  it('have the audit log in their own language, as far as there are words', async () => {
    const write = (event: AuditEvent, detail: unknown) =>
      site.storage.audit.insert({
        id: `words-${event}`,
        at: site.clock.now,
        event,
        accountId: other.id,
        source: 'github',
        address: null,
        detail: JSON.stringify(detail),
      })
    await write('left', { why: 'gone' })
    await write('refused', { code: 'not_member', constructor: 'toString' })
    await write('changed', { fields: ['role'], by: 'command line' })
    await write('app-refused', {
      app: 'wiki',
      by: 'lists',
      lacking: 'groups: developers, ops; sources: none',
    })
    const read = async (lang: string) => {
      const { page } = await boss.get(`/admin/audit?account=${other.id}`, { 'accept-language': lang })
      return page
    }
    expect(await read('en')).toContain('<small>fields: role · by: command line</small>')
    expect(await read('en')).toContain(
      '<small>app: wiki · decided by: the app’s allow · lacks: one of the groups developers, ops; one of the sources (the list is empty)</small>',
    )
    expect(await read('zh-CN')).toContain(
      '<small>应用: wiki · 判定: 应用的 allow · 缺少: 用户组之一 developers, ops; 来源之一 （名单为空）</small>',
    )
    const chinese = await read('zh-CN')
    expect(chinese).toContain('<small>原因: 已不在通讯录</small>')
    expect(chinese).toContain('<small>原因: 您不是该组织的成员 · constructor: toString</small>')
    expect(chinese).toContain('<small>字段: 角色 · 操作者: 命令行</small>')
  })

  it('have words for every reason why an app can be told nothing of somebody', () => {
    const apps = new URL('../../src/apps/', import.meta.url)
    const texts = readdirSync(apps, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => readFileSync(new URL(name, apps), 'utf8'))
    const causes = texts.flatMap(text =>
      [
        ...text.matchAll(/(?:unnamed\(who, |app_refused', \{ cause: |const unfit =\s+|cause:\s+)'([^']+)'/g),
      ].map(([, cause = '']) => cause),
    )
    expect(causes.length).toBeGreaterThan(6)
    for (const cause of causes) {
      const record = { event: 'app-refused', detail: { by: 'statement', lacking: cause } } as const
      const words = detailInWords({ text: inAllLanguages['zh-CN'] } as Page, record)
      expect(words.split('缺少: ')[1], cause).toMatch(/^[^a-z]*\p{Script=Han}/u)
    }
    const missing = {
      event: 'app-refused',
      detail: { by: 'statement', lacking: 'no employeeNumber' },
    } as const
    expect(detailInWords({ text: inAllLanguages['zh-CN'] } as Page, missing)).toBe(
      '判定: 无法向应用说明此人是谁 · 缺少: 没有 employeeNumber',
    )
  })

  it('have a way back from what they are asked about', async () => {
    const { page } = await boss.get(`/admin/accounts/${other.id}`, { 'accept-language': 'en' })
    const form = page.slice(page.indexOf(`/admin/accounts/${other.id}/disable`))
    expect(form.slice(0, form.indexOf('</form>'))).toContain(
      `<a class="button quiet" href="/admin/accounts/${other.id}">Cancel</a>`,
    )
  })

  it('have the audit log, by account, event and day', async () => {
    await submit('/sessions/end')
    const events = async (query: string) => {
      const { page } = await boss.get(`/admin/audit?${query}`)
      const list = page.slice(page.indexOf('</search>'))
      return new Set([...list.matchAll(/<strong title="([a-z-]+)">/g)].map(([, event]) => event))
    }
    expect(await events(`account=${other.id}&event=sessions-ended`)).toEqual(new Set(['sessions-ended']))
    expect(await events('event=sign-in')).toEqual(new Set(['sign-in']))
    expect(await events('account=nobody')).toEqual(new Set())
    expect(await events('event=none-such')).toEqual(new Set())
    expect(await events('until=2020-01-01')).toEqual(new Set())
    const today = new Date(site.clock.now).toISOString().slice(0, 10)
    expect((await events(`since=${today}&until=${today}`)).has('sessions-ended')).toBe(true)
    expect((await events('since=nonsense&after=nonsense')).has('sign-in')).toBe(true)
  })

  describe('of a server in China', () => {
    const before = process.env.TZ
    beforeAll(() => {
      process.env.TZ = 'Asia/Shanghai'
    })
    afterAll(() => {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    })

    it('have its time and its days, and say so', async () => {
      // half past midnight there, and still the day before in UTC
      await site.storage.audit.insert({
        ...{ id: 'late', at: Date.parse('2026-11-26T16:30:07Z'), event: 'token-ended' },
        ...{ accountId: other.id, source: null, address: null, detail: '{}' },
      })
      const on = async (day: string) =>
        (
          await boss.get(`/admin/audit?event=token-ended&since=${day}&until=${day}`, {
            'accept-language': 'zh',
          })
        ).page
      const line = '<time datetime="2026-11-26T16:30:07.000Z">2026年11月27日 GMT+8 00:30:07</time>'
      expect(await on('2026-11-27')).toContain(line)
      expect(await on('2026-11-26')).not.toContain(line)
    })
  })
})
