import { describe, expect, test } from 'vitest'
import { canParse, isSoundAddress, mendedAddress } from '../../src/config/sound-address.ts'

describe('an address that leads where it is seen to lead', () => {
  test.each([
    'https://sso.example.com',
    'HTTPS://SSO.example.com:8443/a?b=c,d#e',
    'http://127.0.0.1:80',
    'https://[2001:db8::1]:80/x',
    'https://公司.example.cn',
    'https://user@straße.example:8443',
    'https://[2001:DB8:0::1]/x',
    'https://a_b.example./',
    'com.example.app:/callback',
    'ldaps://ldap.example.com',
  ])('%s', text => {
    expect(isSoundAddress(text)).toBe(true)
    expect(mendedAddress(text)).toBeUndefined()
  })
})

describe('one that does not, and what was meant, where that is certain', () => {
  test.each([
    ['https://sso.example.com,', 'https://sso.example.com'],
    ['https://sso.example.com/callback；', 'https://sso.example.com/callback'],
    ["https://sso.example.com'", 'https://sso.example.com'],
    ['https://https://sso.example.com', 'https://sso.example.com'],
    ['https:/sso.example.com/callback', 'https://sso.example.com/callback'],
    ['https://sso.example.com、', 'https://sso.example.com'],
    ['https://a.example.com,https://b.example.com', undefined],
    ['https://sso.example.com/ prod', undefined],
    ['https://sso.example.com/login# the login', undefined],
    ['https://*.example.com', undefined],
    ['https://a..b', undefined],
    ['https://sso.example.com:0', undefined],
    ['https://$HOST', undefined],
    ['https://{host}/callback', undefined],
    ['https://evil.example\\@wiki.example.com/callback', undefined],
    ['https://ｗiki.example.com', undefined],
    ['https://wiki。example.com', undefined],
    ['https://wi\u00adki.example.com', undefined],
    ['https://\u{1d430}iki.example.com', undefined],
    ['https://wiki%2eexample.com', undefined],
    ['https://wiki.example%2ecom', undefined],
    ['http://0x7f.1', undefined],
    ['http://2130706433/', undefined],
    ['sso.example.com', undefined],
  ])('%s', (text, meant) => {
    expect(isSoundAddress(text)).toBe(false)
    expect(mendedAddress(text)).toBe(meant)
  })
})

test('is one however often it was asked for', () => {
  const asked = Array.from({ length: 100_000 }, () => canParse('https://straße.example'))
  expect(asked).not.toContain(false)
  expect(canParse('https://straße .example')).toBe(false)
})
