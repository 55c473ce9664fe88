import { SsoError } from '../errors.ts'
import type { Change, Received } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import { type Applying, noChanges } from './apply.ts'
import { followOne, type OneFollowed, putOut } from './one.ts'
import { readingAt } from './pace.ts'
import type { Followed, RunHost } from './run.ts'

export type Keep = (
  event: Pick<Received, 'id' | 'changes'>,
  applying: Applying,
) => Promise<'kept' | 'known' | 'nothing'>

/**
 * Keeps what was pushed, before it is acknowledged; an event that came before changes nothing. Who has left is out from
 * here on: the rest, and whether it is true, is read later.
 */
export function keeping(storage: Storage): Keep {
  const insert = together(storage)
  return async ({ id, changes }, applying) => {
    if (id === undefined || changes.length === 0) return 'nothing'
    const source = applying.source.id
    const event = { source, id, changes: JSON.stringify(changes) }
    // who wants departments only wants nobody disabled
    const isOff = applying.source.sync?.users === false
    const left = isOff ? [] : changes.flatMap(change => (change.kind === 'left' ? [change.member] : []))
    if (left.length === 0) return (await insert(event)) ? 'kept' : 'known'
    return storage.atomically(async store => {
      if (!(await store.events.insert(event))) return 'known'
      for (const member of left)
        await putOut(store, source, member, applying, { changes: noChanges(), problems: [] })
      return 'kept'
    })
  }
}

type Insert = Storage['events']['insert']

/**
 * Events that come at the same moment are one statement: each is as safe as by itself when its own answer is given, and
 * a thousand a second cost the database a few dozen writes.
 */
function together({ events }: Storage): Insert {
  let waiting: { event: Parameters<Insert>[0]; told: (isNew: Promise<boolean>) => void }[] = []

  function write(): void {
    const all = waiting
    waiting = []
    const inserted = events.insertAll(all.map(({ event }) => event))
    for (const [place, { event, told }] of all.entries())
      told(
        inserted.then(
          areNew => areNew[place] === true,
          // one that the database refuses is no fault of the others
          () => events.insert(event),
        ),
      )
  }

  return event =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(write)
      waiting.push({ event, told: isNew => isNew.then(resolve, reject) })
    })
}

export interface Worked {
  events: number
  /** Sources to be read as a whole. */
  wanted: ReadonlySet<string>
  problems: string[]
}

const batch = 200
/** A vendor that is away is asked twice and not five times: the next event asks again. */
const mostTries = 2

/**
 * Works through what has been kept, source by source and oldest first, reading everybody once however many events speak
 * of them; `ended` hears of each who is out. A source that cannot be asked keeps its events for the next time; one person
 * of whom it refuses to speak holds up nobody: everything is read instead.
 */
export async function work(
  sources: ReadonlyMap<string, Followed>,
  host: Omit<RunHost, 'dryRun' | 'allowDisable' | 'onProgress'>,
  ended: () => void,
): Promise<Worked> {
  const worked = { events: 0, wanted: new Set<string>(), problems: [] as string[] }
  for (const [id, source] of sources) {
    const reading = readingAt(source.pace, host.clock, host.signal, mostTries)
    const events = await host.storage.events.waiting(id, batch)
    const changes = events.flatMap(event => parsed(event).map(change => ({ change, at: event.receivedAt })))
    if (changes.some(({ change }) => change.kind === 'departments')) worked.wanted.add(id)
    // by person, and by the latest event about them; a leave has been done with when it came
    const changed = new Map(
      changes.flatMap(({ change, at }) => (change.kind === 'changed' ? [[change.member, at]] : [])),
    )
    try {
      for (const [member, toldAt] of changed) {
        const { changes, wantsAll, problems } = await followOr(source, host, { member, toldAt }, reading)
        // the next one may be long in coming
        if (changes.disabled > 0) ended()
        worked.problems.push(...problems)
        if (wantsAll) worked.wanted.add(id)
      }
      await host.storage.events.done(
        id,
        events.map(event => event.id),
      )
      worked.events += events.length
    } catch (error) {
      worked.problems.push(`${id}: ${(error as Error).message}`)
    }
  }
  return worked
}

async function followOr(
  source: Followed,
  host: Parameters<typeof work>[1],
  one: { member: string; toldAt: number },
  reading: ReturnType<typeof readingAt>,
): Promise<OneFollowed> {
  try {
    return await followOne(source, host, one, reading)
  } catch (error) {
    const isRefusal =
      error instanceof SsoError && error.code !== 'source_unreachable' && error.retryAfterS === undefined
    if (!isRefusal) throw error
    return {
      changes: noChanges(),
      wantsAll: true,
      problems: [`${one.member}: ${error.code} ${error.vendorCode ?? ''}`.trim()],
    }
  }
}

const parsed = ({ changes }: { changes: string }): Change[] => JSON.parse(changes) as Change[]
