import type { Reading } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import { type Applying, apply, leave, noChanges } from './apply.ts'
import { type Known, outcomeOf, type Present } from './plan.ts'
import type { Changes } from './report.ts'
import type { Followed, RunHost } from './run.ts'
import { presentOf } from './snapshot.ts'
import { treeOf } from './tree.ts'

type Host = Pick<RunHost, 'storage' | 'config' | 'clock' | 'newId' | 'stillOurs'>

/** What came of following one person; the departments they are in may be new to us. */
export interface OneFollowed {
  changes: Changes
  problems: string[]
  isWhole: boolean
}

/** Reads one person and makes their account so: what an event asks for. Throws where the directory cannot be asked. */
export async function followOne(
  source: Followed,
  host: Host,
  directoryId: string,
  reading: Reading,
): Promise<OneFollowed> {
  const { storage, clock, config, newId } = host
  const { config: file, directory } = source
  const changes = noChanges()
  const problems: string[] = []
  const readAt = clock.now()
  const member = await directory.member(directoryId, reading)
  const applying: Applying = { source: file, config, now: clock.now(), newId }
  if (member === null) {
    await storage.atomically(async store => {
      await host.stillOurs(store)
      await putOut(store, file.id, directoryId, applying, { changes, problems })
    })
    return { changes, problems, isWhole: true }
  }
  const tree = treeOf(await storage.directories.departments(file.id))
  const present = presentOf(file, member, tree, readAt)
  await storage.atomically(async store => {
    await host.stillOurs(store)
    const known = await knownOf(store, file.id, present)
    if (!isInScope(source, present)) {
      const { issuer, subject } = present.identity
      if (known.bound) await store.directories.change({ source: file.id, issuer, subject }, { told: null })
      return
    }
    const outcome = outcomeOf(present, known, file)
    await apply(store, [{ present, known, outcome }], applying, changes, problems)
  })
  return { changes, problems, isWhole: present.isWhole }
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
    if (binding?.goneAt === null)
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
