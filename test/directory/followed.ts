import { compile } from '../../src/config/compile.ts'
import { readingAt } from '../../src/directory/pace.ts'
import { run } from '../../src/directory/run.ts'
import type { Directory, Entry, Reading } from '../../src/plugin.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** A clock that is moved by those who wait. */
export function clockAt(start = 1_700_000_000_000) {
  const clock = {
    time: start,
    now: () => clock.time,
    wait: async (ms: number) => {
      clock.time += ms
    },
    chance: () => 0,
  }
  return clock
}

/** A reading that waits for nothing. */
export const readingOf = (clock = clockAt()): Reading & { calls(): number } =>
  readingAt({ perSecond: 1000, atOnce: 3 }, clock, new AbortController().signal)

export async function entriesOf(
  directory: Directory,
  scope: 'all' | readonly string[] = 'all',
  reading: Reading = readingOf(),
): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const entry of directory.read(scope, reading)) entries.push(entry)
  return entries
}

/** What came of a read, by kind. */
export function sorted(entries: readonly Entry[]) {
  return {
    departments: entries.flatMap(entry => ('department' in entry ? [entry.department] : [])),
    members: entries.flatMap(entry => ('member' in entry ? [entry.member] : [])),
    faults: entries.flatMap(entry => ('fault' in entry ? [entry.fault] : [])),
  }
}

/** Accounts of an empty store that follow a directory. `source` is the source of the file, indented by two. */
export async function following(source: string, directory: Directory) {
  const text = `version: 1\npublicUrl: https://sso.example.com\nsources:\n${source}\n`
  const { config, diagnostics } = await compile(text, { file: 'test.yaml' })
  const [first] = config?.sources ?? []
  if (!config || !first?.sync) throw new Error(JSON.stringify(diagnostics, null, 2))
  const followed = { config: { ...first, sync: first.sync }, directory }
  const storage: Storage = await openStorage('sqlite::memory:', '/')
  const clock = clockAt()
  let ids = 0
  return {
    storage,
    clock,
    run: () => {
      clock.time += 1000
      return run(followed, {
        storage,
        config,
        clock,
        newId: () => `id-${++ids}`,
        signal: new AbortController().signal,
        stillOurs: async () => {},
      })
    },
    async account(issuer: string, subject: string) {
      const binding = await storage.bindings.find({ source: first.id, issuer, subject })
      return binding && storage.accounts.find(binding.accountId)
    },
  }
}
