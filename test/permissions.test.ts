import { expect, test } from 'vitest'
import { customProfile, namesOf, otherSpellings, permissions, profile, sumOf } from '../src/permissions.ts'

const classic = profile('alist-3.22')
const alist = profile('alist')

// sums of the AList documentation
test.each([
  [768, ['webdav_read', 'webdav_manage']],
  [152, ['write', 'rename', 'remove']],
  [3, ['see_hides', 'access_without_password']],
  [3072, ['ftp_access', 'ftp_manage']],
  [12288, ['read_archives', 'decompress']],
  [0, []],
])('%i is %j', (sum, names) => {
  expect(sumOf(names, alist)).toEqual({ sum, unknown: [] })
  expect(namesOf(sum, alist)).toEqual({ names, rest: 0 })
})

test('the profiles have the bits of their time', () => {
  const all = (bits: readonly { value: number }[]) => bits.reduce((sum, { value }) => sum | value, 0)
  expect(all(classic.bits)).toBe(1023)
  expect(all(alist.bits)).toBe(131071)
  expect(all(profile('openlist').bits)).toBe(65535)
})

test('bits and names that a profile does not have are told', () => {
  expect(namesOf(1024 + 256, classic)).toEqual({ names: ['webdav_read'], rest: 1024 })
  expect(sumOf(['webdav_read', 'ftp_access'], classic)).toEqual({ sum: 256, unknown: ['ftp_access'] })
})

test('a name twice counts once', () => {
  expect(sumOf(['write', 'write'], classic).sum).toBe(8)
})

test('a profile of one’s own', () => {
  const own = customProfile({ write: 2, read: 1 })
  expect(own.bits.map(({ name }) => name)).toEqual(['read', 'write'])
  expect(namesOf(3, own).names).toEqual(['read', 'write'])
})

test('other spellings lead to names that exist', () => {
  const names = permissions.map(({ name }) => name)
  for (const meant of Object.values(otherSpellings)) expect(names).toContain(meant)
})
