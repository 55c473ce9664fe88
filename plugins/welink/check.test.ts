import { describe, expect, it } from 'vitest'
import { faulty, probed, secret, world } from '../../test/probes.ts'
import plugin from './index.ts'
import { simulate } from './simulator/index.ts'
import { type Permission, permissions, usualSetting } from './simulator/setting.ts'

const options = {
  ...{ clientId: '2019', clientSecret: secret, tenantId: 'E22BD2CC5F8B4EE69B931113F678A694' },
  passClientId: false,
  endpoints: { login: 'https://wl.test/login', api: 'https://wl.test/api', jsapi: 'https://wl.test/hwh5.js' },
}
const without = (...missing: Permission[]) => {
  const setting = usualSetting()
  setting.permissions = new Set(permissions.filter(each => !missing.includes(each)))
  return simulate(options, world(), setting)
}
const place = 'Version Management › Interface Permissions (接口权限)'
const good = [
  'good credentials',
  'good permission 用户登录信息',
  'good permission 用户详细信息',
  'good permission 部门查询',
]

describe('the connectivity test of WeLink', () => {
  it('tries the token and each permission', async () => {
    expect(await probed(plugin, options, await without())).toEqual(good)
  })

  it('asks for the token once, whatever comes of it', async () => {
    const theirs = { ...options, clientSecret: { reveal: () => 'another' } }
    const calls: string[] = []
    const vendor = await simulate(theirs, world())
    const lines = await probed(plugin, options, request => {
      calls.push(new URL(request.url).pathname)
      return vendor(request)
    })
    expect(lines).toEqual([
      'bad credentials | 10007: client_id or client_secret is wrong | -> Application Information (应用信息 › 基本信息): compare client_id and client_secret',
    ])
    expect(calls).toEqual(['/api/auth/v2/tickets'])
  })

  it.each(['用户登录信息', '用户详细信息'] as const)('finds that %s is not granted', async permission => {
    const lines = await probed(plugin, options, await without(permission))
    const [line] = lines.filter(each => !each.startsWith('good'))
    expect(line).toMatch(
      new RegExp(
        `^bad permission ${permission} \\| \\d+: the app lacks the permission ${permission} \\| -> `,
      ),
    )
    expect(line?.endsWith(place)).toBe(true)
    expect(lines).toHaveLength(4)
  })

  it.each([
    ['nobody asks for departments', {}, false],
    ['they are named by their codes', { allow: { departments: ['1001'] } }, false],
    ['they are named by their names', { allow: { departments: ['1001', '研发部'] } }, true],
    ['accounts follow the directory', { follows: true }, true],
  ])('minds the permission for departments where %s: %j', async (_what, more, isBad) => {
    const line = (await probed(plugin, { ...options, ...more }, await without('部门信息'))).at(-1)
    if (isBad)
      expect(line).toMatch(/^bad permission 部门查询 \| \d+: the app lacks the permission 部门查询 \| -> /)
    else expect(line).toBe('unknown permission 部门查询 | not granted, and not needed')
  })

  it('says of another refusal its code', async () => {
    const reply = Response.json({ code: '48503', message: 'words of WeLink' })
    expect((await probed(plugin, options, faulty(await without(), { 'user/detail': reply })))[2]).toBe(
      'busy permission 用户详细信息 | 48503: too many calls',
    )
  })
})
