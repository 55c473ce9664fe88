import { expect } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { readingAt } from '../../src/directory/pace.ts'
import { run } from '../../src/directory/run.ts'
import type { Directory, Entry, Pace, Reading } from '../../src/plugin.ts'
import { openStorage } from '../../src/storage/open.ts'
import { databaseClock } from '../storage/clock.ts'

/** A clock that waits in no time. */
export class Clock {
  time = 1_700_000_000_000
  readonly waited: number[] = []
  readonly now = () => this.time
  readonly chance = () => 0
  readonly wait = async (ms: number) => {
    this.waited.push(ms)
    this.time += ms
  }
}

export const readingOn = (clock = new Clock(), pace?: Pace): Reading =>
  readingAt(pace, clock, new AbortController().signal)

export async function all(entries: AsyncIterable<Entry>): Promise<Entry[]> {
  const found: Entry[] = []
  for await (const entry of entries) found.push(entry)
  return found
}

/**
 * Cuts a read after each of its marks and goes on with it: together the two tell what one tells. Answers how many
 * requests each rest took, from the first mark to the last; `requests` counts all so far.
 */
export async function restsOf(
  read: (reading: Reading) => AsyncIterable<Entry>,
  reading: () => Reading,
  requests: () => number,
): Promise<number[]> {
  const words = (entries: readonly Entry[]) =>
    [...new Set(entries.flatMap(entry => ('mark' in entry ? [] : [JSON.stringify(entry)])))].sort()
  const whole = await all(read(reading()))
  const rests: number[] = []
  for (const [place, entry] of whole.entries())
    if ('mark' in entry) {
      const before = whole.slice(0, place + 1)
      const departments = [...new Map(departmentsOf(before).map(each => [each.id, each])).values()]
      const asked = requests()
      const after = await all(read({ ...reading(), cut: { mark: entry.mark, departments } }))
      rests.push(requests() - asked)
      expect(words([...before, ...after])).toEqual(words(whole))
    }
  return rests
}

export const membersOf = (entries: readonly Entry[]) =>
  entries.flatMap(entry => ('member' in entry ? [entry.member] : []))
export const departmentsOf = (entries: readonly Entry[]) =>
  entries.flatMap(entry => ('department' in entry ? [entry.department] : []))
export const faultsOf = (entries: readonly Entry[]) =>
  entries.flatMap(entry => ('fault' in entry ? [entry.fault] : []))

/** What came of a read, by kind. */
export const sorted = (entries: readonly Entry[]) => ({
  departments: departmentsOf(entries),
  members: membersOf(entries),
  faults: faultsOf(entries),
})

/** A source of a file, and accounts in memory that follow its directory. `keys` are all of the source but its id and name. */
export async function following(keys: string, directory: Directory, clock = new Clock()) {
  const text = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: source
    name: Source
${keys.replaceAll(/^/gm, '    ')}`
  const { config, diagnostics } = await compile(text, { file: 'test.yaml' })
  const [source] = config?.sources ?? []
  if (!config || !source?.sync) throw new Error(JSON.stringify(diagnostics, null, 2))
  const storage = await openStorage('sqlite::memory:', '/', {
    clock: databaseClock({
      get now() {
        return clock.time
      },
    }),
  })
  const followed = { config: { ...source, sync: source.sync }, directory }
  let ids = 0
  return {
    storage,
    run: () => {
      // what is kept of one run is older than the next
      clock.time += 1000
      return run(followed, {
        storage,
        config,
        clock,
        newId: () => {
          ids += 1
          return `id-${ids}`
        },
        signal: new AbortController().signal,
        stillOurs: async () => {},
      })
    },
    async account(issuer: string, subject: string) {
      const binding = await storage.bindings.find({ source: 'source', issuer, subject })
      const account = binding && (await storage.accounts.find(binding.accountId))
      return account && { ...account, facts: binding?.facts }
    },
    close: () => storage.close(),
  }
}
