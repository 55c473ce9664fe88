import type { Change, Received } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import { type Applying, noChanges } from './apply.ts'
import { followOne, putOut } from './one.ts'
import { readingAt } from './pace.ts'
import type { Followed, RunHost } from './run.ts'

/**
 * Keeps what was pushed, before it is acknowledged; an event that came before changes nothing. Who has left is out from
 * here on: the rest, and whether it is true, is read later.
 */
export async function keep(
  storage: Storage,
  { id, changes }: Received,
  applying: Applying,
): Promise<'kept' | 'known' | 'nothing'> {
  if (id === undefined || changes.length === 0) return 'nothing'
  const source = applying.source.id
  return storage.atomically(async store => {
    const event = { source, id, receivedAt: applying.now, changes: JSON.stringify(changes) }
    if (!(await store.events.insert(event))) return 'known'
    for (const change of changes)
      if (change.kind === 'left')
        await putOut(store, source, change.member, applying, { changes: noChanges(), problems: [] })
    return 'kept'
  })
}

export interface Worked {
  events: number
  /** Sources whose departments have changed, or are not all known: read them as a whole. */
  wanted: ReadonlySet<string>
  problems: string[]
}

const batch = 200

/**
 * Works through what has been kept, oldest first, reading everybody once however many events speak of them. An event
 * whose source cannot be asked waits for the next time.
 */
export async function work(
  sources: ReadonlyMap<string, Followed>,
  host: Omit<RunHost, 'dryRun' | 'allowDisable' | 'onProgress'>,
): Promise<Worked> {
  const { storage, clock, signal } = host
  const events = await storage.events.waiting(batch)
  const wanted = new Set<string>()
  const problems: string[] = []
  const failed = new Set<string>()
  const readings = new Map<string, ReturnType<typeof readingAt>>()
  const asked = new Set<string>()
  const done: typeof events = []
  for (const event of events) {
    const source = sources.get(event.source)
    const changes = JSON.parse(event.changes) as Change[]
    try {
      // a source that has left the file, or is closed: nothing to follow
      for (const change of source ? changes : []) {
        if (!source) break
        if (change.kind === 'departments') {
          wanted.add(event.source)
          continue
        }
        const who = JSON.stringify([event.source, change.member])
        if (asked.has(who)) continue
        const reading = readings.get(event.source) ?? readingAt(source.pace, clock, signal)
        readings.set(event.source, reading)
        const { isWhole, problems: found } = await followOne(source, host, change.member, reading)
        asked.add(who)
        problems.push(...found)
        if (!isWhole) wanted.add(event.source)
      }
      done.push(event)
    } catch (error) {
      if (!failed.has(event.source)) problems.push(`${event.source}: ${(error as Error).message}`)
      failed.add(event.source)
    }
  }
  await storage.events.done(done, clock.now())
  return { events: done.length, wanted, problems }
}
