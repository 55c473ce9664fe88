import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Row } from '../../src/sandbox/apps/alist/users.ts'
import { makeToken } from '../../src/server/admin/tokens.ts'
import { openSite, partner, registering, type Site } from '../site.ts'
import { aListOf, files } from './alist-users.ts'

const minute = 60_000
const file = (allow?: string) => `${registering}
sources:${partner}
grants:
  - { id: rd, when: { source: partner }, groups: [developers] }
apps:${files(allow)}`

/** The shapes of a user: up to 3.45 and in OpenList, and since 3.46. */
describe.each(['one', 'list'] as const)('an AList with %s of roles to a user', roles => {
  let site: Site
  let alist: ReturnType<typeof aListOf>
  let calls: string[]
  let fault: ((path: string) => Response | undefined | Promise<undefined>) | undefined

  beforeEach(async () => {
    site = await openSite(file())
    calls = []
    fault = undefined
    alist = aListOf(site, roles, (method, path) => {
      calls.push(`${method} ${path.replace('/api/admin/user', '')}`)
      return fault?.(path)
    })
  })
  afterEach(() => site.close())

  /** Somebody with an account here, and what they have in AList. */
  async function enter(person: string) {
    await site.browser().signIn('partner', person)
    const account = await site.storage.accounts.findByUsername(person)
    const token = alist.signIn(person)
    const me = async () =>
      (await (
        await fetch(`${site.vendor.origin}/files/api/me`, { headers: { authorization: token } })
      ).json()) as { code: number; message: string }
    const set = (change: { disabled?: boolean; username?: string; usernameKey?: string }) =>
      site.storage.accounts.update(account?.id ?? '', change)
    return { id: account?.id ?? '', me, set, user: () => alist.users.bySsoId(person) as Row }
  }
  const tick = () => site.provisioner.tick()
  const updates = () => calls.filter(call => call === 'POST /update').length
  const disabled = { code: 401, message: 'Current user is disabled, replace please' }

  it('refuses the token of who is disabled here, and takes it again when they are back', async () => {
    const [leaver, colleague] = [await enter('dfischer'), await enter('mlindqvist')]
    await tick()
    expect(updates()).toBe(0)
    const before = { ...leaver.user() }
    await leaver.set({ disabled: true })
    await tick()
    expect(await leaver.me()).toMatchObject(disabled)
    expect((await colleague.me()).code).toBe(200)
    expect(site.log.at(-1)).toMatchObject({
      app: 'files',
      disabled: 1,
      enabled: 0,
      msg: 'app told of people',
    })
    await leaver.set({ disabled: false })
    await tick()
    expect((await leaver.me()).code).toBe(200)
    // nothing else of the user is another
    expect(leaver.user()).toEqual({ ...before, password: '' })
  })

  it('keeps every field of a user, and sends no password back', async () => {
    const leaver = await enter('dfischer')
    Object.assign(leaver.user(), {
      ...{ base_path: '/r-d', permission: 768, role: roles === 'list' ? [3, 7] : 0, allow_ldap: true },
      hidden: { pwdHash: 'hash', pwdTs: 0, otpSecret: 'otp' },
    })
    const before = structuredClone(leaver.user())
    expect(before.password).not.toBe('')
    await leaver.set({ disabled: true })
    await tick()
    expect(leaver.user()).toEqual({ ...before, password: '', disabled: true })
  })

  it('refuses who has lost the app by allow, and takes them again', async () => {
    const person = await enter('dfischer')
    await site.restart(file('{ groups: [nobody] }'))
    await tick()
    expect(await person.me()).toMatchObject(disabled)
    await site.restart(file())
    await tick()
    expect((await person.me()).code).toBe(200)
  })

  it('leaves alone whom its own administrator has disabled, whatever happens here', async () => {
    const person = await enter('dfischer')
    await tick()
    Object.assign(person.user(), { disabled: true })
    for (const isOut of [true, false]) {
      await person.set({ disabled: isOut })
      await tick()
      // and is asked about once
      site.clock.now += 60 * minute
      calls.length = 0
      await tick()
      expect(calls).toEqual(['GET /list?page=1&per_page=200'])
    }
    expect(person.user().disabled).toBe(true)
  })

  it('leaves alone its administrator and its guest, whatever their sso_id is, and whoever is nobody’s', async () => {
    const leaver = await enter('dfischer')
    Object.assign(alist.users.named('admin') ?? {}, { sso_id: 'dfischer' })
    Object.assign(alist.users.named('guest') ?? {}, { sso_id: 'dfischer', disabled: false })
    alist.users.add('ftp', { sso_id: '' })
    alist.users.add('stranger', { sso_id: 'somebody else' })
    await leaver.set({ disabled: true })
    await tick()
    expect(
      [...alist.users.rows.values()].filter(each => each.disabled).map(({ username }) => username),
    ).toEqual(['dfischer'])
    expect(site.log).toContainEqual(
      expect.objectContaining({ users: [1, 2], msg: expect.stringContaining('only AList can disable them') }),
    )
  })

  it('disables all users of one sso_id, and says so', async () => {
    const leaver = await enter('dfischer')
    const twin = alist.users.add('twin', { sso_id: 'dfischer' })
    await leaver.set({ disabled: true })
    await tick()
    const row = (id: number) => alist.users.rows.get(id)
    expect([leaver.user().disabled, row(twin.id)?.disabled]).toEqual([true, true])
    expect(site.log).toContainEqual(
      expect.objectContaining({
        users: [leaver.user().id, twin.id],
        msg: expect.stringContaining('share an sso_id'),
      }),
    )
    await leaver.set({ disabled: false })
    await tick()
    expect([leaver.user().disabled, row(twin.id)?.disabled]).toEqual([false, false])
  })

  it('finds the user of a leaver who was renamed, and not that of who has the name now', async () => {
    const [leaver, newcomer] = [await enter('dfischer'), await enter('mlindqvist')]
    await tick()
    await leaver.set({ username: 'dfischer-left', usernameKey: 'dfischer-left', disabled: true })
    await tick()
    expect(await leaver.me()).toMatchObject(disabled)
    // AList takes them for whom it had under that name
    await newcomer.set({ username: 'dfischer', usernameKey: 'dfischer' })
    site.clock.now += 60 * minute
    await tick()
    expect(leaver.user().disabled).toBe(false)
  })

  it('is asked when somebody leaves, once more a minute later, and every hour', async () => {
    const leaver = await enter('dfischer')
    await tick()
    site.clock.now += minute
    await tick()
    calls.length = 0
    site.clock.now += 59 * minute
    await tick()
    expect(calls).toEqual([])
    site.clock.now += minute
    await tick()
    expect(calls).toEqual(['GET /list?page=1&per_page=200'])
    await leaver.set({ disabled: true })
    await tick()
    await tick()
    // nobody stays in for as long as it takes to go through all
    expect(calls.slice(1)).toEqual(['GET /get?id=3', 'POST /update', 'GET /list?page=1&per_page=200'])
    // a sign-in that was under way has made a user meanwhile
    const late = alist.users.add('late', { sso_id: 'dfischer' })
    site.clock.now += minute
    await tick()
    expect(alist.users.rows.get(late.id)?.disabled).toBe(true)
    // and somebody there has let the leaver in again
    Object.assign(leaver.user(), { disabled: false })
    site.clock.now += 60 * minute
    await tick()
    expect(leaver.user().disabled).toBe(true)
  })

  it('that is down is told later, once, by one of two servers', async () => {
    const leaver = await enter('dfischer')
    await tick()
    const other = await site.another()
    try {
      fault = () => new Response('down', { status: 502 })
      await leaver.set({ disabled: true })
      await tick()
      expect(site.log.at(-1)).toMatchObject({
        ...{ app: 'files', cause: 'AList answers 502', againInS: 60 },
        msg: 'the app could not be told of people',
      })
      fault = undefined
      calls.length = 0
      await tick()
      expect(calls).toEqual([])
      site.clock.now += minute
      await Promise.all([tick(), other.provisioner.tick()])
      await Promise.all([tick(), other.provisioner.tick()])
      expect(updates()).toBe(1)
      expect(await leaver.me()).toMatchObject(disabled)
    } finally {
      await other.close(0)
    }
  })

  it('whose answer was lost is known to have been told by us', async () => {
    const leaver = await enter('dfischer')
    await tick()
    await leaver.set({ disabled: true })
    fault = path => {
      if (!path.endsWith('/update')) return undefined
      Object.assign(leaver.user(), { disabled: true })
      return new Response('lost', { status: 504 })
    }
    await tick()
    fault = undefined
    site.clock.now += minute
    await tick()
    await leaver.set({ disabled: false })
    await tick()
    expect(leaver.user().disabled).toBe(false)
  })

  it('that does not take one of them is told of the others, and asked again', async () => {
    const leavers = [await enter('dfischer'), await enter('mlindqvist')]
    for (const { set } of leavers) await set({ disabled: true })
    fault = path =>
      path.endsWith('/get?id=3')
        ? Response.json({ code: 500, message: 'database is locked', data: null })
        : undefined
    await tick()
    expect(leavers.map(({ user }) => user().disabled)).toEqual([false, true])
    expect(site.log.at(-1)).toMatchObject({ app: 'files', problems: ['user 3: AList answers 500'] })
    fault = undefined
    await tick()
    expect(leavers.map(({ user }) => user().disabled)).toEqual([true, true])
  })

  it('lets nobody in who has left again while it was told of others', async () => {
    const [first, second] = [await enter('dfischer'), await enter('mlindqvist')]
    for (const { set } of [first, second]) await set({ disabled: true })
    await tick()
    for (const { set } of [first, second]) await set({ disabled: false })
    fault = async path => {
      if (path.endsWith('/update')) await second.set({ disabled: true })
      return undefined
    }
    await tick()
    expect([first.user().disabled, second.user().disabled]).toEqual([false, true])
  })

  it('with many users is gone through by the page, and says so where it tells of too few', async () => {
    const leaver = await enter('dfischer')
    for (let n = 0; n < 420; n += 1) alist.users.add(`local${n}`)
    const last = alist.users.add('last', { sso_id: 'dfischer' })
    await leaver.set({ disabled: true })
    await tick()
    expect(calls.filter(call => call.includes('/list'))).toHaveLength(3)
    expect(alist.users.rows.get(last.id)?.disabled).toBe(true)
    for (const [reply, cause] of [
      [{ content: [], total: 5 }, /does not list all users/],
      [{ content: null, total: 0 }, /is url the address of AList/],
    ] as const) {
      site.clock.now += 60 * minute
      fault = path => (path.includes('/list') ? Response.json({ code: 200, data: reply }) : undefined)
      await tick()
      expect(site.log.at(-1)?.cause).toMatch(cause)
    }
  })

  it('is told at once of what an administrator does', async () => {
    const [leaver, administrator] = [await enter('dfischer'), await enter('mlindqvist')]
    await site.storage.accounts.update(administrator.id, { role: 'admin' })
    await tick()
    const about = { name: 'test', scope: 'write', now: site.clock.now, lifeMs: minute } as const
    const { token } = await makeToken(site.storage, randomBytes, about)
    for (const [deed, isDisabled] of [
      ['disable', true],
      ['enable', false],
    ] as const) {
      const { status } = await fetch(`${site.url}/api/admin/accounts/${leaver.id}/${deed}`, {
        ...{ method: 'POST', body: '{}' },
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      })
      expect(status).toBe(200)
      await expect.poll(() => leaver.user().disabled).toBe(isDisabled)
    }
  })

  it('that does not know the token is told nothing, and the token is in no line', async () => {
    const leaver = await enter('dfischer')
    await leaver.set({ disabled: true })
    for (const [reply, cause] of [
      [
        { code: 401, message: "that's not even a token: a secret that only tests know" },
        /not the token of its settings/,
      ],
      [{ code: 403, message: 'You are not an admin' }, /not an administrator's/],
    ] as const) {
      fault = () => Response.json({ ...reply, data: null })
      site.clock.now += 60 * minute
      await tick()
      expect(site.log.at(-1)?.cause).toMatch(cause)
    }
    fault = () => new Response('<html>', { status: 200 })
    site.clock.now += 60 * minute
    await tick()
    expect(site.log.at(-1)?.cause).toMatch(/is url the address of AList/)
    expect(leaver.user().disabled).toBe(false)
    const lines = await site.storage.audit.page({ most: 100 })
    expect(JSON.stringify(lines) + site.lines.join('')).not.toContain('only tests know')
  })
})
