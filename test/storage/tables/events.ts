import { describe, expect, it } from 'vitest'
import type { Stage } from '../suite.ts'

export const events = (on: Stage) =>
  describe('pushed events', () => {
    it('tell when the last one came and how many wait', async () => {
      const { events } = on.storage
      expect(await events.state('dingtalk')).toEqual({ lastAt: null, waiting: 0 })
      for (const [id, receivedAt] of [
        ['a', 1_700_000_000_001],
        ['b', 1_700_000_000_002],
      ] as const)
        await events.insert({ source: 'dingtalk', id, receivedAt, changes: '[]' })
      await events.done('dingtalk', ['b'], 3)
      expect(await events.state('dingtalk')).toEqual({ lastAt: 1_700_000_000_002, waiting: 1 })
      expect(await events.state('welink')).toEqual({ lastAt: null, waiting: 0 })
    })
  })
