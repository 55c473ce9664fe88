import { setImmediate as othersTurn } from 'node:timers/promises'
import type { Config, SourceConfig, Sync } from '../config/config.ts'
import { Halt, SsoError } from '../errors.ts'
import type { Directory, Pace } from '../plugin.ts'
import type { Missing } from '../storage/directory.ts'
import type { Storage } from '../storage/storage.ts'
import { type Applying, apply, leave, noChanges, type Planned } from './apply.ts'
import { judge } from './guard.ts'
import { endRead, openRead, toldSince } from './open-read.ts'
import { type Clock, pauseAfter, readingAt } from './pace.ts'
import { outcomeOf } from './plan.ts'
import { type Changes, interrupted, type Leaver, mostLeavers, mostProblems, type Report } from './report.ts'
import { presentIn, type Read, type Snapshot, take } from './snapshot.ts'
import { type Tree, treeOf } from './tree.ts'

/** A source whose directory accounts follow. */
export interface Followed {
  config: SourceConfig & { sync: Sync }
  directory: Directory
  pace?: Pace | undefined
}

export interface RunHost {
  storage: Storage
  config: Pick<Config, 'admins' | 'sources'>
  clock: Clock
  /** A fresh id for an account, an audit line or the run itself. */
  newId: () => string
  signal: AbortSignal
  /** Throws where another replica has taken the run over; asked in every transaction that changes something. */
  stillOurs: (storage: Storage) => Promise<void>
  /** Says what would be done, and does nothing. */
  dryRun?: boolean
  /** How many may be disabled this once, where the guard allows fewer. */
  allowDisable?: number
  onProgress?: (progress: { departments: number; members: number; calls: number }) => void
}

const batch = 500

/**
 * One read of a directory, and what follows from it. Never throws for what is the directory's fault: that is in the
 * report. Killed at any moment, it leaves whole batches behind, and the next run does the rest: it goes on with a read
 * that was cut.
 */
export async function run(source: Followed, host: RunHost): Promise<Report> {
  const { storage, clock } = host
  const startedAt = clock.now()
  const id = host.newId()
  const reading = readingAt(source.pace, clock, host.signal)
  const problems: string[] = []
  const report: Report = {
    source: source.config.id,
    status: 'failed',
    read: { departments: 0, members: 0 },
    changes: noChanges(),
    guard: { limit: 0, wouldDisable: 0, tripped: false },
    startedAt: new Date(startedAt).toISOString(),
    seconds: 0,
    calls: 0,
    resumed: false,
    problems: [],
    leavers: [],
  }
  if (!host.dryRun) await storage.runs.insert({ id, source: source.config.id })
  let isCut = false
  try {
    const open = await openRead(storage, source.config, host.stillOurs)
    report.resumed = open.cut !== undefined
    const onRead = (read: Report['read']) => {
      report.read = read
      host.onProgress?.({ ...read, calls: reading.calls() })
    }
    const snapshot = await take(
      storage,
      source.config,
      source.directory,
      reading,
      open,
      host.stillOurs,
      onRead,
    )
    report.read = { departments: snapshot.departments.length, members: snapshot.members }
    report.status = await follow(source, host, {
      snapshot,
      readAt: open.begunAt,
      reading,
      report,
      problems,
    })
  } catch (error) {
    isCut = host.signal.aborted || pauseAfter(error) !== undefined
    problems.push(host.signal.aborted ? interrupted : inWords(error))
    report.status = 'failed'
  }
  report.problems = problems.slice(0, mostProblems)
  if (problems.length > mostProblems) report.problems.push(`… and ${problems.length - mostProblems} more`)
  report.calls = reading.calls()
  report.seconds = Math.round((clock.now() - startedAt) / 100) / 10
  if (!host.dryRun) await storage.runs.end(id, JSON.stringify(report))
  // unless another replica is at it by now
  if (!isCut) await endRead(storage, source.config.id, host.stillOurs).catch(() => {})
  return report
}

interface Taken {
  snapshot: Snapshot
  /** When its first part began. */
  readAt: number
  reading: ReturnType<typeof readingAt>
  report: Report
  problems: string[]
}

