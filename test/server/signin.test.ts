import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unionIdOf } from '../../plugins/dingtalk/simulator/people.ts'
import { dingtalk, type Fault, github, local, partner, registering, type Site } from '../site.ts'
import {
  accountOf,
  boundTo,
  lineOf,
  openReadySite,
  refusal,
  sessionOf,
  signedIn,
  usernames,
} from './steps.ts'

const everything = `${registering}\nsources:${dingtalk}${github}${partner}${local}`
let site: Site

/** A site for each subject: sixty starts and callbacks a minute are all that one address gets. */
function useSite(text = everything): void {
  beforeAll(async () => {
    site = await openReadySite(text)
  })
  afterAll(() => site.close())
}

/** A source with more keys of its own. */
const withKeys = (source: string, keys: string) =>
  source.replace(/\n {4}type: \w+/, type => `${type}\n    ${keys}`)

/** One reply of a vendor instead of its own. */
const reply =
  (path: string, body: unknown): Fault =>
  request =>
    request.url.includes(path) ? Response.json(body) : undefined

describe('a first sign-in', () => {
  useSite()

  it('makes an account with the defaults of the file and shows it', async () => {
    const browser = site.browser()
    const { status, location } = await browser.signIn('dingtalk', 'lisi')
    expect([status, location]).toEqual([302, `${site.url}/`])
    const { page } = await browser.get('/account')
    for (const part of ['webdav_read', 'webdav_manage', 'sum 768', '/staff']) expect(page).toContain(part)
    expect(await accountOf(site, browser)).toMatchObject({
      givenPermission: 768,
      givenBaseDir: '/staff',
      role: 'general',
      disabled: false,
    })
  })

  it('gives no password', async () => {
    const account = await accountOf(site, await signedIn(site, 'dingtalk', 'wangwu'))
    const bindings = await site.storage.bindings.of(account.id)
    expect(bindings.map(({ source, password }) => [source, password])).toEqual([['dingtalk', null]])
  })

  it('is in the audit table, with who and by which source', async () => {
    const account = await accountOf(site, await signedIn(site, 'dingtalk', 'chenjing'))
    const events = (await site.storage.audit.of(account.id, 10)).map(({ event, source }) => [event, source])
    expect(events.toSorted()).toEqual([
      ['registered', 'dingtalk'],
      ['sign-in', 'dingtalk'],
    ])
  })

  it('leaves two people with one name apart', async () => {
    const one = await accountOf(site, await signedIn(site, 'dingtalk', 'zhangwei'))
    const two = await accountOf(site, await signedIn(site, 'dingtalk', 'zhangwei2'))
    expect([one.displayName, two.displayName]).toEqual(['张伟', '张伟'])
    expect(one.id).not.toBe(two.id)
    expect(two.username).not.toBe(one.username)
    expect(new Set((await usernames(site)).map(name => name.toLowerCase())).size).toBe(
      (await usernames(site)).length,
    )
  })

  it('appends the subject to a username that is taken', async () => {
    const named = async (person: string, id: number) => {
      site.vendor.fault = request =>
        request.url.endsWith('/github/api/user')
          ? Response.json({ login: 'anyi', id, name: 'An' })
          : undefined
      return accountOf(site, await signedIn(site, 'github', person))
    }
    expect((await named('anyi', 7001)).username).toBe('anyi')
    expect((await named('liqiang', 7002)).username).toBe('anyi_7002')
    site.vendor.fault = undefined
  })

  it('lets nothing of what a vendor says reach permission, role, base directory or status', async () => {
    site.vendor.fault = async request => {
      if (!request.url.endsWith('/partner/issuer/userinfo')) return undefined
      const claims = {
        permission: 65535,
        role: 'admin',
        baseDir: '/',
        base_dir: '/',
        disabled: false,
        id: 'x',
        is_admin: true,
        groups: ['admins'],
      }
      const sub = (await subjectOf(request)) ?? ''
      return Response.json({ sub, name: 'Eve', preferred_username: 'eve', ...claims })
    }
    const account = await accountOf(site, await signedIn(site, 'partner', 'huangli'))
    site.vendor.fault = undefined
    expect(account).toMatchObject({
      username: 'eve',
      givenPermission: 768,
      role: 'general',
      givenBaseDir: '/staff',
    })
    expect(account.id).toMatch(/^[0-9a-f]{32}$/)
  })

  /** Whom the simulated server means by this token: it is asked itself, past the fault. */
  async function subjectOf(request: Request): Promise<string | undefined> {
    const fault = site.vendor.fault
    site.vendor.fault = undefined
    const answer = await fetch(request.url, {
      headers: { authorization: request.headers.get('authorization') ?? '' },
    })
    site.vendor.fault = fault
    return ((await answer.json()) as { sub?: string }).sub
  }
})

