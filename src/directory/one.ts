import type { Reading } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import { type Applying, apply, leave, noChanges } from './apply.ts'
import { judge } from './guard.ts'
import { type Known, outcomeOf, type Present } from './plan.ts'
import type { Changes } from './report.ts'
import type { Followed, RunHost } from './run.ts'
import { presentOf } from './snapshot.ts'
import { treeOf } from './tree.ts'

type Host = Pick<RunHost, 'storage' | 'config' | 'clock' | 'newId' | 'stillOurs'>

/** What came of following one person. */
export interface OneFollowed {
  changes: Changes
  problems: string[]
  /** Everything is to be read: their departments are new to us, or more people would be out than the guard allows. */
  wantsAll: boolean
}

/**
 * Reads one person and makes their account so: what an event asks for. `toldAt`: when the event came, by the database's
 * clock; who left after that does not come back by it. Throws where the directory cannot be asked.
 */
export async function followOne(
  source: Followed,
  host: Host,
  { member: directoryId, toldAt }: { member: string; toldAt: number },
  reading: Reading,
): Promise<OneFollowed> {
  const { storage, clock, config, newId } = host
  const { config: file, directory } = source
  const changes = noChanges()
  const problems: string[] = []
  if (!file.sync.users) return { changes, problems, wantsAll: false }
  const member = await directory.member(directoryId, reading)
  const applying: Applying = { source: file, config, now: clock.now(), newId }
  if (member === null) {
    const wantsAll = await storage.atomically(async store => {
      await host.stillOurs(store)
      if (!(await mayPutOut(store, file))) return true
      await putOut(store, file.id, directoryId, applying, { changes, problems })
      return false
    })
    if (wantsAll) problems.push(tooMany)
    return { changes, problems, wantsAll }
  }
  const tree = treeOf(await storage.directories.departments(file.id))
  const present = presentOf(file, member, tree, toldAt)
  const wantsAll = await storage.atomically(async store => {
    await host.stillOurs(store)
    const known = await knownOf(store, file.id, present)
    if (!isInScope(source, present)) {
      const { issuer, subject } = present.identity
      if (known.bound) await store.directories.change({ source: file.id, issuer, subject }, { told: null })
      return false
    }
    const outcome = outcomeOf(present, known, file)
    if (outcome.kind === 'left' && !(await mayPutOut(store, file))) return true
    await apply(store, [{ present, known, outcome }], applying, changes, problems)
    return !present.isWhole
  })
  if (wantsAll && present.isWhole) problems.push(tooMany)
  return { changes, problems, wantsAll }
}

const tooMany =
  'more people would be disabled by events than the guard allows: the directory is read as a whole'
const dayMs = 86_400_000

/**
 * One person less can be a vendor in trouble, like a page less. What a vendor says by itself, in an event of its own, is
 * not asked about here, but it counts.
 */
async function mayPutOut(store: Storage, { id, sync }: Followed['config']): Promise<boolean> {
  const gone = await store.directories.countGone(id, dayMs)
  const present = await store.directories.countPresent(id, 'known')
  return !judge(sync.guard, present + gone, gone + 1).tripped
}

/** Everybody who is bound by this directory id, and not out yet. Call it inside `storage.atomically`. */
export async function putOut(
  store: Storage,
  source: string,
  directoryId: string,
  applying: Applying,
  { changes, problems }: Pick<OneFollowed, 'changes' | 'problems'>,
): Promise<void> {
  for (const holder of await store.directories.holders(source, directoryId)) {
    const binding = await store.bindings.find({ source, ...holder })
    const account = await store.accounts.find(holder.accountId)
    // known to be gone, and out; an administrator may have let them in again meanwhile
    if (binding?.goneAt !== null && account?.leftAt !== null) continue
    await leave(store, { source, ...holder }, 'gone', applying, changes, problems)
  }
}

function isInScope({ config: { sync } }: Followed, { identity }: Present): boolean {
  const { scope } = sync
  return scope === 'all' || scope.departments.some(id => identity.departments?.includes(id))
}

async function knownOf(store: Storage, source: string, { identity }: Present): Promise<Known> {
  const key = { source, issuer: identity.issuer, subject: identity.subject }
  const binding = await store.bindings.find(key)
  const account = binding && (await store.accounts.find(binding.accountId))
  const holders = await store.directories.holders(source, identity.directoryId)
  const rival = holders.find(
    ({ issuer, subject }) => issuer === identity.issuer && subject !== identity.subject,
  )
  return {
    bound: binding && account ? { binding, account } : null,
    rival: rival?.subject ?? null,
    unbound: (await store.bindings.formerAccount(key)) !== undefined,
  }
}
