import { describe, expect, it } from 'vitest'
import { isAllowed } from '../../src/accounts/allow.ts'
import { vouched } from '../../src/accounts/vouched.ts'
import { Stage, tenantId, tx } from './fixtures/welink.ts'

const detail = 'contact/v2/user/detail'
const department = 'contact/v2/department/detail'
const member = (userId: unknown, tenant: unknown = tenantId) => ({ code: '0', userId, tenantId: tenant })
const record = (more: object = {}) => ({ code: '0', userId: 'lisi@acme', userStatus: 3, ...more })
const ways = [
  ['in the browser', (stage: Stage) => stage.signIn()],
  ['inside WeLink', (stage: Stage) => stage.signInInApp()],
] as const

describe.each(ways)('somebody who signs in %s', (_where, signIn) => {
  it('is told by tenant and user id, with what the tenant says of them', async () => {
    expect(vouched(await signIn(new Stage()))).toEqual({
      issuer: `welink:${tenantId}`,
      subject: `${tenantId}:lisi@acme`,
      directoryId: 'lisi@acme',
      username: 'lisi',
      displayName: '李四',
      email: 'lisi@example.com',
      phone: '+8613800000002',
      departments: ['1001', '1002', '研发部', '平台组'],
      claims: {
        ...{ tenantId, userId: 'lisi@acme', corpUserId: 'lisi', deptCodes: ['1001', '1002'] },
        ...{ employeeId: undefined, position: undefined },
      },
      ...{ public: false, directory: false },
    })
  })

  it.each([
    ['of another tenant', '0123456789ABCDEF0123456789ABCDEF'],
    ['of this tenant in small letters', tenantId.toLowerCase()],
  ])('and is %s is refused before anything is asked about them', async (_what, foreign) => {
    const stage = new Stage({
      'auth/v1/userid': member('lisi@acme', foreign),
      'auth/v2/userid': member('lisi@acme', foreign),
    })
    const who = `${foreign}:lisi@acme`
    await expect(signIn(stage)).rejects.toMatchObject({ code: 'not_member', who })
    expect(stage.calls(detail)).toBe(0)
  })

  it('and whose tenant is not told is refused', async () => {
    const { tenantId: _, ...nameless } = member('lisi@acme')
    const stage = new Stage({ 'auth/v1/userid': nameless, 'auth/v2/userid': nameless })
    await expect(signIn(stage)).rejects.toMatchObject({ code: 'source_reply_invalid' })
    expect(stage.calls(detail)).toBe(0)
  })

  it.each([
    ['张三+a b&c=d#e%41"\\/@acme', '张三+a b&c=d#e%41"\\/'],
    ['first@second@acme', 'first@second'],
    ['@acme', '@acme'],
    ['NoTenantCode', 'NoTenantCode'],
    ['a:b@acme', 'a:b'],
    [`${'x'.repeat(200)}@acme`, 'x'.repeat(200)],
  ])('as %j keeps every character of it', async (userId, username) => {
    const stage = new Stage({
      'auth/v1/userid': member(userId),
      'auth/v2/userid': member(userId),
      [detail]: ({ body }) => record({ userId: JSON.parse(body).userId }),
    })
    const identity = await signIn(stage)
    expect(identity).toMatchObject({ subject: `${tenantId}:${userId}`, username })
    expect(vouched(identity).subject).toBe(identity.subject)
  })

  it.each(['', null, 0, 17, ['lisi@acme'], { id: 'lisi@acme' }])('as %j is nobody', async userId => {
    const stage = new Stage({ 'auth/v1/userid': member(userId), 'auth/v2/userid': member(userId) })
    await expect(signIn(stage)).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })
})

describe('the record of a person', () => {
  it('may lack everything but id and status', async () => {
    const stage = new Stage({ [detail]: record() })
    expect(await stage.signIn()).toEqual({
      issuer: `welink:${tenantId}`,
      subject: `${tenantId}:lisi@acme`,
      directoryId: 'lisi@acme',
      username: 'lisi',
      departments: [],
      claims: { tenantId, userId: 'lisi@acme', deptCodes: [] },
    })
  })

  it('may be empty, numeric or of another form where nobody is kept out by it', async () => {
    const odd = { corpUserId: '', userNameCn: null, userNameEn: 'Li Si', userEmail: [], phoneNumber: ['1'] }
    const numbers = { employeeId: 7, mainDeptCode: 1001, deptCodes: ['1001', 1002, null] }
    const identity = await new Stage({ [detail]: record({ ...odd, ...numbers }) }).signIn()
    expect(identity).toMatchObject({ username: 'lisi', displayName: 'Li Si', claims: { employeeId: '7' } })
    expect(identity.email).toBeUndefined()
    expect(identity.claims.deptCodes).toEqual(['1001', '1002'])
  })

  it.each(['1', 2, '4', 4, '33'])('with status %j keeps the person out', async userStatus => {
    const stage = new Stage({ [detail]: record({ userStatus }) })
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'not_member', who: `${tenantId}:lisi@acme` })
  })

  it('without a status keeps the person out', async () => {
    const stage = new Stage({ [detail]: record({ userStatus: undefined }) })
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })

  it.each(['zhangwei@acme', 'LiSi@acme', undefined])('of %s is not taken for lisi@acme', async userId => {
    const stage = new Stage({ [detail]: record({ userId }) })
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })

  it('that is not there keeps the person out', async () => {
    const stage = new Stage({ [detail]: { code: 47012, message: 'no data' } })
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'not_member' })
  })
})

