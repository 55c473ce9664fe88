import { describe, expect, it } from 'vitest'
import { consoleSteps, type Options } from './console.ts'

const options: Options = {
  ...{ corpId: 'wwcorp', agentId: 1000002, clientSecret: '{ env: SECRET }' },
  endpoints: {
    login: 'https://login.work.weixin.qq.com',
    connect: 'https://open.weixin.qq.com',
    api: 'https://qyapi.weixin.qq.com',
  },
}
const urls = {
  callback: 'https://sso.example.com:8443/auth/wecom/callback',
  home: 'https://sso.example.com:8443',
  inApp: 'https://sso.example.com:8443/auth/wecom/in-app',
  egressIps: ['203.0.113.7', '203.0.113.8'],
}

/** What to enter into the fields of this Chinese name. */
const valuesOf = (field: RegExp, given: object = urls) =>
  consoleSteps(options, { ...urls, ...given })
    .filter(step => field.test(step.field.zh))
    .map(({ value }) => value)

describe('the console’s list', () => {
  it('has the domain of the callback, with its port and without the scheme, for both pages', () => {
    expect(valuesOf(/授权回调域|可信域名/)).toEqual(['sso.example.com:8443', 'sso.example.com:8443'])
  })

  it('has a homepage that signs people in silently', () => {
    expect(valuesOf(/应用主页/)).toEqual(['https://sso.example.com:8443/auth/wecom/in-app'])
  })

  it('has neither domain nor homepage for a silent sign-in that is switched off', () => {
    const { inApp: _, ...others } = urls
    const fields = consoleSteps(options, others).map(({ field }) => field.zh)
    expect(fields).toContain('授权回调域')
    expect(fields.filter(field => /可信域名|应用主页/.test(field))).toEqual([])
  })

  it('names the addresses that the file tells, or asks for them', () => {
    expect(valuesOf(/可信IP/)).toEqual(['203.0.113.7;203.0.113.8'])
    expect(valuesOf(/可信IP/, { egressIps: [] })).toEqual([null])
  })
})
