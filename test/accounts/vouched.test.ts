import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAllowed } from '../../src/accounts/allow.ts'
import { vouched } from '../../src/accounts/vouched.ts'
import type { Identity } from '../../src/model.ts'

const identity = (given: Partial<Record<keyof Identity, unknown>>): Identity =>
  ({ issuer: 'https://partner.example', subject: 's', claims: {}, ...given }) as Identity

describe('an identity is refused', () => {
  it.each([
    { subject: '' },
    { subject: '0' },
    { subject: ' ' },
    { subject: 'x'.repeat(256) },
    { subject: ' a' },
    { subject: 'a\n' },
    { subject: 'a\u0000b' },
    { subject: 'a\nb' },
    { subject: '\ud800' },
    { subject: 'a\udc00' },
    { subject: undefined },
    { subject: null },
    { subject: 7 },
    { subject: ['a'] },
    { subject: {} },
    { issuer: '' },
    { issuer: undefined },
    { issuer: 'x'.repeat(513) },
    { directoryId: '' },
    { directoryId: null },
    { directoryId: 'x'.repeat(256) },
    { directoryId: 'a\u0000' },
  ])('with the key %j', given => {
    expect(() => vouched(identity(given), { id: 'partner', public: false })).toThrow(
      expect.objectContaining({ code: 'source_reply_invalid', source: 'partner' }),
    )
  })
})

describe('an identity', () => {
  it.each(['1', '00', 'x'.repeat(255), 'é', '𠮷', 'a b', '李四', 'A/B+c='])(
    'may have the subject %j',
    subject => {
      expect(vouched(identity({ subject })).subject).toBe(subject)
    },
  )

  it.each([
    ['anyi@example.com', 'anyi@example.com'],
    ['no address', undefined],
    ['a@b@c', undefined],
    ['a@', undefined],
    ['@b', undefined],
    ['a b@c', undefined],
    ['<a@b>', undefined],
    [`${'a'.repeat(251)}@b.c`, undefined],
  ])('keeps the address %j as %j', (email, kept) => {
    expect(vouched(identity({ email })).email).toBe(kept)
  })

  it.each([
    ['  安怡  ', '安怡'],
    ['\u202eevil\u200b', 'evil'],
    ['a\u0000b\r\nc', 'abc'],
    ['\u3164', undefined],
    ['', undefined],
    ['n'.repeat(500), 'n'.repeat(128)],
    ['𠮷'.repeat(200), '𠮷'.repeat(128)],
  ])('shows the name %j as %j', (displayName, shown) => {
    expect(vouched(identity({ displayName })).displayName).toBe(shown)
  })

  it('loses claims of more than 64 KB, and with them what they would have opened', () => {
    const huge = vouched(identity({ claims: { organizations: ['example'], padding: 'x'.repeat(65_536) } }))
    expect(huge.claims).toEqual({})
    expect(isAllowed({ organizations: ['example'] }, huge)).toBe(false)
  })

  it('has at most 500 groups and departments', () => {
    const many = Array.from({ length: 600 }, (_, index) => String(index))
    const { groups, departments } = vouched(identity({ groups: many, departments: many }))
    expect([groups?.length, departments?.length]).toEqual([500, 500])
  })

  it('keeps its key as it is, or is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 260 }), subject => {
        try {
          const kept = vouched(identity({ subject })).subject
          expect(kept).toBe(subject)
          expect(Buffer.from(kept).toString()).toBe(subject)
        } catch (error) {
          expect(error).toMatchObject({ code: 'source_reply_invalid' })
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('has no name or mail with a control or an invisible character in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const { displayName, username, phone, email } = vouched(
          identity({ displayName: text, username: text, phone: text, email: text }),
        )
        for (const shown of [displayName, username, phone])
          expect(shown ?? '').not.toMatch(/[\p{Cc}\p{Cf}\u3164]/u)
        expect(email ?? '').not.toMatch(/[\s<>"]/)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('who is allowed', () => {
  const person = identity({
    departments: ['1002'],
    groups: ['dev'],
    claims: { organizations: ['example'], login: 'anyi' },
  })

  it.each<[string, Record<string, string[]> | undefined, boolean]>([
    ['no list', undefined, true],
    ['an empty set of lists', {}, true],
    ['a list with a match', { organizations: ['other', 'example'] }, true],
    ['a list without', { organizations: ['other'] }, false],
    ['an empty list', { organizations: [] }, false],
    ['an empty list beside a match', { organizations: ['example'], groups: [] }, false],
    ['two lists that match', { organizations: ['example'], departments: ['1002'] }, true],
    ['two lists, one of which matches', { organizations: ['example'], departments: ['1'] }, false],
    ['other letters', { organizations: ['Example'] }, false],
    ['the beginning of a name', { organizations: ['exam'] }, false],
    ['a claim that is no list', { login: ['anyi'] }, false],
    ['a claim that nobody made', { domains: ['example.com'] }, false],
    ['a name of every object', { constructor: ['x'], toString: ['y'] }, false],
    ['a list that is taken from the prototype', JSON.parse('{"__proto__": ["x"]}'), false],
  ])('by %s: %s %s', (_, allow, allowed) => {
    expect(isAllowed(allow, person)).toBe(allowed)
  })
})
