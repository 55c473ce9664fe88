import { describe, expect, it } from 'vitest'
import { faulty, probed, secret, world } from '../../test/probes.ts'
import plugin from './index.ts'
import { simulate } from './simulator/index.ts'

const options = {
  ...{ corpId: 'ww0a1b2c3d4e5f6071', agentId: 1000002, clientSecret: secret },
  callbackUrl: 'https://sso.example.com/auth/wecom/callback',
  endpoints: {
    login: 'https://wx.test/login',
    connect: 'https://wx.test/connect',
    api: 'https://wx.test/api/',
  },
}
const appReply = { errcode: 0, agentid: 1000002, close: 0, redirect_domain: 'sso.example.com' }
const vendor = async (faults: Record<string, object> = {}, theirs = {}) => {
  const replies = Object.entries({ 'agent/get': appReply, ...faults }).map(([path, reply]) => [
    path,
    Response.json(reply),
  ])
  return faulty(await simulate({ ...options, ...theirs }, world()), Object.fromEntries(replies))
}
const page = '应用管理 › 应用 › 自建 › the app'
const [credentials, app, domain, range] = [
  'good credentials',
  'good app 1000002',
  'good trusted domain (可信域名)',
  'good visible to (可见范围)',
]

describe('the connectivity test of WeCom', () => {
  it('finds the app, its domain and its range', async () => {
    expect(await probed(plugin, options, await vendor())).toEqual([credentials, app, domain, range])
  })

  it.each([
    [
      'secret',
      { clientSecret: { reveal: () => 'another' } },
      '40001: clientSecret is not that of the app, or the app is disabled',
    ],
    ['organisation', { corpId: 'ww1' }, '40013: there is no organisation with this corpId'],
  ])('finds a wrong %s, and asks no more', async (_what, theirs, found) => {
    expect(await probed(plugin, options, await vendor({}, theirs))).toEqual([
      `bad credentials | ${found} | -> ${page} › Secret; 我的企业 › 企业信息 › Corp ID (企业ID)`,
    ])
  })

  it('finds an app that is another one, or switched off', async () => {
    const line = async (reply: object) =>
      (await probed(plugin, options, await vendor({ 'agent/get': reply })))[1]
    expect(await line({ errcode: 301002, errmsg: 'words of WeCom' })).toBe(
      `bad app 1000002 | 301002 | -> ${page} › AgentId`,
    )
    expect(await line({ ...appReply, close: 1 })).toBe(
      `bad app 1000002 | the app is disabled | -> ${page}: enable it (启用)`,
    )
  })

  it('names the address of this server where WeCom does not trust it', async () => {
    const reply = { errcode: 60020, errmsg: 'not allow to access from your ip, from ip: 203.0.113.9' }
    expect((await probed(plugin, options, await vendor({ 'department/get': reply }))).at(-1)).toBe(
      `bad visible to (可见范围) | 60020: this server’s address 203.0.113.9 is not in 企业可信IP | -> ${page} › trusted addresses (企业可信IP)`,
    )
  })

  it('tells another domain than that of the return address', async () => {
    const reply = { ...appReply, redirect_domain: 'other.example.com' }
    expect((await probed(plugin, options, await vendor({ 'agent/get': reply })))[2]).toBe(
      'unknown trusted domain (可信域名) | not sso.example.com',
    )
  })

  it('minds a range of a few only where accounts follow the directory', async () => {
    const last = async (follows: boolean) =>
      (
        await probed(plugin, { ...options, follows }, await vendor({ 'department/get': { errcode: 60011 } }))
      ).at(-1)
    const rest = `visible to (可见范围) | not 全公司 (everybody) | -> ${page} › 可见范围: 全公司 (everybody)`
    expect(await last(false)).toBe(`unknown ${rest}`)
    expect(await last(true)).toBe(`bad ${rest}`)
  })
})
