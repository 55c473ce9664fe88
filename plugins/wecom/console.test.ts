import { describe, expect, it } from 'vitest'
import { consoleSteps, type Options } from './console.ts'

const options: Options = {
  ...{ corpId: 'wwcorp', agentId: 1000002, clientSecret: '{ env: SECRET }', page: 'login' },
  endpoints: {
    login: 'https://login.work.weixin.qq.com',
    connect: 'https://open.weixin.qq.com',
    api: 'https://qyapi.weixin.qq.com',
  },
}
const urls = {
  callback: 'https://sso.example.com:8443/auth/wecom/callback',
  home: 'https://sso.example.com:8443',
  egressIps: ['203.0.113.7', '203.0.113.8'],
}

/** What to enter into the fields of this Chinese name. */
const valuesOf = (field: RegExp, page: Options['page'] = 'login', egressIps = urls.egressIps) =>
  consoleSteps({ ...options, page }, { ...urls, egressIps })
    .filter(step => field.test(step.field.zh))
    .map(({ value }) => value)

describe('the console’s list', () => {
  it('has the domain of the callback, with its port and without the scheme, where the page wants it', () => {
    expect([valuesOf(/授权回调域/), valuesOf(/可信域名/)]).toEqual([['sso.example.com:8443'], []])
    expect([valuesOf(/授权回调域/, 'connect'), valuesOf(/可信域名/, 'connect')]).toEqual([
      [],
      ['sso.example.com:8443'],
    ])
  })

  it('has a homepage where people come from inside WeCom only', () => {
    expect([valuesOf(/应用主页/), valuesOf(/应用主页/, 'connect')]).toEqual([[], [urls.home]])
  })

  it('names the addresses that the file tells, or asks for them', () => {
    expect(valuesOf(/可信IP/)).toEqual(['203.0.113.7;203.0.113.8'])
    expect(valuesOf(/可信IP/, 'login', [])).toEqual(['<IP>'])
  })
})
