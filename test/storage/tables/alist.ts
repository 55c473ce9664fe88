import { beforeEach, describe, expect, it } from 'vitest'
import { alistBind, alistToken, session, twenty } from '../records.ts'
import type { Stage } from '../suite.ts'

export const alist = (on: Stage) =>
  describe('what clients made for AList hold', () => {
    const living = async (...tokens: string[]) =>
      (await Promise.all(tokens.map(one => on.storage.alist.findToken(one)))).flatMap(one => one?.hash ?? [])
    beforeEach(async () => {
      await on.people('a', 'b')
      await on.storage.sessions.insert(session({ hash: 's1' }))
      await on.storage.sessions.insert(session({ hash: 's2', accountId: 'b' }))
    })

    it('is given back whole, a token until it is ended, and ended once', async () => {
      const one = alistToken({ openBy: 50 })
      await on.storage.alist.insertToken(one)
      expect(await on.storage.alist.findToken('token')).toEqual(one)
      expect([await on.storage.alist.endToken('token'), await on.storage.alist.endToken('token')]).toEqual([
        true,
        false,
      ])
      expect(await on.storage.alist.findToken('token')).toBeUndefined()
    })

    it('hangs on a session that is there', async () => {
      await expect(on.storage.alist.insertToken(alistToken({ sessionHash: 'none' }))).rejects.toThrow()
      await expect(on.storage.alist.putBind(alistBind({ sessionHash: 'none' }))).rejects.toThrow()
    })

    it.each<[string, () => Promise<unknown>]>([
      ['is ended', () => on.storage.sessions.end('s1')],
      ['is ended with all of its account', () => on.storage.sessions.endAll('a')],
      ['is ended with its source', () => on.storage.sessions.endOfSource('a', 'dingtalk')],
      ['is one too many', () => on.storage.sessions.trim('a', 0)],
      ['is overdue', () => on.storage.sessions.sweep(1000)],
    ])('ends with its session, when that %s, and no other does', async (_, end) => {
      await on.storage.sessions.insert(session({ hash: 's3', accountId: 'b', endsAt: 5000 }))
      await on.storage.alist.insertToken(alistToken())
      await on.storage.alist.insertToken(alistToken({ hash: 'theirs', sessionHash: 's3' }))
      await on.storage.alist.putBind(alistBind())
      await end()
      expect(await living('token', 'theirs')).toEqual(['theirs'])
      expect(await on.storage.alist.takeBind('handle', 's1')).toBeUndefined()
    })

    it('opens a token in time, and one that is open any number of times', async () => {
      await on.storage.alist.insertToken(alistToken({ openBy: 50 }))
      await on.storage.alist.insertToken(alistToken({ hash: 'late', openBy: 50 }))
      expect(await on.storage.alist.openToken('token', 49)).toBe(true)
      expect(await on.storage.alist.findToken('token')).toEqual(alistToken())
      expect(await on.storage.alist.openToken('token', 51)).toBe(true)
      expect(await on.storage.alist.openToken('late', 50)).toBe(false)
      expect(await on.storage.alist.openToken('none', 1)).toBe(false)
    })

    it('keeps the newest tokens of a session when it trims', async () => {
      for (const createdAt of [3, 1, 2])
        await on.storage.alist.insertToken(alistToken({ hash: `t${createdAt}`, createdAt }))
      await on.storage.alist.insertToken(alistToken({ hash: 'theirs', sessionHash: 's2' }))
      await on.storage.alist.trimTokens('s1', 2)
      expect(await living('t1', 't2', 't3', 'theirs')).toEqual(['t2', 't3', 'theirs'])
    })

    it('gives a bind to one of twenty who take it at once, of the session that it belongs to', async () => {
      await on.storage.alist.putBind(alistBind())
      expect(await on.storage.alist.takeBind('handle', 's2')).toBeUndefined()
      const taken = await twenty(() => on.storage.alist.takeBind('handle', 's1'))
      expect(taken.filter(Boolean)).toEqual([alistBind()])
    })

    it('has one bind a session: the newest', async () => {
      await on.storage.alist.putBind(alistBind())
      await on.storage.alist.putBind(alistBind({ handleHash: 'newer', identity: '{}' }))
      expect(await on.storage.alist.takeBind('handle', 's1')).toBeUndefined()
      expect(await on.storage.alist.takeBind('newer', 's1')).toEqual(
        alistBind({ handleHash: 'newer', identity: '{}' }),
      )
    })

    it('sweeps what has ended, was not opened in time, or waits no longer', async () => {
      for (const [hash, fields] of Object.entries({
        ended: { endsAt: 100 },
        unopened: { openBy: 100 },
        open: { endsAt: 101 },
        waiting: { openBy: 101 },
      }))
        await on.storage.alist.insertToken(alistToken({ hash, ...fields }))
      await on.storage.alist.putBind(alistBind({ expiresAt: 100 }))
      await on.storage.alist.putBind(alistBind({ sessionHash: 's2', handleHash: 'h2', expiresAt: 101 }))
      await on.storage.alist.sweep(100)
      expect(await living('ended', 'unopened', 'open', 'waiting')).toEqual(['open', 'waiting'])
      expect(await on.storage.alist.takeBind('handle', 's1')).toBeUndefined()
      expect(await on.storage.alist.takeBind('h2', 's2')).toBeDefined()
    })
  })
