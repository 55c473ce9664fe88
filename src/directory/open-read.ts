import { setImmediate as othersTurn } from 'node:timers/promises'
import type { SourceConfig, Sync } from '../config/config.ts'
import { sha256 } from '../hash.ts'
import type { Change } from '../plugin.ts'
import type { CutRead } from '../storage/reads.ts'
import type { Storage } from '../storage/storage.ts'

/**
 * How long after its beginning a read may be gone on with. What was read first is as old as that, so it is not long: an
 * hour is the shortest interval of `sync.every`.
 */
export const mostAgeMs = 3_600_000

/** A read that members can be put into. */
export interface OpenRead {
  /**
   * When its first part began, by the database's clock: what the directory has told since then is newer. The clocks of two
   * servers would bring back a leaver whom the one heard of while the other was reading.
   */
  begunAt: number
  /** One more with every time that it was cut. */
  part: number
  /** What is there of it already. */
  cut: CutRead | undefined
}

/**
 * Goes on with the read that was cut, or begins anew: where none is left, the file wants something else by now, an hour
 * is over, or the directory has told since that departments have changed – for nobody may be missed in between.
 */
export async function openRead(
  storage: Storage,
  source: SourceConfig & { sync: Sync },
  stillOurs: StillOurs,
): Promise<OpenRead> {
  const { id } = source
  const key = keyOf(source)
  const cut = await storage.atomically(async store => {
    await stillOurs(store)
    const found = await store.reads.cut(id, key, mostAgeMs)
    if (!found || (await departmentsChanged(store, id, found.begunAt))) return undefined
    await store.reads.goOn(id, found.part)
    return found
  })
  if (cut) return { begunAt: cut.begunAt, part: cut.part, cut }
  await endRead(storage, id, stillOurs)
  return storage.atomically(async store => {
    await stillOurs(store)
    return { begunAt: await store.reads.begin(id, key), part: 1, cut: undefined }
  })
}

type StillOurs = (storage: Storage) => Promise<void>

/** Nothing goes on with it any more, from the first of many small steps on. */
export async function endRead(storage: Storage, source: string, stillOurs: StillOurs): Promise<void> {
  const ours = <T>(act: (store: Storage) => Promise<T>) =>
    storage.atomically(async store => {
      await stillOurs(store)
      return act(store)
    })
  await ours(store => store.reads.end(source))
  while (await ours(store => store.reads.clearSome(source))) await othersTurn()
}

/** What a mark is good for: the same people of the same organisation with the same fields. References, no secrets. */
const keyOf = ({ type, options, sync: { scope, fields, users } }: SourceConfig & { sync: Sync }): string =>
  sha256(JSON.stringify([type, options, scope, fields, users]))

async function departmentsChanged(store: Storage, source: string, since: number): Promise<boolean> {
  const told = await store.events.since(source, since)
  return told.some(changes => (JSON.parse(changes) as Change[]).some(({ kind }) => kind === 'departments'))
}

/** Whom the directory has told of since a read began, by directory id: that is newer than what was read. */
export async function toldSince(storage: Storage, source: string, since: number): Promise<Set<string>> {
  const told = await storage.events.since(source, since)
  return new Set(
    told.flatMap(changes =>
      (JSON.parse(changes) as Change[]).flatMap(change => ('member' in change ? [change.member] : [])),
    ),
  )
}
