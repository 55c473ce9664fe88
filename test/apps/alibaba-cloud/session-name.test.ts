import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sessionName } from '../../../src/apps/alibaba-cloud/session-name.ts'

const form = /^[A-Za-z0-9_.@=,+-]{2,32}$/

describe('the name of a session at Alibaba Cloud', () => {
  it.each([
    ['zhang.wei', 'zhang.wei'],
    ['zhang@example.com', 'zhang@example.com'],
    ['张伟', 'user-8fa2d6863c'],
    ['Zhang 伟', 'Zhang-8fa2d6863c'],
    ['x', 'x-8fa2d6863c'],
    ['a-name-that-is-longer-than-it-may-be', 'a-name-that-is-longer-8fa2d6863c'],
    // would look like somebody else's
    ['li-0123456789', 'li-0123456789-8fa2d6863c'],
  ])('of %s is %s', (wish, name) => {
    expect(sessionName(wish, 'account-1', true)).toBe(name)
  })

  it('is always one that Alibaba Cloud takes, and always the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.boolean(), (wish, id, isTheirs) => {
        expect(sessionName(wish, id, isTheirs)).toMatch(form)
        expect(sessionName(wish, id, isTheirs)).toBe(sessionName(wish, id, isTheirs))
      }),
    )
  })

  it('never is that of two people, whatever they are called and whatever one of them calls himself', () => {
    const names = new Map<string, string>()
    const wishes = ['张伟', '张三', 'zhang', 'zhang ', 'z', 'a'.repeat(40), `${'a'.repeat(39)}b`]
    for (let person = 0; person < 20_000; person += 1) {
      // usernames are unique: the plain ones too
      const wish = `${wishes[person % wishes.length]}${person % 3 === 0 ? person : '伟'}`
      const name = sessionName(wish, `account-${person}`, true)
      expect(names.get(name), `${name} of ${person}`).toBeUndefined()
      names.set(name, wish)
    }
    for (const name of [...names.keys()].slice(0, 100))
      if (/-[0-9a-f]{10}$/.test(name)) expect(sessionName(name, 'thief', true)).not.toBe(name)
  })
})