describe('departments', () => {
  it('let in by code or by name', async () => {
    const identity = await new Stage().signIn()
    const may = (...departments: string[]) => isAllowed({ departments }, identity)
    expect([may('1002'), may('研发部'), may('1003'), may('市场部')]).toEqual([true, true, false, false])
  })

  it.each(['501', '47102', 403])(
    'have no names for an app that may not read them (%s); nobody is kept out, and it is asked again in an hour',
    async code => {
      const stage = new Stage({ [department]: { code, message: 'x' } })
      for (let person = 0; person < 3; person += 1)
        expect((await stage.signIn()).departments).toEqual(['1001', '1002'])
      expect([stage.calls(department), stage.calls('auth/v2/tickets'), stage.logged.length]).toEqual([
        1, 1, 1,
      ])
      stage.now += 3_600_000
      await stage.signIn()
      expect(stage.calls(department)).toBe(2)
    },
  )

  it('that cannot be read just now refuse the sign-in, since somebody may be let in by their names', async () => {
    const stage = new Stage({ [department]: { code: '48503' } })
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '48503' })
  })

  it('are those above a person’s own too, each asked about once in five minutes', async () => {
    const above: Record<string, string> = { '1003': '1002', '1002': '1001', '1001': '0' }
    const stage = new Stage({
      [detail]: record({ deptCodes: ['1003', '1002'] }),
      [department]: ({ request }) => {
        const deptCode = new URL(request.url).searchParams.get('deptCode') ?? ''
        return { code: 0, deptCode, parentCode: above[deptCode] ?? '', deptNameCn: `第${deptCode}组` }
      },
    })
    const departments = [
      ...['1003', '1002', '1001', '0', '第1003组', '第1002组', '第1001组', '第0组'],
      ...['/第0组', '/第0组/第1001组', '/第0组/第1001组/第1002组', '/第0组/第1001组/第1002组/第1003组'],
    ]
    for (let time = 0; time < 2; time += 1) expect((await stage.signIn()).departments).toEqual(departments)
    expect(stage.calls(department)).toBe(4)
    stage.now += 300_000
    await stage.signIn()
    expect(stage.calls(department)).toBe(8)
  })

  it('that are above each other end', async () => {
    const stage = new Stage({
      [detail]: record({ deptCodes: ['a'] }),
      [department]: ({ request }) => {
        const deptCode = new URL(request.url).searchParams.get('deptCode')
        return { code: 0, deptCode, parentCode: deptCode === 'a' ? 'b' : 'a' }
      },
    })
    expect((await stage.signIn()).departments).toEqual(['a', 'b'])
  })

  it('called by a number do not pass for the code of another', async () => {
    const stage = new Stage({
      [detail]: record({ deptCodes: ['1002'] }),
      [department]: { code: '0', deptCode: '1002', deptNameCn: '1001' },
    })
    expect((await stage.signIn()).departments).toEqual(['1002'])
  })

  it('get no name from the answer about another', async () => {
    const stage = new Stage({ [department]: { code: '0', deptCode: '9', deptNameCn: '总经办' } })
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })

  it('are asked about twenty times at most', async () => {
    const deptCodes = Array.from({ length: 60 }, (_, index) => `d${index}`)
    const stage = new Stage({ [detail]: record({ deptCodes }), [department]: { code: '47012' } })
    expect((await stage.signIn()).departments).toEqual(deptCodes)
    expect(stage.calls(department)).toBe(20)
  })
})

describe('the return to the callback', () => {
  it('is exchanged with a form, the secret in its body', async () => {
    const stage = new Stage()
    await stage.signIn({ code: 'ANXx+/=' })
    const [token, userid] = stage.asked
    expect(token?.request.headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/)
    expect(new URL(token?.request.url ?? '').search).toBe('')
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toMatchObject({
      ...{ grant_type: 'authorization_code', code: 'ANXx+/=', redirect_uri: tx.redirectUri, state: tx.state },
    })
    expect(userid?.request.headers.get('x-wlk-authorization')).toBe('user-token')
  })

  it.each(['60019', '60009', '41500'])('with error %s in the place of the code is a refusal', async code => {
    const stage = new Stage()
    const refused = { code: 'source_refused', step: 'return', vendorCode: code }
    await expect(stage.signIn({ code, message: 'x' })).rejects.toMatchObject(refused)
    expect(stage.asked).toEqual([])
  })

  it.each(['', 'a b', 'é', 'x'.repeat(2001)])('with %j for a code goes nowhere', async code => {
    const stage = new Stage()
    await expect(stage.signIn({ code })).rejects.toMatchObject({ code: 'request_invalid' })
    expect(stage.asked).toEqual([])
  })

  it.each(['0', 60001, '60007', 60008, '60010'])('knows success by 60001 alone: %j', async code => {
    const stage = new Stage({ 'oauth2/v1/token': { code, access_token: 'user-token' } })
    if (code === 60001) await expect(stage.signIn()).resolves.toMatchObject({ username: 'lisi' })
    else
      await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_refused', vendorCode: String(code) })
  })
})