describe('the next sign-in', () => {
  useSite()

  it.each(['dingtalk', 'github', 'partner'])(
    'opens the same account by %s, and changes nothing of it but its time',
    async source => {
      const first = await accountOf(site, await signedIn(site, source, 'lisi'))
      site.clock.now += 5
      const second = await accountOf(site, await signedIn(site, source, 'lisi'))
      expect(second).toEqual({ ...first, lastSignInAt: site.clock.now })
    },
  )

  it('opens the same account after the person has another name, mail and department', async () => {
    const first = await accountOf(site, await signedIn(site, 'dingtalk', 'wangwu'))
    const person = site.world.people.find(({ id }) => id === 'wangwu')
    Object.assign(person ?? {}, { name: '王五（已改名）', email: 'other@example.com', departments: ['1005'] })
    const second = await accountOf(site, await signedIn(site, 'dingtalk', 'wangwu'))
    expect([second.id, second.username, second.givenPermission]).toEqual([
      first.id,
      first.username,
      first.givenPermission,
    ])
  })

  it('keeps what an administrator has changed', async () => {
    const { id } = await accountOf(site, await signedIn(site, 'dingtalk', 'chenjing'))
    await site.storage.accounts.update(id, {
      manualPermission: 1,
      manualBaseDir: '/elsewhere',
      role: 'guest',
      username: 'cj',
      usernameKey: 'cj',
    })
    expect(await accountOf(site, await signedIn(site, 'dingtalk', 'chenjing'))).toMatchObject({
      id,
      manualPermission: 1,
      manualBaseDir: '/elsewhere',
      role: 'guest',
      username: 'cj',
    })
  })

  it('takes nobody into an account because of a mail address or a name', async () => {
    const owner = await accountOf(site, await signedIn(site, 'dingtalk', 'lisi'))
    const impostor = await accountOf(site, await signedIn(site, 'partner', 'impostor'))
    expect(impostor.id).not.toBe(owner.id)
    expect(impostor.username).not.toBe(owner.username)
    expect(impostor.email).toBeNull() // he never proved it
  })

  it('takes the same subject of another source for somebody else', async () => {
    const subject = 7777
    site.vendor.fault = request => {
      const { pathname } = new URL(request.url)
      return pathname === '/github/api/user' ? Response.json({ login: 'seven', id: subject }) : undefined
    }
    const one = await accountOf(site, await signedIn(site, 'github', 'anyi'))
    site.vendor.fault = request => {
      const { pathname } = new URL(request.url)
      if (pathname.endsWith('/users/me')) return Response.json({ nick: 'seven', unionId: String(subject) })
      if (pathname.endsWith('/getbyunionid'))
        return Response.json({ errcode: 0, result: { contact_type: 0, userid: 'seven' } })
      return pathname.endsWith('/v2/user/get')
        ? Response.json({ errcode: 0, result: { userid: 'seven', name: 'seven' } })
        : undefined
    }
    const two = await accountOf(site, await signedIn(site, 'dingtalk', 'anyi'))
    site.vendor.fault = undefined
    expect(two.id).not.toBe(one.id)
  })
})

