import { expect, it } from 'vitest'
import { holding } from '../../src/directory/holding.ts'
import { SsoError } from '../../src/errors.ts'
import type { Holding } from '../../src/plugin.ts'

const take = async () => {}

/** Connections that live so long and end so, one after the other; the one after them lives until the end. */
function held(...lives: [ms: number, end?: unknown][]) {
  const clock = { time: 0, waited: [] as number[] }
  const lines: Record<string, unknown>[] = []
  let tries = 0
  let last = () => {}
  const lasting = new Promise<void>(resolve => {
    last = resolve
  })
  const { close } = holding(
    [
      {
        id: 'dingtalk',
        take,
        async hold({ signal, opened }: Holding) {
          tries += 1
          const [ms, end] = lives.shift() ?? []
          if (ms === undefined) {
            opened()
            last()
            return new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()))
          }
          clock.time += ms
          if (end !== undefined) throw end
        },
      },
    ],
    {
      log: { info: () => {}, warn: fields => void lines.push(fields) },
      clock: {
        now: () => clock.time,
        chance: () => 0,
        async wait(ms) {
          clock.waited.push(ms)
        },
      },
    },
  )
  return { clock, lines, close, lasting, tries: () => tries }
}

const refused = new SsoError('source_refused', { vendorCode: 'system.error', cause: '/open' })

it('waits longer and longer where there is none to be had, up to a minute, and says why', async () => {
  const it = held(...Array.from({ length: 9 }, (): [number, unknown] => [0, refused]))
  await it.lasting
  expect(it.clock.waited.map(ms => ms / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
  expect(it.lines[0]).toEqual({
    source: 'dingtalk',
    cause: 'source_refused: system.error: /open',
    againMs: 1000,
  })
  await it.close()
  expect(it.tries()).toBe(10)
})

it('begins anew with the pauses after one that was good, and does not wait where the vendor asks for another', async () => {
  const it = held([0, refused], [0, refused], [60_000, refused], [0, refused], [60_000])
  await it.lasting
  expect(it.clock.waited).toEqual([1000, 2000, 1000, 1000])
  await it.close()
})

it('does not run in a circle where the vendor asks for another one at once, again and again', async () => {
  const it = held([0], [0], [0])
  await it.lasting
  expect(it.clock.waited).toEqual([1000, 2000, 4000])
  expect(it.lines).toEqual([])
  await it.close()
})

it('waits as long as the vendor says', async () => {
  const it = held([0, new SsoError('source_reply_invalid', { retryAfterS: 300 })])
  await it.lasting
  expect(it.clock.waited[0]).toBeGreaterThanOrEqual(300_000)
  await it.close()
})
