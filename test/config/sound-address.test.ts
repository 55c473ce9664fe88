import { describe, expect, test } from 'vitest'
import { isSoundAddress, mendedAddress } from '../../src/config/sound-address.ts'

describe('an address that leads where it is seen to lead', () => {
  test.each([
    'https://sso.example.com',
    'HTTPS://SSO.example.com:8443/a?b=c,d#e',
    'http://127.0.0.1:80',
    'https://[2001:db8::1]:80/x',
    'https://公司.example.cn',
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
    ['https://*.example.com', undefined],
    ['https://a..b', undefined],
    ['https://sso.example.com:0', undefined],
    ['https://$HOST', undefined],
    ['https://{host}/callback', undefined],
    ['https://evil.example\\@wiki.example.com/callback', undefined],
    ['https://ｗiki.example.com', undefined],
    ['https://wiki。example.com', undefined],
    ['https://wi\u00adki.example.com', undefined],
    ['sso.example.com', undefined],
  ])('%s', (text, meant) => {
    expect(isSoundAddress(text)).toBe(false)
    expect(mendedAddress(text)).toBe(meant)
  })
})
