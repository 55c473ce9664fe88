import { describe, expect, it } from 'vitest'
import { Stage, tenantKey, tx } from './fixtures/stage.ts'
import { openDepartmentId, unionIdOf } from './simulator/people.ts'

const ways = [
  ['in the browser', (stage: Stage, person?: string) => stage.signIn(person)],
  ['inside Feishu', (stage: Stage, person?: string) => stage.signInInApp(person)],
] as const

describe.each(ways)('somebody who signs in %s', (_where, signIn) => {
  it('is the same identity, with what the organisation says of them', async () => {
    expect(await signIn(new Stage())).toEqual({
      issuer: `feishu:${tenantKey}`,
      subject: unionIdOf({ id: 'lisi' }),
      directoryId: unionIdOf({ id: 'lisi' }),
      username: '李四',
      displayName: '李四',
      email: 'lisi@example.com',
      phone: '+8613800000002',
      departments: [
        ...['1002', '1001'].map(openDepartmentId),
        ...['平台组', '研发部', '/研发部', '/研发部/平台组'],
      ],
      claims: { tenantKey, userId: 'lisi', title: '平台组组长', employeeNo: expect.any(String) },
    })
  })

  it('and is of another organisation is refused, and nothing more is asked about them', async () => {
    const stage = new Stage()
    stage.replies.user_info = {
      code: 0,
      data: { union_id: 'on_other', name: '钱供应', tenant_key: `${tenantKey}0` },
    }
    const cause = `tenant_key "${tenantKey}0"`
    await expect(signIn(stage)).rejects.toMatchObject({ code: 'not_member', cause, who: '钱供应 (on_other)' })
    expect(stage.calls('contact')).toBe(0)
  })

  it.each([20008, 20021, 20022, 20023])('is refused as no member where Feishu says %i', async code => {
    const stage = new Stage()
    stage.replies.user_info = { code, msg: 'x' }
    await expect(signIn(stage)).rejects.toMatchObject({ code: 'not_member', vendorCode: String(code) })
  })

  it.each([20009, 20010, 20066])('is refused as no member where the token is refused with %i', async code => {
    const stage = new Stage()
    stage.replies['oauth/token'] = { code, error: 'x', error_description: 'x' }
    await expect(signIn(stage)).rejects.toMatchObject({ code: 'not_member', step: 'exchange' })
  })

  it('whose record is somebody else’s is a conflict', async () => {
    const stage = new Stage()
    stage.replies['/users/'] = { code: 0, data: { user: { union_id: 'on_other' } } }
    await expect(signIn(stage)).rejects.toMatchObject({ code: 'identity_conflict', source: 'feishu' })
  })

  it('is known without any permission, by the name that Feishu itself gives', async () => {
    expect(await signIn(new Stage({}, []))).toEqual({
      issuer: `feishu:${tenantKey}`,
      subject: unionIdOf({ id: 'lisi' }),
      directoryId: unionIdOf({ id: 'lisi' }),
      username: '李四',
      displayName: '李四',
      email: undefined,
      phone: undefined,
      departments: [],
      claims: { tenantKey, userId: undefined, title: undefined, employeeNo: undefined },
    })
  })
})

describe('who is not of the organisation', () => {
  it('is refused with the page of a partner’s account, and with that of a stranger', async () => {
    await expect(new Stage().signIn('supplier')).rejects.toMatchObject({
      code: 'not_member',
      step: 'profile',
    })
    await expect(new Stage().signIn('stranger')).rejects.toMatchObject({ vendorCode: '20009' })
  })
})

describe('an error', () => {
  it('of the app is not one of the person, and names what to change', async () => {
    const stage = new Stage()
    stage.replies['oauth/token'] = { code: 20002, error: 'invalid_client', error_description: 'secret' }
    const cause = '/open-apis/authen/v2/oauth/token: clientSecret is not that of the app'
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '20002', cause })
  })

  it('that comes as text is one too', async () => {
    const stage = new Stage()
    stage.replies['oauth/token'] = { code: '20050', error: 'server_error' }
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '20050' })
  })
})

describe('the app’s own token', () => {
  it('is asked for once by people who come at the same time, and again five minutes before its end', async () => {
    const stage = new Stage()
    await Promise.all([stage.signIn(), stage.signIn('anyi')])
    expect(stage.calls('tenant_access_token')).toBe(1)
    stage.now += 6_899_000
    await stage.signIn()
    expect(stage.calls('tenant_access_token')).toBe(1)
    stage.now += 1_000
    await stage.signIn()
    expect(stage.calls('tenant_access_token')).toBe(2)
  })

  it('is asked for again where it turns out to be dead, once', async () => {
    const stage = new Stage()
    await stage.signIn()
    stage.replies['/users/'] = { code: 99991663, msg: 'Invalid access token for authorization.' }
    await expect(stage.signIn()).rejects.toMatchObject({ vendorCode: '99991663' })
    expect([stage.calls('/users/'), stage.calls('tenant_access_token')]).toEqual([3, 2])
  })
})

describe('the departure', () => {
  it('carries the documented parameters, PKCE among them, and asks for no scope', async () => {
    const { redirect } = await new Stage().open()
    expect([...(await redirect.start(tx)).url.searchParams]).toEqual([
      ['client_id', 'cli_app'],
      ['response_type', 'code'],
      ['redirect_uri', tx.redirectUri],
      ['state', 'the-state'],
      ['code_challenge', tx.codeChallenge],
      ['code_challenge_method', 'S256'],
    ])
  })

  it.each([
    ['feishu', 'https://accounts.feishu.cn', 'https://lf-scm-cn.feishucdn.com'],
    ['lark', 'https://accounts.larksuite.com', 'https://lf-package-sg.larksuitecdn.com'],
  ] as const)('leads to the region %s, and so does the script', async (region, login, script) => {
    const { redirect, inApp } = await new Stage({ region, endpoints: {} }).open()
    expect((await redirect.start(tx)).url.origin).toBe(login)
    expect(inApp.page(tx).library.origin).toBe(script)
  })
})

it.each(['', ' ', 'a\nb', '码'])('asks nobody about the code %j', async code => {
  const stage = new Stage()
  const { redirect, inApp } = await stage.open()
  const callback = new Request(`${tx.redirectUri}?${new URLSearchParams({ code })}`)
  await expect(redirect.finish(callback, tx)).rejects.toMatchObject({ code: 'request_invalid' })
  await expect(inApp.exchange(code, tx)).rejects.toMatchObject({ code: 'request_invalid' })
  expect(stage.asked).toEqual([])
})