/** From a snapshot to the accounts. */
async function follow(
  source: Followed,
  host: RunHost,
  { snapshot, readAt, reading, report, problems }: Taken,
): Promise<Report['status']> {
  const { storage } = host
  const { id, sync } = source.config
  const tree = treeOf(snapshot.departments)
  problems.push(...snapshot.faults, ...tree.broken.map(each => `department ${each} lies in a circle`))
  const who = sync.scope === 'all' ? 'known' : 'told'
  const present = await storage.directories.countPresent(id, who)
  if (sync.users && snapshot.members === 0 && present > 0)
    problems.push(`the directory is empty, and ${present} accounts came from it`)
  const isComplete = problems.length === 0

  const missing = isComplete && sync.users ? await storage.directories.countMissing(id, who) : 0
  const refused = isComplete ? await countRefused(source, storage, tree, readAt) : 0
  report.guard = judge(sync.guard, present, missing + refused, host.allowDisable)
  if (report.guard.tripped) {
    problems.push(
      `${report.guard.wouldDisable} people would be disabled, and the guard allows ${report.guard.limit}: nothing was changed`,
    )
    return 'failed'
  }
  // before anything is changed: a list that lacks somebody who is there is no complete list
  const asked = await confirm(
    source,
    missing === 0 ? [] : await storage.directories.missing(id, who, missing),
    tree,
    reading,
  )
  problems.push(...asked.faults)
  const mayDisable = problems.length === 0
  problems.push(...asked.conflicts)
  report.changes.conflicts += asked.conflicts.length
  const leavers = mayDisable ? asked.leavers : []
  report.leavers = leavers.slice(0, mostLeavers).map(leaverOf)

  if (mayDisable)
    await make(host, source, report.changes, problems, store =>
      store.directories.replaceDepartments(
        id,
        snapshot.departments.map(({ id: own, name, parent }) => ({ source: id, id: own, name, parent })),
      ),
    )
  const read = { isComplete: mayDisable, readAt }
  for await (const planned of plans(source, storage, tree, read, 'all')) {
    for (const { present, outcome } of planned)
      if (outcome.kind === 'left' && report.leavers.length < mostLeavers)
        report.leavers.push({
          directoryId: present.identity.directoryId,
          name: present.identity.displayName ?? null,
          why: outcome.why,
        })
    await make(host, source, report.changes, problems, (store, applying, changes, notes) =>
      apply(store, planned, applying, changes, notes),
    )
  }
  for (const each of leavers)
    await make(host, source, report.changes, problems, (store, applying, changes, notes) =>
      leave(store, { source: id, ...each }, 'gone', applying, changes, notes),
    )
  if (mayDisable)
    for (const each of asked.elsewhere)
      await make(host, source, report.changes, problems, store =>
        // out of the scope, not of the organisation: they are followed no more
        store.directories.change({ source: id, ...each }, { told: null }),
      )
  return mayDisable ? 'complete' : 'partial'
}

const leaverOf = ({ directoryId, label }: Missing): Leaver => ({ directoryId, name: label, why: 'gone' })

/** One transaction; in a dry run it is taken back. */
async function make(
  { storage, config, clock, newId, stillOurs, dryRun }: RunHost,
  { config: source }: Followed,
  changes: Changes,
  problems: string[],
  work: (store: Storage, applying: Applying, changes: Changes, problems: string[]) => Promise<void>,
): Promise<void> {
  const counted = noChanges()
  const notes: string[] = []
  const undo = new Error('dry run')
  await storage
    .atomically(async store => {
      await stillOurs(store)
      await work(store, { source, config, now: clock.now(), newId }, counted, notes)
      if (dryRun) throw undo
    })
    .catch(error => {
      if (error !== undo) throw error
    })
  for (const key of Object.keys(changes) as (keyof Changes)[]) changes[key] += counted[key]
  problems.push(...notes)
}

/** The members of the snapshot, batch by batch, with what becomes of each. */
async function* plans(
  { config: source }: Followed,
  storage: Storage,
  tree: Tree,
  read: Read,
  whom: 'all' | 'bound',
): AsyncIterable<Planned[]> {
  for (let after = ''; ; ) {
    const rows = await storage.directories.beside(source.id, whom, after, batch)
    const last = rows.at(-1)
    if (!last) return
    after = last.directoryId
    // SQLite answers at once: without a pause nobody else would be served, and nothing freed, until the end
    await othersTurn()
    const told = await toldSince(storage, source.id, read.readAt)
    yield rows.flatMap(({ member, directoryId, bound, rival, unbound }) => {
      if (told.has(directoryId)) return []
      const present = presentIn(member, tree, read)
      const known = { bound, rival, unbound }
      const outcome = outcomeOf(present, known, source)
      if (outcome.kind === 'unchanged' || (outcome.kind === 'left' && !read.isComplete)) return []
      // who may be allowed by a department that came after the others were read is not put out
      const isUnsure = source.sync.scope === 'all' && present.lacks
      if (outcome.kind === 'left' && outcome.why === 'not allowed' && isUnsure) return []
      return [{ present, known, outcome }]
    })
  }
}

/** Who is in the directory, and would be put out all the same. */
async function countRefused(source: Followed, storage: Storage, tree: Tree, readAt: number): Promise<number> {
  let count = 0
  const read = { isComplete: true, readAt }
  // who is bound to nothing is put out of nothing
  for await (const planned of plans(source, storage, tree, read, 'bound'))
    count += planned.filter(({ outcome }) => outcome.kind === 'left').length
  return count
}

/** Asks the directory for each of them: a leaver is nobody's guess. */
async function confirm(
  { directory, config }: Followed,
  missing: readonly Missing[],
  tree: Tree,
  reading: Taken['reading'],
) {
  const leavers: Missing[] = []
  /** They are there, and out of the scope. */
  const elsewhere: Missing[] = []
  const conflicts: string[] = []
  const faults: string[] = []
  for (const each of missing) {
    const found = await directory.member(each.directoryId, reading)
    if (found === null) leavers.push(each)
    else if (found.subject !== each.subject)
      conflicts.push(`${each.directoryId}: the directory id belongs to another subject now`)
    // somebody who moved while it was read was in neither list
    else if (config.sync.scope === 'all' || found.departments.some(department => tree.has(department)))
      faults.push(`${each.directoryId} is in the directory, and not in its lists: they are not complete`)
    else elsewhere.push(each)
  }
  return { leavers, elsewhere, conflicts, faults }
}

function inWords(error: unknown): string {
  if (error instanceof Halt) return error.message
  if (!(error instanceof SsoError)) return error instanceof Error ? error.message : 'unknown reason'
  const { code, vendorCode, cause } = error
  return [code, vendorCode, cause === undefined ? undefined : String(cause)].filter(Boolean).join(': ')
}
