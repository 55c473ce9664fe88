import { describe, expect, it } from 'vitest'
import { consoleSteps, type Options } from './console.ts'

const options: Options = {
  ...{ corpId: 'dingcorp', clientId: 'dingapp', clientSecret: '{ env: SECRET }' },
  ...{ edition: 'standard', membership: 'required' },
  endpoints: {
    login: 'https://login.dingtalk.com',
    api: 'https://api.dingtalk.com',
    oapi: 'https://oapi.dingtalk.com',
    jsapi: 'https://g.alicdn.com/dingtalk.open.js',
  },
}
const [callback, home] = ['https://sso.example.com/auth/dingtalk/callback', 'https://sso.example.com']
const inApp = 'https://sso.example.com/auth/dingtalk/in-app'
const events = 'https://sso.example.com/events/dingtalk'
const urls = { callback, home, inApp, events, egressIps: ['203.0.113.7', '203.0.113.8'] }

/** What to enter into the fields of this Chinese name. */
const valuesOf = (field: RegExp, given = urls as Parameters<typeof consoleSteps>[1], own = options) =>
  consoleSteps(own, given)
    .filter(step => field.test(step.field.zh))
    .map(({ value }) => value)

describe('the console’s list', () => {
  it('opens the app by the silent sign-in, with the placeholder that only DingTalk replaces', () => {
    expect(valuesOf(/首页地址/)).toEqual(Array(2).fill(`${inApp}?corpId=$CORPID$`))
    expect(valuesOf(/端内免登地址/)).toEqual([home])
  })

  it('opens it by the first page where the silent sign-in is switched off', () => {
    const without = { callback, home, egressIps: [] }
    expect(valuesOf(/首页地址/, without)).toEqual([home, home])
    expect(valuesOf(/端内免登地址/, without)).toEqual([])
  })

  it('names the addresses that the file tells, or asks for them', () => {
    expect(valuesOf(/出口IP/)).toEqual(['203.0.113.7,203.0.113.8'])
    expect(valuesOf(/出口IP/, { ...urls, egressIps: [] })).toEqual([null])
  })

  it('has the event address after the keys and before the seven events, if there are any', () => {
    const isOfEvents = ({ place }: { place: { zh: string } }) => place.zh.includes('事件订阅')
    const rows = consoleSteps(options, urls).filter(isOfEvents)
    expect(rows.map(({ value }) => value)).toEqual([
      ...[null, null, events],
      ...['user_add_org', 'user_modify_org', 'user_active_org', 'user_leave_org'],
      ...['org_dept_create', 'org_dept_modify', 'org_dept_remove'],
    ])
    const stream = consoleSteps({ ...options, events: { mode: 'stream' } }, urls).filter(isOfEvents)
    expect(stream.map(({ value }) => value)).toEqual([
      ...['Stream 模式推送', '已完成接入，验证连接通道'],
      ...rows.slice(3).map(({ value }) => value),
    ])
    const { events: _, ...none } = urls
    expect(consoleSteps(options, none).filter(isOfEvents)).toEqual([])
  })

  it('has the native app for the sharing settings, as far as the file names it', () => {
    const signature = '294e7d6880381b01ea56d91ee6656ff0'
    const app = (mobileApp: Options['mobileApp']) =>
      valuesOf(/^(?:iOS|Android)/, urls, { ...options, ...(mobileApp && { mobileApp }) })
    expect(app(undefined)).toEqual([])
    expect(app({ iosBundleId: 'com.example.sso' })).toEqual(['com.example.sso'])
    const android = { androidPackage: 'com.example.app', androidSignature: signature }
    expect(app({ iosBundleId: 'com.example.sso', ...android })).toEqual([
      'com.example.sso',
      'com.example.app',
      signature,
    ])
  })

  it('names seven permissions, none of them by a code that no document has', () => {
    const rows = consoleSteps(options, urls).filter(({ place }) => place.zh.startsWith('权限管理'))
    expect(rows.map(({ value }) => value)).toEqual([
      ...[
        'Contact.User.Read',
        'qyapi_get_member',
        'qyapi_get_department_list',
        'qyapi_get_department_member',
      ],
      ...['邮箱等个人信息', '企业员工手机号信息', 'Contact.User.mobile'],
    ])
  })
})