describe('first sign-ins of one person at once', () => {
  useSite()

  it.each([
    ['dingtalk', 2, 'lisi'],
    ['dingtalk', 18, 'wangwu'],
    ['github', 5, 'chenjing'],
  ])('make one account: %s, %i of them', async (source, count, person) => {
    const before = (await usernames(site)).length
    const browsers = Array.from({ length: count }, () => site.browser())
    const addresses = await Promise.all(browsers.map(browser => browser.atVendor(source, person)))
    const answers = await Promise.all(browsers.map((browser, index) => browser.get(addresses[index] ?? '')))
    expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(302))
    expect(await usernames(site)).toHaveLength(before + 1)
    const events = site.log.filter(({ event, source: by }) => event === 'registered' && by === source)
    expect(events.length).toBeGreaterThan(0)
  })

  it('makes two accounts of two people with one name', async () => {
    const [one, two] = [site.browser(), site.browser()]
    const addresses = [
      await one.atVendor('dingtalk', 'zhangwei'),
      await two.atVendor('dingtalk', 'zhangwei2'),
    ] as const
    const answers = await Promise.all([one.get(addresses[0]), two.get(addresses[1])])
    expect(answers.map(({ status }) => status)).toEqual([302, 302])
    expect((await accountOf(site, one)).id).not.toBe((await accountOf(site, two)).id)
  })
})

describe('a source with defaults of its own', () => {
  useSite(
    `${registering}\nsources:${dingtalk}${withKeys(partner, 'autoRegister: { baseDir: /partners, permissions: [webdav_read], role: guest }')}`,
  )

  it('gives those to its people, and the file’s to the others', async () => {
    expect(await accountOf(site, await signedIn(site, 'partner', 'lisi'))).toMatchObject({
      givenBaseDir: '/partners',
      givenPermission: 256,
      role: 'guest',
    })
    expect(await accountOf(site, await signedIn(site, 'dingtalk', 'lisi'))).toMatchObject({
      givenBaseDir: '/staff',
      givenPermission: 768,
      role: 'general',
    })
  })
})

describe('a source that refuses a name that is taken', () => {
  useSite(
    `${registering}\nsources:${dingtalk}${withKeys(partner, 'autoRegister: { onNameCollision: refuse }')}`,
  )

  it('makes nothing for the second of two', async () => {
    await site.storage.accounts.insert({
      ...{
        id: 'a',
        username: 'lisi',
        usernameKey: 'lisi',
        displayName: null,
        email: null,
        phone: null,
        role: 'general',
      },
      ...{ givenPermission: 0, givenBaseDir: '/', disabled: false, createdAt: 0, lastSignInAt: null },
    })
    const browser = site.browser()
    expect(refusal(site, await browser.signIn('partner', 'lisi'))).toEqual([403, 'username_taken'])
    expect(sessionOf(browser)).toBeUndefined()
    expect(await usernames(site)).toEqual(['lisi'])
    expect(await site.storage.bindings.list()).toEqual([])
  })
})

describe('a file that makes no accounts', () => {
  useSite(`sources:${dingtalk}${github}`)

  it.each(['dingtalk', 'github'])('turns a newcomer of %s away with an explanation', async source => {
    const browser = site.browser()
    const answer = await browser.signIn(source, 'lisi')
    expect(refusal(site, answer)).toEqual([403, 'registration_off'])
    expect(answer.page).toContain('Ask your administrator')
    expect(sessionOf(browser)).toBeUndefined()
    expect(await usernames(site)).toEqual([])
    expect(await site.storage.bindings.list()).toEqual([])
  })
})

