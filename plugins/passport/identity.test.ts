import { describe, expect, test } from 'vitest'
import { identityOf, type Paths } from './identity.ts'

const profile = {
  id: '1001',
  number: 1001,
  username: 'lisi',
  displayName: '李四',
  emails: [{ value: 'lisi@example.com', verified: true, almost: 'true' }],
  groups: ['rd', 'platform'],
  mixed: ['rd', { name: 'platform' }],
  _json: { sub: 'abc', team: 'rd', long: 2 ** 53 },
}

const issuer = 'https://odd.example'
const mapped = (paths: Partial<Paths>) => identityOf(profile, { issuer, subject: 'id', ...paths })

test('the fields come from where the file says', () => {
  const paths = {
    subject: '_json.sub',
    username: 'username',
    displayName: 'displayName',
    email: 'emails.0.value',
    emailVerified: 'emails.0.verified',
    groups: 'groups',
  }
  expect(mapped(paths)).toEqual({
    issuer,
    subject: 'abc',
    username: 'lisi',
    displayName: '李四',
    email: 'lisi@example.com',
    emailVerified: true,
    groups: ['rd', 'platform'],
    claims: {},
  })
})

test('a number is an id as long as it is exact', () => {
  expect(mapped({ subject: 'number' }).subject).toBe('1001')
  expect(() => mapped({ subject: '_json.long' })).toThrow()
})

test.each(['undefined', 'null', 'NaN', '0', '[object Object]', 'false', ''])(
  'what a strategy makes of an absent id is no subject: %o',
  id => {
    expect(() => identityOf({ id }, { issuer, subject: 'id' })).toThrow(
      expect.objectContaining({ code: 'source_reply_invalid', step: 'profile' }),
    )
  },
)

test.each(['nothing', 'emails', 'emails.1.value', 'id.length', 'constructor.name', '__proto__', 'toString'])(
  'a place that is not in the profile itself is no subject: %s',
  subject => {
    expect(() => mapped({ subject })).toThrow(expect.objectContaining({ code: 'source_reply_invalid' }))
  },
)

describe('groups', () => {
  test('may be one text, or not there', () => {
    expect(mapped({ groups: '_json.team' }).groups).toEqual(['rd'])
    expect(mapped({ groups: '_json.teams' }).groups).toEqual([])
    expect(mapped({}).groups).toEqual([])
  })

  test('of another form are refused rather than left out', () => {
    expect(() => mapped({ groups: 'mixed' })).toThrow(
      expect.objectContaining({ code: 'source_reply_invalid' }),
    )
  })
})

test('an address is proven only by the value true', () => {
  expect(mapped({ email: 'emails.0.value' }).emailVerified).toBe(false)
  expect(mapped({ emailVerified: 'emails.0.almost' }).emailVerified).toBe(false)
})
