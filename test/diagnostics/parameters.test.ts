import { expect, test } from 'vitest'
import { secretForm } from '../../src/diagnostics/secret-form.ts'

const address = 'an address with a secret in it'

test.each([
  'sig=x7Q8Vd2pLrT',
  'x-amz-signature=3f0c9b7152ad4e86',
  'key=693a91f6-7b0d-4c1e-9a52-1f0e8d7c6b5a',
  'code=aB3dE5fG7hI9jK1lM3nO5pQ7',
  'access_token=Kranich77Moor',
  'apikey=Kranich77Moor',
])('what opens or signs an address is a secret: ?%s', parameter => {
  expect(secretForm(`https://x.example.com/a?b=c&${parameter}`)).toBe(address)
})

test.each([
  'key=PROJECT-1234',
  'key=HR-Handbook-2024',
  'code=COSTCENTER4711',
  'code=department-42-info',
  'code=zh-CN',
  'sig=home',
  'token=abc',
])('what is a name is none: ?%s', parameter => {
  expect(secretForm(`https://x.example.com/a?b=c&${parameter}`)).toBeUndefined()
})