describe('a disabled account', () => {
  useSite()

  it('is shut to every source that is bound to it, and no second one is made', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    await browser.bind('github', 'lisi')
    await browser.bind('partner', 'lisi')
    const account = await accountOf(site, browser)
    await site.storage.accounts.update(account.id, { disabled: true })
    for (const source of ['dingtalk', 'github', 'partner']) {
      const stranger = site.browser()
      expect(refusal(site, await stranger.signIn(source, 'lisi'))).toEqual([403, 'account_disabled'])
      expect(sessionOf(stranger)).toBeUndefined()
    }
    expect(await usernames(site)).toHaveLength(1)
    expect((await site.storage.accounts.find(account.id))?.disabled).toBe(true)
    expect(await boundTo(site, account)).toEqual(['dingtalk', 'github', 'partner'])
    expect((await browser.get('/account')).status).toBe(302)
  })

  it('is open again once it is enabled', async () => {
    const account = await accountOf(site, await signedIn(site, 'dingtalk', 'wangwu'))
    await site.storage.accounts.update(account.id, { disabled: true })
    await site.browser().signIn('dingtalk', 'wangwu')
    await site.storage.accounts.update(account.id, { disabled: false })
    expect((await accountOf(site, await signedIn(site, 'dingtalk', 'wangwu'))).id).toBe(account.id)
  })
})

describe('who does not belong', () => {
  useSite()

  it.each([
    ['dingtalk', 'stranger', 'not_member'],
    ['dingtalk', 'supplier', 'not_member'],
    ['dingtalk', 'ghost', 'not_member'],
    ['dingtalk', 'impostor', 'not_member'],
    ['github', 'stranger', 'not_allowed'],
    ['github', 'impostor', 'not_allowed'],
    ['github', 'renyi', 'not_allowed'], // invited, and has not accepted
  ])('is turned away by %s: %s', async (source, person, code) => {
    const browser = site.browser()
    const answer = await browser.signIn(source, person)
    expect(refusal(site, answer)).toEqual([403, code])
    expect(lineOf(site, answer)).toMatchObject({ source })
    expect(sessionOf(browser)).toBeUndefined()
    expect(await usernames(site)).toEqual([])
  })

  it('is asked at every sign-in: who has left comes in no more', async () => {
    const person = site.world.people.find(({ id }) => id === 'luobin')
    await signedIn(site, 'dingtalk', 'luobin')
    await signedIn(site, 'github', 'luobin')
    if (person) person.member = false
    expect(refusal(site, await site.browser().signIn('dingtalk', 'luobin'))).toEqual([403, 'not_member'])
    expect(refusal(site, await site.browser().signIn('github', 'luobin'))).toEqual([403, 'not_allowed'])
    if (person) person.member = true
  })
})

describe('an empty list of organisations', () => {
  useSite(`${registering}\nsources:${github.replace('[example]', '[]')}`)

  it.each(['lisi', 'stranger'])('lets nobody in, not %s either', async person => {
    expect(refusal(site, await site.browser().signIn('github', person))).toEqual([403, 'not_allowed'])
    expect(await usernames(site)).toEqual([])
  })
})

