import { createRequire } from 'node:module'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listen } from '../../../test/loopback.ts'
import { begin, hosts, optionsWith, send, webCode } from '../fixtures/simulated.ts'
import { unionIdOf } from './people.ts'

describe('the vendor’s own client, @alicloud/dingtalk', () => {
  let server: Awaited<ReturnType<typeof listen>>
  let sdk: ReturnType<typeof clients>

  beforeAll(async () => {
    server = await listen()
  })
  afterAll(() => server.close())
  beforeEach(() => {
    // its paths begin at the root of the host, so the API does too
    const { origin } = server
    begin(optionsWith({ ...hosts, api: origin }))
    server.serve(send)
    sdk = clients(origin)
  })

  const codeGrant = async (change: object = {}) =>
    new oauth2.GetUserTokenRequest({
      clientId: 'dingapp',
      clientSecret: 's3cret',
      code: await webCode('lisi'),
      grantType: 'authorization_code',
      ...change,
    })
  const read = (unionId: string, xAcsDingtalkAccessToken: string | undefined) =>
    sdk.contact.getUserWithOptions(
      unionId,
      new contact.GetUserHeaders({ xAcsDingtalkAccessToken }),
      noOptions,
    )

  test('signs a person in and reads them', async () => {
    const { body: token } = await sdk.oauth2.getUserToken(await codeGrant())
    expect(token).toMatchObject({ expireIn: 7200, refreshToken: expect.any(String) })
    const { body: user } = await read('me', token?.accessToken)
    expect(user).toMatchObject({ nick: '阿四', unionId: unionIdOf({ id: 'lisi' }), mobile: '13800000002' })
    expect((await read(unionIdOf({ id: 'lisi' }), token?.accessToken)).body).toEqual(user)
  })

  test('gets the app’s token, the same one twice', async () => {
    const app = new oauth2.GetAccessTokenRequest({ appKey: 'dingapp', appSecret: 's3cret' })
    const { body: first } = await sdk.oauth2.getAccessToken(app)
    expect(first).toMatchObject({ expireIn: 7200, accessToken: expect.any(String) })
    expect((await sdk.oauth2.getAccessToken(app)).body).toEqual(first)
  })

  test('lists who has left, page by page', async () => {
    const { body: app } = await sdk.oauth2.getAccessToken(
      new oauth2.GetAccessTokenRequest({ appKey: 'dingapp', appSecret: 's3cret' }),
    )
    const headers = new contact.ListEmpLeaveRecordsHeaders({ xAcsDingtalkAccessToken: app?.accessToken })
    const list = async (nextToken: string) => {
      const query = { startTime: '2026-11-26T00:00:00Z', endTime: '2026-11-27T00:00:00Z', maxResults: 1 }
      const asked = new contact.ListEmpLeaveRecordsRequest({ ...query, nextToken })
      return (await sdk.contact.listEmpLeaveRecordsWithOptions(asked, headers, noOptions)).body
    }
    for (const person of ['lisi', 'wangwu'])
      await send(
        new Request(`${hosts.login}/console/contacts`, {
          method: 'POST',
          body: new URLSearchParams({ do: 'remove', person }),
        }),
      )
    const first = await list('0')
    expect(first?.records).toMatchObject([{ userId: 'lisi', name: '李四', leaveReason: 'delete' }])
    const second = await list(first?.nextToken ?? '')
    expect(second?.records).toMatchObject([{ userId: 'wangwu' }])
    expect(second?.nextToken).toBeUndefined()
  })

  test('understands the errors', async () => {
    await expect(sdk.oauth2.getUserToken(await codeGrant({ code: 'used' }))).rejects.toMatchObject({
      code: 'invalidParameter.authCode.notFound',
      data: { statusCode: 400, requestid: expect.any(String) },
    })
    const { body: app } = await sdk.oauth2.getAccessToken(
      new oauth2.GetAccessTokenRequest({ appKey: 'dingapp', appSecret: 's3cret' }),
    )
    await expect(read('me', app?.accessToken)).rejects.toMatchObject({
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      accessDeniedDetail: { requiredScopes: ['Contact.User.Read'] },
    })
  })
})

// CommonJS that pretends to be ESM: only `require` gives it the same shape everywhere
const require = createRequire(import.meta.url)
const oauth2: typeof import('@alicloud/dingtalk/dist/oauth2_1_0/client.js') = require('@alicloud/dingtalk/oauth2_1_0')
const contact: typeof import('@alicloud/dingtalk/dist/contact_1_0/client.js') = require('@alicloud/dingtalk/contact_1_0')
const { Config }: typeof import('@alicloud/openapi-client') = require('@alicloud/openapi-client')
const { RuntimeOptions }: typeof import('@alicloud/tea-util') = require('@alicloud/tea-util')
const noOptions = new RuntimeOptions({})

function clients(origin: string) {
  const config = new Config({ protocol: 'http', endpoint: new URL(origin).host })
  return { oauth2: new oauth2.default(config), contact: new contact.default(config) }
}
