import { describe, expect, it } from 'vitest'
import type { Stage } from '../suite.ts'

export const events = (on: Stage) =>
  describe('pushed events', () => {
    it('tell when the last one came and how many wait', async () => {
      const { events } = on.storage
      expect(await events.state('dingtalk')).toEqual({ lastAt: null, waiting: 0 })
      for (const id of ['a', 'b']) await events.insert({ source: 'dingtalk', id, changes: '[]' })
      await events.done('dingtalk', ['b'])
      const kept = await events.waiting('dingtalk', 10)
      expect(kept.map(({ id }) => id)).toEqual(['a'])
      const { lastAt, waiting } = await events.state('dingtalk')
      expect(waiting).toBe(1)
      expect(lastAt).toBeGreaterThanOrEqual(kept[0]?.receivedAt ?? Number.NaN)
      expect(await events.state('welink')).toEqual({ lastAt: null, waiting: 0 })
    })
  })