describe('a list of mail domains', () => {
  useSite(`${registering}\nsources:${withKeys(partner, 'allow: { domains: [example.com] }')}`)

  it('lets in who has proved an address there', async () => {
    expect((await site.browser().signIn('partner', 'lisi')).status).toBe(302)
  })

  it.each(['impostor', 'supplier', 'ghost'])('keeps out %s, who has not', async person => {
    expect(refusal(site, await site.browser().signIn('partner', person))).toEqual([403, 'not_allowed'])
  })

  it.each([
    ['a longer domain', { email: 'eve@notexample.com' }],
    ['a domain below', { email: 'eve@mail.example.com' }],
    ['a domain above', { email: 'eve@example.com.evil.example' }],
    ['the domain in front', { email: 'eve@example.com@evil.example' }],
    ['no domain', { email: 'example.com' }],
  ])('keeps out %s', async (_, { email }) => {
    const person = site.world.people.find(({ id }) => id === 'stranger')
    Object.assign(person ?? {}, { email })
    expect(refusal(site, await site.browser().signIn('partner', 'stranger'))).toEqual([403, 'not_allowed'])
  })

  it.each([
    ['"true"', 'true'],
    ['1', 1],
    ['absent', undefined],
  ])('does not take %s for proof', async (_, verified) => {
    site.vendor.fault = async request => {
      if (!request.url.endsWith('/userinfo')) return undefined
      site.vendor.fault = undefined
      const own = await (
        await fetch(request.url, { headers: { authorization: request.headers.get('authorization') ?? '' } })
      ).json()
      return Response.json({ ...(own as object), email_verified: verified })
    }
    expect(refusal(site, await site.browser().signIn('partner', 'wangwu'))).toEqual([403, 'not_allowed'])
  })
})

describe('a closed source', () => {
  useSite(
    `${registering}\nsources:${dingtalk}${withKeys(github, 'enabled: false')}${withKeys(local, 'enabled: false')}`,
  )

  it('is not offered', async () => {
    const { page } = await site.browser().get('/signin')
    expect(page).toContain('/auth/dingtalk')
    expect(page).not.toContain('/auth/github')
    expect(page).not.toContain('/auth/local')
  })

  it('is shut at its start, its callback, its password and its bind', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    expect(refusal(site, await browser.get('/auth/github'))).toEqual([403, 'source_closed'])
    expect((await browser.get('/auth/github/callback?code=a&state=b')).status).toBe(400)
    expect(
      refusal(site, await browser.post('/auth/local/password', { username: 'a', password: 'b' })),
    ).toEqual([403, 'source_closed'])
    const token = /name="form_token" value="([^"]+)"/.exec((await browser.get('/account')).page)?.[1] ?? ''
    expect(refusal(site, await browser.post('/account/bind/github', { form_token: token }))).toEqual([
      403,
      'source_closed',
    ])
    expect(site.vendor.calls.filter(call => call.includes('github'))).toEqual([])
  })
})

describe('what is kept of a person', () => {
  useSite(`${registering}\nsources:${dingtalk}${github}${partner}`)

  it('is no mail address that the vendor calls unproven', async () => {
    expect((await accountOf(site, await signedIn(site, 'github', 'weixin'))).email).toBeNull()
    expect((await accountOf(site, await signedIn(site, 'github', 'lisi'))).email).toBe('lisi@example.com')
    expect((await accountOf(site, await signedIn(site, 'partner', 'stranger'))).email).toBe(
      'passer-by@example.net',
    )
  })

  it('is no mail address that a person wrote into DingTalk', async () => {
    expect((await accountOf(site, await signedIn(site, 'dingtalk', 'lisi'))).email).toBe('lisi@example.com')
    expect((await accountOf(site, await signedIn(site, 'dingtalk', 'gaopeng'))).email).toBeNull()
  })

  it.each([
    ['<script>alert(1)</script>@x', null],
    ['no address', null],
    [`${'a'.repeat(250)}@example.com`, null],
    ['a@b', 'a@b'],
  ])('is no mail address like %s', async (email, kept) => {
    site.vendor.fault = request => {
      const { pathname } = new URL(request.url)
      if (pathname === '/github/api/user') return Response.json({ id: 9000 + email.length, login: 'mailer' })
      return pathname === '/github/api/user/emails'
        ? Response.json([{ email, primary: true, verified: true }])
        : undefined
    }
    const account = await accountOf(site, await signedIn(site, 'github', 'wangwu'))
    site.vendor.fault = undefined
    expect(account.email).toBe(kept)
  })
})

