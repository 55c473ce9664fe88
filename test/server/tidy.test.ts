import { expect, it } from 'vitest'
import { tidy } from '../../src/server/tidy.ts'
import { openStorage } from '../../src/storage/open.ts'

const dayMs = 86_400_000

it.each([
  ['30 days', 30 * dayMs, [29, 1]],
  ['forever', null, [401, 31, 29, 1]],
])(
  'the audit log is kept for %s, and trimmed in batches of which no round has too many',
  async (_, keepMs, kept) => {
    const storage = await openStorage('sqlite::memory:', process.cwd())
    const now = 1000 * dayMs
    const line = (id: string, daysAgo: number) => ({
      ...{
        id,
        at: now - daysAgo * dayMs,
        event: 'sign-in' as const,
        accountId: null,
        source: null,
        address: null,
      },
      detail: '{}',
    })
    await storage.audit.insert(...[401, 31, 29, 1].map(daysAgo => line(`${daysAgo}`, daysAgo)))
    const calls: number[] = []
    const audit = {
      ...storage.audit,
      async sweep(before: number, most: number) {
        calls.push(most)
        const deleted = await storage.audit.sweep(before, most)
        // as if the log were full
        return calls.length < 130 ? most : deleted
      },
    }
    const log: unknown[] = []
    await tidy({
      storage: { ...storage, audit },
      config: { audit: { keepMs } },
      now: () => now,
      log: { info() {}, warn: (line: unknown) => log.push(line) } as never,
    })
    expect(log).toEqual([])
    expect((await storage.audit.page({ most: 9 })).map(({ id }) => Number(id)).sort((a, b) => b - a)).toEqual(
      kept,
    )
    expect(calls).toEqual(keepMs === null ? [] : Array(100).fill(200))
    await storage.close()
  },
)
