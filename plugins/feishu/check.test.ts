import { describe, expect, it } from 'vitest'
import { faulty, probed, secret } from '../../test/probes.ts'
import plugin from './index.ts'

const options = {
  ...{ clientId: 'cli_app', clientSecret: secret, tenantKey: '736588c92lxf175d', region: 'feishu' as const },
  endpoints: { login: 'https://fs.test/login', api: 'https://fs.test/api', jsapi: 'https://fs.test/jsapi' },
}
const department = { open_department_id: 'od-1', name: '研发部', parent_department_id: '0' }
const kindly = {
  tenant_access_token: { code: 0, msg: 'ok', tenant_access_token: 't-1', expire: 7200 },
  'departments/0/children': { code: 0, data: { items: [department], has_more: true } },
  'departments/0': { code: 0, data: { department: { name: '示例公司' } } },
  find_by_department: { code: 0, data: { items: [{ union_id: 'on-1', department_ids: ['od-1'] }] } },
}
const check = (change: object = {}, more: object = {}) => {
  const replies = Object.entries({ ...kindly, ...change }).map(([path, reply]) => [
    path,
    Response.json(reply),
  ])
  const nowhere = () => Promise.reject(new Error('not an address of Feishu'))
  return probed(plugin, { ...options, ...more }, faulty(nowhere, Object.fromEntries(replies)))
}
const allow = { departments: ['研发部'] }
const console = 'Permissions & Scopes (权限管理), those of the app itself (应用身份); then publish a version'
const opening = 'permission 获取通讯录基本信息 (contact:contact.base:readonly)'
const base = ['good credentials', `good ${opening}`, 'good contact range (通讯录权限范围)']
const [name, parent, own] = [
  'permission 获取部门基础信息 (contact:department.base:readonly)',
  'permission 获取通讯录部门组织架构信息 (contact:department.organize:readonly)',
  'permission 获取用户组织架构信息 (contact:user.department:readonly)',
]
const lacking = {
  code: 99991672,
  msg: 'words of Feishu',
  error: { permission_violations: [{ subject: 'contact:contact.base:readonly' }] },
}

describe('the connectivity test of Feishu', () => {
  it('goes as far as the file needs', async () => {
    expect(await check()).toEqual(base)
    expect(await check({}, { allow })).toEqual([...base, `good ${name}`, `good ${parent}`, `good ${own}`])
    expect(await check({}, { follows: true })).toHaveLength(6)
  })

  it.each([
    ['feishu', 'open.feishu.cn/app'],
    ['lark', 'open.larksuite.com/app'],
  ])('finds wrong credentials of %s, and asks no more', async (region, there) => {
    expect(
      await check({ tenant_access_token: { code: 99991543, msg: 'words of Feishu' } }, { region }),
    ).toEqual([
      `bad credentials | 99991543: clientId or clientSecret is wrong | -> ${there} › Credentials & Basic Info (凭证与基础信息): compare App ID and App Secret`,
    ])
  })

  it('finds that the directory is closed, where it is needed', async () => {
    const closed = { 'departments/0': lacking }
    expect((await check(closed)).at(-1)).toBe(`unknown ${opening} | not granted, and not needed`)
    expect((await check(closed, { allow })).at(-1)).toBe(
      `bad ${opening} | 99991672: the app lacks contact:contact.base:readonly (权限管理) | -> ${console}`,
    )
  })

  it('minds a range of a few only where accounts follow the directory', async () => {
    const few = { 'departments/0': { code: 40004, msg: 'no dept authority error' } }
    const rest =
      'contact range (通讯录权限范围) | not 全部成员 (all members) | -> Permissions & Scopes (权限管理) › 数据权限: 全部成员 (all members)'
    expect((await check(few, { allow })).at(-1)).toBe(`unknown ${rest}`)
    expect((await check(few, { follows: true })).at(-1)).toBe(`bad ${rest}`)
  })

  it('says of another refusal its code', async () => {
    expect((await check({ 'departments/0': { code: 99991400, msg: 'words' } })).at(-1)).toBe(
      `busy ${opening} | 99991400: too many calls`,
    )
  })

  it('finds the fields that are closed', async () => {
    const lines = await check(
      {
        'departments/0/children': {
          code: 0,
          data: { items: [{ open_department_id: 'od-1', name: '研发部' }] },
        },
        find_by_department: { code: 0, data: { items: [{ union_id: 'on-1' }] } },
      },
      { allow },
    )
    expect(lines.slice(3)).toEqual([
      `good ${name}`,
      `bad ${parent} | not granted | -> ${console}`,
      `bad ${own} | not granted | -> ${console}`,
    ])
  })

  it('cannot try them on nobody', async () => {
    const nobody = { code: 0, data: { has_more: false } }
    const lines = await check({ 'departments/0/children': nobody, find_by_department: nobody }, { allow })
    expect(lines.slice(3)).toEqual([name, parent, own].map(each => `unknown ${each} | nothing there to read`))
  })
})
