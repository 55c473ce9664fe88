import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { disableAccount, enableAccount, type Hand } from '../../src/accounts/administer.ts'
import type { Config } from '../../src/config/config.ts'
import { leave, noChanges } from '../../src/directory/apply.ts'
import { sha256 } from '../../src/hash.ts'
import { en } from '../../src/server/text/en.ts'
import { zhCN } from '../../src/server/text/zh-cn.ts'
import type { Browser } from '../browser.ts'
import { dingtalk, github, openSite, registering, type Site } from '../site.ts'
import { binding } from '../storage/records.ts'
import { accountOf, postByHand, sessionOf, signedIn } from './steps.ts'

type Sources = Config['sources']

let site: Site
beforeEach(async () => {
  const ui = 'ui: { contact: it@example.com }'
  site = await openSite(`${ui}\n${registering}\nsources:${dingtalk}\n    sync: {}${github}`)
})
afterEach(() => site.close())

const hand = (): Hand => ({
  storage: site.storage,
  config: { sources: [] } as unknown as Hand['config'],
  now: () => site.clock.now,
  leavesOne: false,
  record: async () => {},
})

/** What the sign-in page says above its buttons. */
const notice = async (browser: Browser, address = '/signin'): Promise<string | undefined> =>
  /id="notice"[^>]*>(.*?)<\/p>/s.exec((await browser.get(address)).page)?.[1]

const contact = '<a href="mailto:it@example.com">it@example.com</a>'

describe('whose access has ended', () => {
  it('reads so in the browser that was signed in, in their language, with whom to ask, and once', async () => {
    const person = await signedIn(site, 'dingtalk', 'lisi')
    const other = await signedIn(site, 'dingtalk', 'wangwu')
    await disableAccount(hand(), await accountOf(site, person))
    const { location } = await person.get('/account')
    const said = await person.get(location ?? '', { 'accept-language': 'zh-CN' })
    expect(said.page).toContain(zhCN.accessEnded)
    expect(said.page).toContain(contact)
    expect(await notice(person)).toBeUndefined()
    // nobody else hears of it
    expect((await other.get('/account')).status).toBe(200)
    expect(await notice(site.browser())).toBeUndefined()
  })

  it.each(['/', '/signin?again', '/signin?choose'])('reads so at %s', async address => {
    const person = await signedIn(site, 'dingtalk', 'lisi')
    await disableAccount(hand(), await accountOf(site, person))
    expect(await notice(person, address)).toContain(en.accessEnded)
  })

  it('is told by a page that is seen: no HEAD uses the sentence up', async () => {
    const person = await signedIn(site, 'dingtalk', 'lisi')
    await disableAccount(hand(), await accountOf(site, person))
    await person.request('HEAD', '/signin')
    await person.request('HEAD', '/')
    expect(await notice(person)).toContain(en.accessEnded)
  })

  it('reads so when their directory no longer has them, and when the database alone was told', async () => {
    const [left, struck] = [
      await signedIn(site, 'dingtalk', 'lisi'),
      await signedIn(site, 'dingtalk', 'wangwu'),
    ]
    await site.directories.tick()
    site.world.people.splice(
      site.world.people.findIndex(({ id }) => id === 'lisi'),
      1,
    )
    const { id } = await accountOf(site, struck)
    site.clock.now += 60_000
    await site.directories.run('dingtalk')
    await site.storage.accounts.update(id, { disabled: true })
    expect(await notice(left)).toContain(en.accessEnded)
    expect((await struck.get('/account')).status).toBe(302)
    expect(await notice(struck)).toContain(en.accessEnded)
  })

  it('reads which way in it was where another one is left', async () => {
    const person = await signedIn(site, 'dingtalk', 'lisi')
    const { id } = await accountOf(site, person)
    const [bound] = await site.storage.bindings.of(id)
    const { source, issuer, subject } = bound ?? { source: '', issuer: '', subject: '' }
    // another directory still has them
    const told = { displayName: '李四', email: null, phone: null }
    const elsewhere = { source: 'welink', subject: 'w1', directoryId: 'w1', accountId: id, told }
    await site.storage.bindings.insert(binding(elsewhere))
    const sources = [source, 'welink'].map(id => ({ id, enabled: true, sync: {} })) as unknown as Sources
    const [left] = sources
    if (!left) throw new Error('there are two')
    const applying = { source: left, config: { admins: [], sources }, now: 1, newId: () => 'line' }
    const who = { source, issuer, subject, accountId: id }
    await leave(site.storage, who, 'gone', applying, noChanges(), [])
    expect(await notice(person)).toContain(en.accessEndedBy('钉钉'))
  })

  it('reads which way in it was that the file has closed', async () => {
    const person = await signedIn(site, 'github', 'anyi')
    await site.restart(
      `${registering}\nsources:${dingtalk}\n    sync: {}${github.replace('name: GitHub', 'name: GitHub\n    enabled: false')}`,
    )
    expect(await notice(person)).toContain(en.accessEndedBy('GitHub'))
  })

  it('reads nothing where they were let in again meanwhile, or had signed out before', async () => {
    const [back, out] = [await signedIn(site, 'dingtalk', 'lisi'), await signedIn(site, 'dingtalk', 'wangwu')]
    const account = await accountOf(site, back)
    await disableAccount(hand(), account)
    await enableAccount(hand(), account)
    expect(await notice(back)).toBeUndefined()

    const gone = await accountOf(site, out)
    const token = sessionOf(out) ?? ''
    await postByHand(out, '/signout')
    await disableAccount(hand(), gone)
    out.cookies.get('localhost')?.set('sso_sid', token)
    expect(await notice(out)).toBeUndefined()
  })

  it('is forgotten when the session would have run out', async () => {
    const person = await signedIn(site, 'dingtalk', 'lisi')
    const hash = sha256(sessionOf(person) ?? '')
    await disableAccount(hand(), await accountOf(site, person))
    const { endsAt } = (await site.storage.shutOuts.find(hash)) ?? { endsAt: 0 }
    await site.storage.shutOuts.sweep(endsAt - 1)
    expect(await site.storage.shutOuts.find(hash)).toBeDefined()
    await site.storage.shutOuts.sweep(endsAt)
    expect(await notice(person)).toBeUndefined()
  })
})

describe('whose session has run out', () => {
  it.each([
    ['idle', 31 * 60_000],
    ['overdue', 8 * 3_600_000],
  ])('reads so when it was %s', async (_, passed) => {
    const person = await signedIn(site, 'github', 'anyi')
    expect(await notice(person, '/signin?again')).toBe(en.signInAgain)
    site.clock.now += passed
    const { location } = await person.get('/account')
    expect(await notice(person, location ?? '')).toBe(en.signInRanOut)
  })

  it('reads that they are signed out where they have signed out', async () => {
    const person = await signedIn(site, 'github', 'anyi')
    const { location } = await postByHand(person, '/signout')
    expect(await notice(person, location ?? '')).toBe(en.signedOut)
  })
})
