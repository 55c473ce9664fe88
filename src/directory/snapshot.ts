import { setImmediate as othersTurn } from 'node:timers/promises'
import { vouched } from '../accounts/vouched.ts'
import type { SourceConfig, Sync } from '../config/config.ts'
import type { Identity } from '../model.ts'
import type { Department, Directory, Entry, Member, Reading } from '../plugin.ts'
import type { SnapshotRecord } from '../storage/directory.ts'
import type { Storage } from '../storage/storage.ts'
import { identityOf } from './mapping.ts'
import type { Present } from './plan.ts'
import type { Tree } from './tree.ts'

/** A read in the store: the members in the table `snapshot`, the departments in memory – they are few. */
export interface Snapshot {
  departments: readonly Department[]
  members: number
  /** What could not be read or made no sense. Any at all, and nobody is disabled. */
  faults: readonly string[]
}

/** When the directory was asked, and whether it told everything in its scope. */
export interface Read {
  isComplete: boolean
  readAt: number
}

/** What is kept of a member until the run has seen everything. */
interface Kept {
  identity: Identity & { directoryId: string }
  disabled: boolean
}

const batch = 500

/** Reads everything that the file's scope has. Throws where the directory as a whole cannot be read. */
export async function take(
  storage: Storage,
  source: SourceConfig & { sync: Sync },
  directory: Directory,
  reading: Reading,
  onRead: (read: { departments: number; members: number }) => void = () => {},
): Promise<Snapshot> {
  const { scope, fields, users } = source.sync
  const departments = new Map<string, Department>()
  const faults: string[] = []
  let members = 0
  let waiting: SnapshotRecord[] = []
  await storage.directories.clear(source.id)

  async function write(): Promise<void> {
    const rows = waiting
    waiting = []
    const written = await storage.atomically(store => putTogether(store, source.id, rows, faults))
    await othersTurn()
    members += written
    onRead({ departments: departments.size, members })
  }

  for await (const entry of whileLiving(
    directory.read(scope === 'all' ? 'all' : scope.departments, reading),
    reading,
  )) {
    if ('fault' in entry) faults.push(entry.fault)
    else if ('department' in entry) departments.set(entry.department.id, entry.department)
    else if (users) {
      const record = recordOf(source.id, entry.member, fields, faults)
      if (record) waiting.push(record)
      if (waiting.length >= batch) await write()
    }
  }
  await write()
  return { departments: [...departments.values()], members, faults }
}

/** A plugin that forgets its signal must not keep a run alive. */
async function* whileLiving(entries: AsyncIterable<Entry>, { signal }: Reading): AsyncIterable<Entry> {
  for await (const entry of entries) {
    signal.throwIfAborted()
    yield entry
  }
  signal.throwIfAborted()
}

function recordOf(
  source: string,
  member: Member,
  fields: Sync['fields'],
  faults: string[],
): SnapshotRecord | undefined {
  try {
    const kept = keptOf(source, member, fields)
    const { issuer, subject, directoryId } = kept.identity
    return { source, directoryId, issuer, subject, member: JSON.stringify(kept) }
  } catch (error) {
    // one bad record is set aside; the person in it must not count as missing
    faults.push(`a member was set aside: ${(error as Error & { cause?: unknown }).cause ?? error}`)
    return undefined
  }
}

function keptOf(source: string, member: Member, fields: Sync['fields']): Kept {
  const identity = vouched(identityOf(member, fields), source)
  return { identity: { ...identity, directoryId: member.directoryId }, disabled: member.disabled === true }
}

/** Of a member read directly. Throws for one that makes no sense. */
export function presentOf(
  source: SourceConfig & { sync: Sync },
  member: Member,
  tree: Tree,
  readAt: number,
): Present {
  return whole(keptOf(source.id, member, source.sync.fields), tree, { isComplete: false, readAt })
}

/** Of a member of the snapshot. After a complete read, departments that are not in the tree are out of the scope. */
export const presentIn = (record: string, tree: Tree, read: Read): Present =>
  whole(JSON.parse(record) as Kept, tree, read)

function whole({ identity, disabled }: Kept, tree: Tree, { isComplete, readAt }: Read): Present {
  const own = identity.departments ?? []
  return {
    identity: { ...identity, departments: tree.belongings(own) },
    disabled,
    isWhole: isComplete || own.every(id => tree.has(id)),
    readAt,
  }
}

/**
 * Who is in two departments comes twice: the same person in both. Two people with one id, or one person with two, are
 * an error of the directory; then the first is kept, and nobody is disabled. Answers how many are new.
 */
async function putTogether(
  storage: Storage,
  source: string,
  rows: readonly SnapshotRecord[],
  faults: string[],
): Promise<number> {
  if (rows.length === 0) return 0
  const { fresh, again } = apart(rows)
  const put = await storage.directories.put(fresh)
  const rest = [...fresh.filter(({ directoryId }) => !put.has(directoryId)), ...again]
  if (rest.length === 0) return put.size
  const held = new Map(
    (await storage.directories.held(source, [...new Set(rest.map(({ directoryId }) => directoryId))])).map(
      row => [row.directoryId, row],
    ),
  )
  const changed = new Map<string, SnapshotRecord>()
  for (const row of rest) {
    const before = changed.get(row.directoryId) ?? held.get(row.directoryId)
    if (!before) faults.push(`two directory ids, one of them ${row.directoryId}, have the same subject`)
    else if (before.issuer !== row.issuer || before.subject !== row.subject)
      faults.push(`the directory id ${row.directoryId} has two subjects`)
    else {
      const merged = together(before, row)
      if (merged !== before.member) changed.set(row.directoryId, { ...before, member: merged })
    }
  }
  await storage.directories.replace([...changed.values()])
  return put.size
}

/** Rows of one statement must not meet each other. */
function apart(rows: readonly SnapshotRecord[]): { fresh: SnapshotRecord[]; again: SnapshotRecord[] } {
  const seen = new Set<string>()
  const fresh: SnapshotRecord[] = []
  const again: SnapshotRecord[] = []
  for (const row of rows) {
    ;(seen.has(row.directoryId) ? again : fresh).push(row)
    seen.add(row.directoryId)
  }
  return { fresh, again }
}

function together(a: SnapshotRecord, b: SnapshotRecord): string {
  const [first, second] = [JSON.parse(a.member) as Kept, JSON.parse(b.member) as Kept]
  const departments = [
    ...new Set([...(first.identity.departments ?? []), ...(second.identity.departments ?? [])]),
  ]
  return JSON.stringify({
    identity: { ...first.identity, departments },
    disabled: first.disabled || second.disabled,
  } satisfies Kept)
}
