import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../browser.ts'
import { openSite, partner, registering, type Site } from '../../site.ts'
import { cloudSso, scimOf } from './cloudsso.ts'
import { xmlIn } from './sp.ts'

let site: Site
let scim: ReturnType<typeof scimOf>
const calls: string[] = []
/** Answers in the place of CloudSSO. */
let fault: ((method: string, path: string) => Response | undefined | Promise<undefined>) | undefined

const file = (groups = '[developers, ops]', allow = 'everyone') => `${registering}
sources:${partner}
grants:
  - { id: rd, when: { source: partner }, groups: ${groups} }
apps:${cloudSso(allow)}`

beforeAll(async () => {
  site = await openSite(file())
  scim = scimOf(site, async (method, path) => {
    calls.push(`${method} ${path.replace(/u-[0-9a-f]+/, 'ID')}`)
    return fault?.(method, path)
  })
})
afterAll(() => site.close())
beforeEach(() => {
  calls.length = 0
  fault = undefined
})

const signIn = async (person: string) => {
  const browser = site.browser()
  await browser.signIn('partner', person)
  return browser
}
/** Who CloudSSO would take somebody for; undefined who is refused, with a line that says so. */
async function nameOf(browser: Browser): Promise<string | undefined> {
  const answer = await browser.get('/apps/cloud/start')
  if (answer.status === 200) return /<saml:NameID[^>]*>([^<]*)</.exec(xmlIn(answer))?.[1]
  expect([answer.status, site.log.at(-1)?.code]).toEqual([403, 'app_user_missing'])
  expect(answer.page).toContain('Cloud')
  const [line] = await site.storage.audit.page({ event: 'app-refused', most: 1 })
  expect(JSON.parse(line?.detail ?? '')).toMatchObject({ app: 'cloud', by: 'statement' })
  return undefined
}
const tick = () => site.provisioner.tick()
const users = () => [...scim.users.values()].map(({ userName, active }) => `${userName} ${active}`).sort()
const membersOf = (name: string) => {
  const group = [...scim.groups.values()].find(each => each.displayName === name)
  return ((group?.members ?? []) as { value: string }[]).map(({ value }) => scim.users.get(value)?.userName)
}

