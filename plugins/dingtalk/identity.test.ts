import { describe, expect, it } from 'vitest'
import { corpId, Stage, tx } from './fixtures/stage.ts'
import { unionIdOf } from './simulator/people.ts'

const ways = [
  ['in the browser', (stage: Stage, person?: string) => stage.signIn(person)],
  ['inside DingTalk', (stage: Stage, person?: string) => stage.signInInApp(person)],
] as const
const member = (userid: string, contact_type = 0) => ({ errcode: 0, result: { contact_type, userid } })

describe.each(ways)('somebody who signs in %s', (_where, signIn) => {
  it('is the same identity, with what the organisation says of them', async () => {
    expect(await signIn(new Stage())).toEqual({
      issuer: `dingtalk:${corpId}`,
      subject: unionIdOf({ id: 'lisi' }),
      directoryId: 'lisi',
      username: '李四',
      displayName: '李四',
      email: 'lisi@example.com',
      phone: '13800000002',
      departments: [
        ...['1002', '1001', '1', '平台组', '研发部', '示例科技'],
        ...['/示例科技', '/示例科技/研发部', '/示例科技/研发部/平台组'],
      ],
      claims: { corpId, userId: 'lisi', title: '平台组组长', jobNumber: expect.any(String) },
    })
  })

  it.each([
    ['of another organisation', { errcode: 60121, errmsg: '找不到该用户' }],
    ['an external contact', member('lisi', 1)],
  ])('and is %s is refused, and nothing more is asked about them', async (_what, reply) => {
    const stage = new Stage()
    stage.replies.getbyunionid = reply
    const who = expect.stringContaining(unionIdOf({ id: 'lisi' }))
    await expect(signIn(stage)).rejects.toMatchObject({ code: 'not_member', who })
    expect(stage.calls('v2/user/get') + stage.calls('listparentbydept')).toBe(0)
  })

  it('with the directory id of somebody else is a conflict', async () => {
    const stage = new Stage()
    stage.replies.getbyunionid = member('anyi')
    await expect(signIn(stage)).rejects.toMatchObject({ code: 'identity_conflict', source: 'dingtalk' })
  })

  it('with an account that the organisation has disabled is refused', async () => {
    const stage = new Stage({ edition: 'dedicated' })
    await expect(signIn(stage)).resolves.toMatchObject({ directoryId: 'lisi' })
    const result = { userid: 'lisi', name: '李四', disable_status: true }
    stage.replies['v2/user/get'] = { errcode: 0, result }
    // not by the nickname: nobody in the organisation knows that
    const who = `李四 (userid lisi, ${unionIdOf({ id: 'lisi' })})`
    await expect(signIn(stage)).rejects.toMatchObject({ code: 'not_member', cause: 'disable_status', who })
  })

  it('and may come from anywhere is in no department, if not an employee', async () => {
    const stage = new Stage({ membership: 'any' })
    stage.replies.getbyunionid = { errcode: 60121, errmsg: '找不到该用户' }
    expect(await signIn(stage)).toMatchObject({ departments: [], directoryId: undefined })
    expect(stage.calls('listparentbydept')).toBe(0)
  })
})

describe('the departure', () => {
  const sent = async (stage: Stage) => {
    const { redirect } = await stage.open()
    return [...(await redirect.start(tx)).url.searchParams]
  }
  const standard = [
    ['redirect_uri', 'https://sso.example.com/auth/dingtalk/callback'],
    ['response_type', 'code'],
    ['client_id', 'dingapp'],
    ['scope', 'openid'],
    ['state', 'the-state'],
    ['prompt', 'consent'],
  ]

  it('carries the documented parameters and no others', async () => {
    expect(await sent(new Stage())).toEqual(standard)
  })

  it('leads to the organisation’s own page in the dedicated edition', async () => {
    const exclusive = [
      ['exclusiveLogin', 'true'],
      ['exclusiveCorpId', corpId],
    ]
    expect(await sent(new Stage({ edition: 'dedicated' }))).toEqual([...standard, ...exclusive])
  })
})
