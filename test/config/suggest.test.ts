import { expect, test } from 'vitest'
import { suggest, suggestType } from '../../src/config/suggest.ts'

const keys = [
  'id',
  'type',
  'name',
  'clientId',
  'clientSecret',
  'corpId',
  'callbackUrl',
  'enabled',
  'allow',
  'autoRegister',
]

test.each([
  ['client_id', 'clientId'],
  ['ClientID', 'clientId'],
  ['AppKey', 'clientId'],
  ['app_secret', 'clientSecret'],
  ['corpid', 'corpId'],
  ['redirect_uri', 'callbackUrl'],
  ['clientSecrt', 'clientSecret'],
  ['enabeld', 'enabled'],
  ['nmae', 'name'],
  ['whitelist', 'allow'],
  ['clntscrt', 'clientSecret'],
  ['auto-register', 'autoRegister'],
])('%s is %s', (word, meant) => {
  expect(suggest(word, keys)).toBe(meant)
})

test.each(['colour', 'x', '', 'sync'])('%j is nothing known', word => {
  expect(suggest(word, keys)).toBeUndefined()
})

test.each([
  ['alist-3.45', 'alist'],
  ['alist-3.21', 'alist-3.22'],
  ['alist3.22', 'alist-3.22'],
])('%s is %s: a version is no misspelt one', (word, meant) => {
  expect(suggest(word, ['alist-3.22', 'alist', 'openlist'])).toBe(meant)
})

test('the beginning of one word is that word', () => {
  expect(suggest('zh', ['zh-CN', 'en'])).toBe('zh-CN')
  expect(suggest('zh', ['zh-CN', 'zh-TW'])).toBeUndefined()
  expect(suggest('read', ['read_archives', 'webdav_read'])).toBeUndefined()
})

test('what is nearly the same may be another thing', () => {
  expect(suggest('HS256', ['RS256', 'ES256'])).toBe('RS256')
  expect(suggestType('dingding', ['casdoor', 'dingtalk'])).toBe('dingtalk')
  expect(suggestType('casino', ['casdoor', 'dingtalk'])).toBeUndefined()
})