describe('SCIM to CloudSSO', () => {
  it('makes users and groups, and nothing of anybody who has no name there', async () => {
    for (const person of ['mlindqvist', 'dfischer']) await signIn(person)
    await tick()
    expect(users()).toEqual(['dfischer true', 'mlindqvist true'])
    expect(membersOf('developers').sort()).toEqual(['dfischer', 'mlindqvist'])
    expect([...scim.users.values()][0]).toMatchObject({ externalId: expect.stringMatching(/^[0-9a-f]{32}$/) })
    expect(calls).toEqual([
      'GET /Schemas',
      ...['GET /Users', 'POST /Users', 'GET /Users', 'POST /Users'],
      ...['GET /Groups', 'POST /Groups', 'GET /Groups', 'POST /Groups'],
    ])
  })

  it('says only what has changed', async () => {
    await tick()
    expect(calls).toEqual(['GET /Schemas'])
    const account = await site.storage.accounts.findByUsername('dfischer')
    await site.storage.accounts.update(account?.id ?? '', { displayName: 'D. Fischer' })
    calls.length = 0
    await tick()
    expect(calls).toEqual(['GET /Schemas', 'GET /Users/ID', 'PUT /Users/ID'])
    expect([...scim.users.values()].find(({ userName }) => userName === 'dfischer')?.displayName).toBe(
      'D. Fischer',
    )
  })

  it('deactivates who is disabled, out of every group, and takes them in again', async () => {
    const account = await site.storage.accounts.findByUsername('dfischer')
    const set = (disabled: boolean) => site.storage.accounts.update(account?.id ?? '', { disabled })
    await set(true)
    await tick()
    expect(users()).toEqual(['dfischer false', 'mlindqvist true'])
    expect(membersOf('ops')).toEqual(['mlindqvist'])
    expect(calls).toContain('PATCH /Users/ID')
    calls.length = 0
    await tick()
    expect(calls).toEqual(['GET /Schemas'])
    await set(false)
    await tick()
    expect(users()).toEqual(['dfischer true', 'mlindqvist true'])
    expect(membersOf('ops').sort()).toEqual(['dfischer', 'mlindqvist'])
  })

  it('deactivates a leaver before it makes anybody, and whoever leaves while it is at that', async () => {
    const others = site.world.people.map(({ id }) => id).filter(id => /^[a-z]+$/.test(id))
    const known = ['mlindqvist', 'dfischer', 'ddupont', 'supplier', 'huangli', 'pnair', 'soneill', 'xufei']
    const newcomers = others.filter(id => !known.includes(id)).slice(0, 9)
    for (const person of newcomers) await signIn(person)
    const set = async (name: string, disabled: boolean) => {
      const account = await site.storage.accounts.findByUsername(name)
      await site.storage.accounts.update(account?.id ?? '', { disabled })
    }
    await set('dfischer', true)
    let second: Promise<unknown> | undefined
    fault = (method, path) => {
      if (method === 'POST' && path === '/Users')
        second ??= set('mlindqvist', true).then(() => site.provisioner.tick())
      return undefined
    }
    await tick()
    await second
    const told = calls.filter(call => /^(PATCH|POST) .Users/.test(call)).map(call => call.split(' ')[0])
    const between = told.lastIndexOf('PATCH')
    expect([told[0], told.filter(each => each === 'PATCH').length]).toEqual(['PATCH', 2])
    expect(between).toBeLessThanOrEqual(6)
    expect(told.length).toBe(newcomers.length + 2)
    expect(users()).toEqual(
      [...newcomers.map(name => `${name} true`), 'dfischer false', 'mlindqvist false'].sort(),
    )
    for (const name of ['dfischer', 'mlindqvist']) await set(name, false)
    await tick()
  })

  it('takes over a user that is there already, and makes one again that was deleted there', async () => {
    scim.users.set('u-1', { id: 'u-1', userName: 'ddupont', active: false })
    await signIn('ddupont')
    await tick()
    expect(scim.users.get('u-1')).toMatchObject({ active: true, displayName: expect.any(String) })
    scim.users.delete('u-1')
    const account = await site.storage.accounts.findByUsername('ddupont')
    await site.storage.accounts.update(account?.id ?? '', { displayName: 'Désirée D.' })
    await tick()
    expect(users()).toContain('ddupont true')
  })

  it('leaves alone who is there already and belongs to somebody else, and says so', async () => {
    const theirs = { id: 'u-2', userName: 'breakglass', externalId: 'theirs', displayName: 'Break Glass' }
    scim.users.set('u-2', theirs)
    const person = site.world.people.find(({ id }) => id === 'supplier')
    if (person) person.id = 'breakglass'
    await signIn('breakglass')
    await tick()
    expect(scim.users.get('u-2')).toEqual(theirs)
    expect(site.log.at(-1)).toMatchObject({
      app: 'cloud',
      problems: ['breakglass: CloudSSO has a user of this name with another externalId'],
    })
    // ours from before, of which nothing is known here any more
    const account = await site.storage.accounts.findByUsername('breakglass')
    scim.users.set('u-2', { ...theirs, externalId: account?.id })
    await tick()
    expect(scim.users.get('u-2')).toMatchObject({ active: true, externalId: account?.id })
    // and where there were several of that name, none is made besides
    expect(users().filter(each => each.startsWith('breakglass'))).toEqual(['breakglass true'])
  })

  it('signs on only whom it has taken, and under the name that it was told', async () => {
    const browser = await signIn('huangli')
    expect(await nameOf(browser)).toBeUndefined()
    await tick()
    expect(await nameOf(browser)).toBe('huangli')

    // another name, which somebody has there whom nobody here has made
    const account = await site.storage.accounts.findByUsername('huangli')
    const { id = '' } = account ?? {}
    scim.users.set('u-9', { id: 'u-9', userName: 'root', externalId: 'theirs', active: true })
    fault = (method, path) =>
      method === 'PUT' && path !== '/Users/u-9' ? new Response('{}', { status: 409 }) : undefined
    await site.storage.accounts.update(id, { username: 'root', usernameKey: 'root' })
    await tick()
    expect(await nameOf(browser)).toBeUndefined()
    fault = undefined
    await site.storage.accounts.update(id, { username: 'tina', usernameKey: 'tina' })
    expect(await nameOf(browser)).toBeUndefined()
    await tick()
    expect(await nameOf(browser)).toBe('tina')
    scim.users.delete('u-9')

    // somebody who is deactivated there is let in again when that is taken back
    const row = async () => site.storage.provisioned.find('cloud', 'user', id)
    await site.storage.accounts.update(id, { disabled: true })
    await tick()
    expect(await row()).toMatchObject({ digest: 'inactive', knownAs: null })
  })

  describe('of a user whom somebody exchanged there by hand', () => {
    const minute = 60_000
    let browser: Browser
    let id: string
    const ours = () => [...scim.users.values()].find(({ externalId }) => externalId === id)
    const replace = (theirs: Record<string, unknown>) => {
      scim.users.delete(ours()?.id ?? '')
      scim.users.set('u-7', { id: 'u-7', userName: 'yoshino', active: true, ...theirs })
    }

    beforeAll(async () => {
      await signIn('tjohnson')
      browser = await signIn('yoshino')
      id = (await site.storage.accounts.findByUsername('yoshino'))?.id ?? ''
      await tick()
    })
    beforeEach(async () => {
      scim.users.delete('u-7')
      site.clock.now += minute
      // an address signs in no more than thirty times a minute
      if ((await browser.get('/account')).status !== 200) browser = await signIn('yoshino')
      await nameOf(browser)
      await tick()
      expect(await nameOf(browser)).toBe('yoshino')
    })

    it.each([
      ['nobody’s', {}],
      ['another’s', { externalId: 'theirs' }],
    ])('signs nobody on as one of the same name that is %s', async (_, theirs) => {
      replace(theirs)
      site.clock.now += minute
      expect(await nameOf(browser)).toBeUndefined()
      const [before, members] = [{ ...scim.users.get('u-7') }, membersOf('developers')]
      await tick()
      // neither taken over nor put into groups, and nobody else’s groups suffer from it
      expect(scim.users.get('u-7')).toEqual(before)
      expect(membersOf('developers')).toEqual(members.filter(name => name !== undefined))
      expect(site.log.at(-1)).toMatchObject({
        problems: expect.arrayContaining([expect.stringMatching(/^yoshino: CloudSSO has (a|another) user/)]),
      })
      expect(await nameOf(browser)).toBeUndefined()
    })

    it('nor as the very one when another externalId was given to it', async () => {
      const user = ours()
      Object.assign(user ?? {}, { externalId: 'theirs' })
      site.clock.now += minute
      expect(await nameOf(browser)).toBeUndefined()
      await tick()
      expect(scim.users.get(user?.id ?? '')).toMatchObject({ externalId: 'theirs', active: true })
      // theirs is neither changed nor deactivated when ours leaves
      await site.storage.accounts.update(id, { disabled: true })
      await tick()
      expect(scim.users.get(user?.id ?? '')).toMatchObject({ externalId: 'theirs', active: true })
      await site.storage.accounts.update(id, { disabled: false })
      scim.users.delete(user?.id ?? '')
    })

    it('signs nobody on who was disabled, or signed out, while CloudSSO was asked', async () => {
      const account = await site.storage.accounts.find(id)
      const deeds = [
        () => site.storage.accounts.update(id, { disabled: true }),
        () => site.storage.sessions.endAll(id),
      ]
      for (const deed of deeds) {
        site.clock.now += minute
        fault = async () => {
          await deed()
          return undefined
        }
        const answer = await browser.get('/apps/cloud/start')
        expect([answer.status, answer.page.includes('SAMLResponse')]).toEqual([401, false])
        fault = undefined
        await site.storage.accounts.update(id, { disabled: account?.disabled ?? false })
        browser = await signIn('yoshino')
      }
    })

    it('makes one again who was deleted, or renamed, as soon as they come', async () => {
      scim.users.delete(ours()?.id ?? '')
      site.clock.now += minute
      expect(await nameOf(browser)).toBeUndefined()
      await tick()
      expect(await nameOf(browser)).toBe('yoshino')
      Object.assign(ours() ?? {}, { userName: 'chen' })
      site.clock.now += minute
      expect(await nameOf(browser)).toBeUndefined()
      await tick()
      expect(ours()).toMatchObject({ userName: 'yoshino' })
    })

    it('minds no letters that CloudSSO writes in another case, unless another is called by the very name', async () => {
      const loud = { ...ours(), userName: 'YOSHINO' }
      const listing = (...Resources: object[]) => {
        fault = (method, path) =>
          method === 'GET' && path === '/Users'
            ? Response.json({ totalResults: Resources.length, Resources })
            : undefined
      }
      site.clock.now += minute
      listing(loud)
      expect(await nameOf(browser)).toBe('yoshino')
      site.clock.now += minute
      listing(loud, { id: 'u-7', userName: 'yoshino' })
      expect(await nameOf(browser)).toBeUndefined()
      fault = undefined
      await tick()
    })

    it('asks CloudSSO once a minute, and lets in on its silence whom it has shown within a day', async () => {
      calls.length = 0
      site.clock.now += minute
      await nameOf(browser)
      await nameOf(browser)
      expect(calls).toEqual(['GET /Users'])
      site.clock.now += minute
      for (const status of [503, 401, 400]) {
        fault = () => new Response('{}', { status })
        expect(await nameOf(browser)).toBe('yoshino')
        expect(site.log).toContainEqual(
          expect.objectContaining({ user: 'yoshino', cause: expect.stringContaining(String(status)) }),
        )
      }
      site.clock.now += 1440 * minute
      browser = await signIn('yoshino')
      for (const status of [503, 401, 400]) {
        fault = () => new Response('{}', { status })
        const answer = await browser.get('/apps/cloud/start')
        expect([answer.status, site.log.at(-1)?.code]).toEqual([502, 'app_unreachable'])
        expect(answer.page).toContain('Cloud')
      }
      fault = undefined
      expect(await nameOf(browser)).toBe('yoshino')
    })

    it('finds within the hour whoever was changed, by the page, and mends it before they come', async () => {
      for (let count = scim.users.size; count < 230; count++)
        scim.users.set(`u-x${count}`, { id: `u-x${count}`, userName: `x${count}`, externalId: 'theirs' })
      site.clock.now += 60 * minute
      const group = [...scim.groups.values()].find(({ displayName }) => displayName === 'ops')
      scim.groups.delete(group?.id ?? '')
      Object.assign(ours() ?? {}, { active: false })
      scim.users.delete([...scim.users.values()].find(({ userName }) => userName === 'tjohnson')?.id ?? '')
      calls.length = 0
      await tick()
      expect(calls).toEqual(['GET /Schemas', ...Array(3).fill('GET /Users'), 'GET /Groups'])
      expect(site.log.at(-1)).toMatchObject({ app: 'cloud', changed: 3 })
      await tick()
      expect(ours()).toMatchObject({ active: true })
      expect(users()).toContain('tjohnson true')
      expect(membersOf('ops')).toContain('tjohnson')
      calls.length = 0
      await tick()
      expect(calls).toEqual(['GET /Schemas'])
    })

    it('believes no list that breaks off, and goes on telling meanwhile', async () => {
      site.clock.now += 60 * minute
      fault = (method, path) =>
        method === 'GET' && path === '/Users'
          ? Response.json({ totalResults: 500, Resources: [{ id: 'u-1', userName: 'x' }] })
          : undefined
      await tick()
      expect(site.log.at(-1)?.cause).toContain('does not list all Users')
      expect((await site.storage.provisioned.find('cloud', 'user', id))?.knownAs).toBe('yoshino')
      await site.storage.accounts.update(id, { displayName: 'Chen S.' })
      await tick()
      expect(ours()?.displayName).toBe('Chen S.')
    })
  })

  it('waits as long as it is told to, and longer each time it is refused', async () => {
    await signIn('pnair')
    fault = () => new Response('{}', { status: 429, headers: { 'retry-after': '120' } })
    await tick()
    expect(site.log.at(-1)).toMatchObject({ app: 'cloud', cause: 'CloudSSO answers 429', againInS: 120 })
    calls.length = 0
    fault = () => new Response('down', { status: 503 })
    site.clock.now += 119_000
    await tick()
    expect(calls).toEqual([])
    site.clock.now += 1_000
    await tick()
    expect(calls).toEqual(['GET /Schemas'])
    site.clock.now += 119_000
    await tick()
    expect(calls).toEqual(['GET /Schemas'])
    fault = undefined
    site.clock.now += 1_000
    await tick()
    expect(users()).toContain('pnair true')
  })

  it('gives the user of somebody who left to nobody of the same name, where CloudSSO keeps no externalId either', async () => {
    fault = (_method, path) =>
      path === '/Schemas'
        ? Response.json({
            Resources: [
              {
                id: 'urn:ietf:params:scim:schemas:core:2.0:User',
                attributes: ['userName', 'displayName', 'active'].map(name => ({ name })),
              },
            ],
          })
        : undefined
    await signIn('luobin')
    await tick()
    const left = await site.storage.accounts.findByUsername('luobin')
    await site.storage.accounts.update(left?.id ?? '', {
      ...{ username: 'luobin-1', usernameKey: 'luobin-1', disabled: true },
    })
    const browser = await signIn('mahui')
    const came = await site.storage.accounts.findByUsername('mahui')
    await site.storage.accounts.update(came?.id ?? '', { username: 'luobin', usernameKey: 'luobin' })
    await tick()
    expect(users()).toContain('luobin false')
    expect(await nameOf(browser)).toBeUndefined()
    await tick()
    expect(users()).toContain('luobin false')
    expect(site.log.findLast(({ problems }) => problems)).toMatchObject({
      problems: ['luobin: CloudSSO has a user of this name that was made for another account'],
    })
  })

  it('goes on past one that is not taken, and never tells the credential', async () => {
    await signIn('soneill')
    await signIn('xufei')
    fault = (method, path) =>
      method === 'POST' && path === '/Users'
        ? new Response(
            JSON.stringify({ scimType: 'invalidValue', detail: 'a secret that only tests know' }),
            { status: 400 },
          )
        : undefined
    await tick()
    expect(site.log.at(-1)).toMatchObject({
      problems: expect.arrayContaining([
        expect.stringMatching(/^\w+: CloudSSO answers 400 \(invalidValue\)$/),
      ]),
    })
    fault = () => new Response('{}', { status: 401 })
    await tick()
    expect(site.log.at(-1)?.cause).toMatch(/credential is wrong or has expired/)
    expect(site.lines.join('')).not.toContain('only tests know')
  })

  it('empties a group that has left the file, and deactivates who may not enter any more', async () => {
    await site.restart(file('[ops]', '{ groups: [nobody] }'))
    await tick()
    expect(membersOf('developers')).toEqual([])
    expect(scim.groups.size).toBe(2)
    expect(users().filter(each => each.endsWith('true'))).toEqual([])
  })
})
