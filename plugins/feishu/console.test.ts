import { describe, expect, it } from 'vitest'
import { consoleSteps, type Options } from './console.ts'

const options: Options = {
  ...{ clientId: 'cli_app', clientSecret: '{ env: SECRET }', tenantKey: 'tenant', region: 'feishu' },
  endpoints: {},
}
const urls = {
  callback: 'https://sso.example.com/auth/feishu/callback',
  home: 'https://sso.example.com',
  inApp: 'https://sso.example.com/auth/feishu/in-app',
  egressIps: ['203.0.113.7', '203.0.113.8'],
}
const { inApp: _, ...withoutInApp } = urls

/** What to enter into the fields of this Chinese name. */
const valuesOf = (field: RegExp, given: Parameters<typeof consoleSteps>[1] = urls) =>
  consoleSteps(options, given)
    .filter(step => field.test(step.field.zh))
    .map(({ value }) => value)

describe('the console’s list', () => {
  it('has the page of the silent sign-in as homepage and among the redirect URLs', () => {
    expect(valuesOf(/主页/)).toEqual([urls.inApp, urls.inApp])
    expect(valuesOf(/重定向/)).toEqual([urls.callback, urls.inApp])
  })

  it('has neither where the silent sign-in is switched off', () => {
    expect(valuesOf(/主页/, withoutInApp)).toEqual([])
    expect(valuesOf(/重定向/, withoutInApp)).toEqual([urls.callback])
  })

  it('names the addresses that the file tells, and none otherwise: the list is optional', () => {
    expect(valuesOf(/IP 白名单/)).toEqual(['203.0.113.7,203.0.113.8'])
    expect(valuesOf(/IP 白名单/, { ...urls, egressIps: [] })).toEqual([])
  })

  it('is that of the region', () => {
    const places = (region: Options['region']) => consoleSteps({ ...options, region }, urls)[0]?.place.en
    expect(places('feishu')).toContain('open.feishu.cn/app')
    expect(places('lark')).toContain('open.larksuite.com/app')
  })
})
