import { setImmediate as othersTurn } from 'node:timers/promises'
import { vouched } from '../accounts/vouched.ts'
import type { SourceConfig, Sync } from '../config/config.ts'
import type { Admitted } from '../model.ts'
import type { Department, Directory, Member, Reading } from '../plugin.ts'
import type { SnapshotRecord } from '../storage/directory.ts'
import type { Storage } from '../storage/storage.ts'
import { identityOf } from './mapping.ts'
import type { OpenRead } from './open-read.ts'
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
  identity: Admitted & { directoryId: string }
  disabled: boolean
}

const batch = 500

/**
 * Reads everything that the file's scope has, into a read that is open. Throws where the directory as a whole cannot be
 * read; what came before the last mark is kept then.
 */
export async function take(
  storage: Storage,
  source: SourceConfig & { sync: Sync },
  directory: Directory,
  reading: Reading,
  open: OpenRead,
  stillOurs: (storage: Storage) => Promise<void>,
  onRead: (read: { departments: number; members: number }) => void = () => {},
): Promise<Snapshot> {
  const { scope, fields, users } = source.sync
  const { part, cut } = open
  const departments = new Map((cut?.departments ?? []).map((each, place) => [each.id, { ...each, place }]))
  // what a part says again is one fault
  const faults = new Set(cut?.faults)
  const unwritten = new Set<string>()
  let members = cut?.members ?? 0
  let waiting: SnapshotRecord[] = []

  async function write(mark?: string): Promise<void> {
    const rows = waiting
    waiting = []
    const written = await storage.atomically(async store => {
      await stillOurs(store)
      const { fresh, found } = await putTogether(store, source.id, rows)
      if (mark !== undefined) {
        const changed = [...unwritten].flatMap(id => departments.get(id) ?? [])
        await store.reads.putDepartments(source.id, changed)
        await store.reads.mark(source.id, mark, [...faults, ...found].slice(0, mostKept))
      }
      return { fresh, found }
    })
    if (mark !== undefined) unwritten.clear()
    for (const fault of written.found) faults.add(fault)
    members += written.fresh
    await othersTurn()
    onRead({ departments: departments.size, members })
  }

  onRead({ departments: departments.size, members })
  for await (const entry of directory.read(scope === 'all' ? 'all' : scope.departments, {
    ...reading,
    ...(cut && { cut: { mark: cut.mark, departments: cut.departments } }),
  })) {
    // a plugin that forgets its signal must not keep a run alive
    reading.signal.throwIfAborted()
    if ('fault' in entry) faults.add(entry.fault)
    else if ('mark' in entry) await write(entry.mark)
    else if ('department' in entry) {
      const { id, name, parent } = entry.department
      departments.set(id, { id, name, parent, place: departments.get(id)?.place ?? departments.size })
      unwritten.add(id)
    } else if (users) {
      const record = recordOf(source, entry.member, fields, part)
      if ('fault' in record) faults.add(record.fault)
      else waiting.push(record)
      // without a mark: a part that goes on reads these again
      if (waiting.length >= batch) await write()
    }
  }
  reading.signal.throwIfAborted()
  await write()
  return {
    departments: [...departments.values()],
    members,
    faults: [...faults],
  }
}

/** Faults that are kept with a mark: the report has no more of them. */
const mostKept = 100

function recordOf(
  source: SourceConfig,
  member: Member,
  fields: Sync['fields'],
  part: number,
): SnapshotRecord | { fault: string } {
  try {
    const kept = keptOf(source, member, fields)
    const { issuer, subject, directoryId } = kept.identity
    return { source: source.id, directoryId, issuer, subject, member: JSON.stringify(kept), part }
  } catch (error) {
    // one bad record is set aside; the person in it must not count as missing
    return { fault: `a member was set aside: ${(error as Error & { cause?: unknown }).cause ?? error}` }
  }
}

function keptOf(source: SourceConfig, member: Member, fields: Sync['fields']): Kept {
  const identity = vouched(identityOf(member, fields), source)
  return {
    identity: { ...identity, directoryId: member.directoryId, directory: true },
    disabled: member.disabled === true,
  }
}

/** Of a member read directly. Throws for one that makes no sense. */
export function presentOf(
  source: SourceConfig & { sync: Sync },
  member: Member,
  tree: Tree,
  readAt: number,
): Present {
  return whole(keptOf(source, member, source.sync.fields), tree, { isComplete: false, readAt })
}

/** Of a member of the snapshot. After a complete read, departments that are not in the tree are out of the scope. */
export const presentIn = (record: string, tree: Tree, read: Read): Present =>
  whole(JSON.parse(record) as Kept, tree, read)

function whole({ identity, disabled }: Kept, tree: Tree, { isComplete, readAt }: Read): Present {
  const own = identity.departments ?? []
  const lacks = !own.every(id => tree.has(id))
  return {
    identity: { ...identity, departments: tree.belongings(own) },
    disabled,
    isWhole: isComplete || !lacks,
    lacks,
    readAt,
  }
}

/**
 * Who is in two departments comes twice: the same person in both. Two people with one id, or one person with two, are
 * an error of the directory; then the first is kept, and nobody is disabled. What a part reads again is as it reads it.
 */
async function putTogether(
  storage: Storage,
  source: string,
  rows: readonly SnapshotRecord[],
): Promise<{ fresh: number; found: string[] }> {
  const found: string[] = []
  if (rows.length === 0) return { fresh: 0, found }
  const { fresh, again } = apart(rows)
  const put = await storage.directories.put(fresh)
  const rest = [...fresh.filter(({ directoryId }) => !put.has(directoryId)), ...again]
  if (rest.length === 0) return { fresh: put.size, found }
  const held = new Map(
    (await storage.directories.held(source, [...new Set(rest.map(({ directoryId }) => directoryId))])).map(
      row => [row.directoryId, row],
    ),
  )
  const changed = new Map<string, SnapshotRecord>()
  for (const row of rest) {
    const before = changed.get(row.directoryId) ?? held.get(row.directoryId)
    if (!before) found.push(`two directory ids, one of them ${row.directoryId}, have the same subject`)
    else if (before.issuer !== row.issuer || before.subject !== row.subject)
      found.push(`the directory id ${row.directoryId} has two subjects`)
    else {
      const merged = before.part < row.part ? row : { ...before, member: together(before, row) }
      if (merged.member !== before.member || merged.part !== before.part) changed.set(row.directoryId, merged)
    }
  }
  await storage.directories.replace([...changed.values()])
  return { fresh: put.size, found }
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
