import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type RoundsHost, roundsOf } from '../../src/server/rounds.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** `answers`: whether all was told, each time that the apps are. */
function roundsWith(...answers: boolean[]) {
  let ticks = 0
  const host = {
    directories: { workThrough: async () => {} },
    provisioner: {
      async tick() {
        ticks += 1
        return answers.shift() ?? true
      },
    },
    tellApps() {},
  } as unknown as RoundsHost
  return { rounds: roundsOf(host), ticks: () => ticks }
}

it('tells apps of what was pushed after a moment, and once for all that came in it', async () => {
  const { rounds, ticks } = roundsWith()
  rounds.nudge()
  rounds.nudge()
  await vi.advanceTimersByTimeAsync(99)
  expect(ticks()).toBe(0)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ticks()).toBe(1)
  rounds.close()
})

it('tells them again every second for as long as another server is at it, and not after its end', async () => {
  const { rounds, ticks } = roundsWith(false, false)
  rounds.nudge()
  await vi.advanceTimersByTimeAsync(1_100)
  expect(ticks()).toBe(2)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ticks()).toBe(3)
  rounds.close()

  const closed = roundsWith(false)
  closed.rounds.nudge()
  await vi.advanceTimersByTimeAsync(100)
  closed.rounds.close()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(closed.ticks()).toBe(1)
})
