import { describe, expect, it } from 'vitest'
import type { TransactionRecord } from '../../../src/storage/transactions.ts'
import { transaction, twenty } from '../records.ts'
import type { Stage } from '../suite.ts'

export const transactions = (on: Stage) =>
  describe('transactions', () => {
    const add = (...records: Partial<TransactionRecord>[]) =>
      Promise.all(records.map(each => on.storage.transactions.insert(transaction(each))))
    /** Which of these are still there; they are gone afterwards. */
    const there = async (...states: string[]) => {
      const taken = await Promise.all(states.map(state => on.storage.transactions.take(state)))
      return taken.flatMap(record => (record ? [record.stateHash] : []))
    }

    it('gives one back whole', async () => {
      const one = transaction({ mode: 'bind', sessionHash: 'session', returnTo: '/文件?a=1' })
      await on.storage.transactions.insert(one)
      expect(await on.storage.transactions.take(one.stateHash)).toEqual(one)
    })

    it('gives it to one of twenty who take it at once', async () => {
      await add({})
      const taken = await twenty(() => on.storage.transactions.take('state'))
      expect(taken.filter(Boolean)).toHaveLength(1)
    })

    it('refuses a second one with the same state', async () => {
      await add({})
      await expect(add({ browserHash: 'another' })).rejects.toThrow()
    })

    it('keeps the newest of a browser when it trims, and lets the others’ alone', async () => {
      await add(...[2, 3, 1].map(n => ({ stateHash: `s${n}`, createdAt: n })), {
        stateHash: 'theirs',
        browserHash: 'other',
      })
      await on.storage.transactions.trim('browser', 2)
      expect(await there('s1', 's2', 's3', 'theirs')).toEqual(['s2', 's3', 'theirs'])
    })

    it('sweeps what has expired', async () => {
      await add(...[99, 100, 101].map(n => ({ stateHash: `s${n}`, expiresAt: n })))
      await on.storage.transactions.sweep(100, 1000)
      expect(await there('s99', 's100', 's101')).toEqual(['s101'])
    })

    it('sweeps the oldest where there are too many in all', async () => {
      await add(...[1, 2, 3, 4].map(n => ({ stateHash: `s${n}`, createdAt: n, browserHash: `b${n}` })))
      await on.storage.transactions.sweep(0, 3)
      expect(await there('s1', 's2', 's3', 's4')).toEqual(['s2', 's3', 's4'])
    })
  })