describe('an identity that contradicts what is stored', () => {
  useSite()
  const directory =
    (unionId: string, userid: string): Fault =>
    request => {
      const { pathname } = new URL(request.url)
      if (pathname.endsWith('/users/me')) return Response.json({ nick: '李四', unionId })
      if (pathname.endsWith('/getbyunionid'))
        return Response.json({ errcode: 0, result: { contact_type: 0, userid } })
      return pathname.endsWith('/v2/user/get')
        ? Response.json({ errcode: 0, result: { userid, unionid: unionId, name: '李四' } })
        : undefined
    }

  it('is a conflict where a known userid comes with another unionId: nothing is merged or made', async () => {
    const account = await accountOf(site, await signedIn(site, 'dingtalk', 'lisi'))
    const before = await site.storage.bindings.list()
    site.vendor.fault = directory('anotherUnionId', 'lisi')
    const browser = site.browser()
    expect(refusal(site, await browser.signIn('dingtalk', 'lisi'))).toEqual([409, 'identity_conflict'])
    site.vendor.fault = undefined
    expect(sessionOf(browser)).toBeUndefined()
    expect(await site.storage.bindings.list()).toEqual(before)
    expect((await accountOf(site, await signedIn(site, 'dingtalk', 'lisi'))).id).toBe(account.id)
  })

  it('is a conflict for a bind too', async () => {
    await signedIn(site, 'dingtalk', 'wangwu')
    const browser = await signedIn(site, 'partner', 'wangwu')
    const before = await site.storage.bindings.list()
    site.vendor.fault = directory('yetAnotherUnionId', 'wangwu')
    expect(refusal(site, await browser.bind('dingtalk', 'wangwu'))).toEqual([409, 'identity_conflict'])
    site.vendor.fault = undefined
    expect(await site.storage.bindings.list()).toEqual(before)
  })

  it('is a conflict where the directory knows the person by another unionId than they came with', async () => {
    site.vendor.fault = reply('/topapi/v2/user/get', {
      errcode: 0,
      result: { userid: 'chenjing', unionid: 'other', name: 'x' },
    })
    expect(refusal(site, await site.browser().signIn('dingtalk', 'chenjing'))).toEqual([
      409,
      'identity_conflict',
    ])
    site.vendor.fault = undefined
  })

  it('is none where the same person has a new userid', async () => {
    const unionId = unionIdOf({ id: 'zhaomin' })
    const account = await accountOf(site, await signedIn(site, 'dingtalk', 'zhaomin'))
    site.vendor.fault = directory(unionId, 'zhaomin-2')
    expect((await accountOf(site, await signedIn(site, 'dingtalk', 'zhaomin'))).id).toBe(account.id)
    site.vendor.fault = undefined
    const [binding] = await site.storage.bindings.of(account.id)
    expect(binding?.directoryId).toBe('zhaomin-2')
  })
})

describe('a subject that tells nobody apart', () => {
  useSite()

  it.each([
    '0',
    '',
    ' ',
    'x'.repeat(256),
    ' padded',
    'padded ',
    '\u0000',
    'a\u0000b',
    'line\nbreak',
    '\ud800',
    'a\udfff',
  ])('is refused: %j', async unionId => {
    site.vendor.fault = request => {
      const { pathname } = new URL(request.url)
      if (pathname.endsWith('/users/me')) return new Response(JSON.stringify({ nick: 'x', unionId }))
      if (pathname.endsWith('/getbyunionid'))
        return Response.json({ errcode: 0, result: { contact_type: 0, userid: 'x' } })
      return pathname.endsWith('/v2/user/get')
        ? Response.json({ errcode: 0, result: { userid: 'x', name: 'x' } })
        : undefined
    }
    const answer = await site.browser().signIn('dingtalk', 'lisi')
    site.vendor.fault = undefined
    expect(refusal(site, answer)).toEqual([502, 'source_reply_invalid'])
    expect(lineOf(site, answer)).toMatchObject({ source: 'dingtalk' })
    expect(await usernames(site)).toEqual([])
  })
})
