import { describe, expect, it } from 'vitest'
import { keptToken } from '../src/kept-token.ts'

/** A vendor that gives out token 1, 2, 3 …, and the time. */
function stage(expiresInS: number, earlyS: number) {
  const at = { now: 1_000_000, asked: 0, fails: false }
  const token = keptToken({ now: () => at.now, earlyS }, async () => {
    at.asked += 1
    if (at.fails) throw new Error('no')
    return { value: String(at.asked), expiresInS }
  })
  return { at, token }
}

describe('a kept token', () => {
  it.each([
    ['until shortly before its end', 7200, 600, 6600],
    ['to its very end where nothing is left over', 7200, 0, 7200],
    ['for half of a life that is shorter than that', 300, 600, 150],
  ])('is used %s', async (_when, expiresInS, earlyS, keptS) => {
    const { at, token } = stage(expiresInS, earlyS)
    expect(await token.get()).toBe('1')
    at.now += keptS * 1000 - 1
    expect(await token.get()).toBe('1')
    at.now += 1
    expect(await token.get()).toBe('2')
  })

  it('without a life is good for those who wait for it, and for nobody later', async () => {
    const { token } = stage(0, 600)
    expect(await Promise.all([token.get(), token.get()])).toEqual(['1', '1'])
    expect(await token.get()).toBe('2')
  })

  it('is asked for once by many, who share a failure too; the next one asks anew', async () => {
    const { at, token } = stage(7200, 600)
    at.fails = true
    const many = await Promise.allSettled(Array.from({ length: 20 }, () => token.get()))
    expect([at.asked, new Set(many.map(({ status }) => status))]).toEqual([1, new Set(['rejected'])])
    at.fails = false
    expect(await Promise.all(Array.from({ length: 20 }, () => token.get()))).toEqual(Array(20).fill('2'))
  })

  it('that many saw refused is replaced once', async () => {
    const { token } = stage(7200, 600)
    await token.get()
    const renewed = Array.from({ length: 20 }, async () => {
      token.drop('1')
      return token.get()
    })
    expect(await Promise.all(renewed)).toEqual(Array(20).fill('2'))
    token.drop('1')
    expect(await token.get()).toBe('2')
  })
})
