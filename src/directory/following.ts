import type { Config } from '../config/config.ts'
import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import { work } from './events.ts'
import { mostAgeMs } from './open-read.ts'
import type { Clock } from './pace.ts'
import { interrupted, type Report } from './report.ts'
import { type Followed, type RunHost, run } from './run.ts'

/** The right to be the only one that follows a directory, among all that share the database. */
export interface Turn {
  /** Throws where it is over; asked inside the transaction that changes something. */
  stillOurs(storage: Storage): Promise<void>
  end(): Promise<void>
}

export interface FollowingHost {
  storage: Storage
  config: Pick<Config, 'admins' | 'sources'>
  clock: Clock
  newId: () => string
  log: Log
  /** People may be out who were in: their sessions have ended, and apps are to be told. */
  ended(by: 'event' | 'read'): void
  /** Undefined while another has it. */
  turn(name: string): Promise<Turn | undefined>
}

export interface Following {
  /** A read now. Undefined: another is at it. */
  run(
    source: string,
    options?: Pick<RunHost, 'dryRun' | 'allowDisable' | 'onProgress'>,
  ): Promise<Report | undefined>
  /** The newest run that came to an end. */
  last(source: string): Promise<Report | undefined>
  /** Works through what has been pushed; calls that come meanwhile are one more round. False: another is at it. */
  workThrough(): Promise<boolean>
  /** Reads what is due. */
  tick(): Promise<void>
  /** Ends what is under way. */
  close(): Promise<void>
}

/** A run that did not succeed is tried again after this, or at its interval where that is shorter. */
const againMs = 1_800_000
/** Changed departments are read as a whole, but not at every one of a hundred changes; so is what a stop has cut. */
const calmMs = 60_000

export function following(sources: ReadonlyMap<string, Followed>, host: FollowingHost): Following {
  const { storage, clock, log } = host
  const stop = new AbortController()
  const wanted = new Set<string>()
  const under = new Set<Promise<unknown>>()

  async function inTurn<T>(name: string, act: (turn: Turn) => Promise<T>): Promise<T | undefined> {
    if (stop.signal.aborted) return undefined
    const turn = await host.turn(name)
    if (!turn) return undefined
    try {
      return await act(turn)
    } finally {
      await turn.end()
    }
  }

  const runHost = ({ stillOurs }: Turn): RunHost => ({
    storage,
    config: host.config,
    clock,
    newId: host.newId,
    signal: stop.signal,
    stillOurs,
  })

  async function read(id: string, options: Partial<RunHost> = {}): Promise<Report | undefined> {
    const source = sources.get(id)
    if (!source) return undefined
    const report = await inTurn(`sync ${id}`, turn => run(source, { ...runHost(turn), ...options }))
    if (!report) return undefined
    tell(log, report)
    if (report.changes.disabled > 0) host.ended('read')
    return report
  }

  async function workThrough(): Promise<boolean> {
    const isOver = await inTurn('events', async turn => {
      for (let more = true; more && !stop.signal.aborted; ) {
        const ended = () => host.ended('event')
        const { events, wanted: found, problems } = await work(sources, runHost(turn), ended)
        for (const problem of problems) log.warn({ cause: problem }, 'an event could not be followed')
        for (const id of found) wanted.add(id)
        more = events > 0
      }
      return true
    })
    return isOver ?? false
  }

  /** By the clock of the database alone. What was missed while nothing ran is one run. */
  async function isDue({ config: { id, sync } }: Followed): Promise<boolean> {
    const last = await storage.runs.last(id)
    if (!last) return true
    if (wanted.has(id) && last.ageMs >= calmMs) return true
    const report = last.report === null ? undefined : (JSON.parse(last.report) as Report)
    // a run without a report was killed, or is under way: then its turn is not to be had
    const wasStopped = report === undefined || report.problems.includes(interrupted)
    if (wasStopped && last.ageMs >= calmMs && (await storage.reads.hasCut(id, mostAgeMs))) return true
    // what the first part of a read that was cut has seen may have changed before its last one: soon again, and whole
    const hasFailed = report === undefined || report.status === 'failed' || report.resumed
    return last.ageMs >= (hasFailed ? Math.min(sync.everyMs, againMs) : sync.everyMs)
  }

  async function tick(): Promise<void> {
    for (const source of sources.values()) {
      const { id, sync } = source.config
      if (stop.signal.aborted || !sync.auto || !(await isDue(source))) continue
      wanted.delete(id)
      await read(id)
    }
  }

  /** One round at a time, and one more for all that was asked for meanwhile. */
  function oneByOne<T>(act: () => Promise<T>): () => Promise<T> {
    let running: Promise<T> | undefined
    let again = false
    const rounds = async () => {
      for (;;) {
        again = false
        const last = await act()
        if (!again) return last
      }
    }
    return () => {
      if (running) {
        again = true
        return running
      }
      running = kept(rounds()).finally(() => {
        running = undefined
      })
      return running
    }
  }

  function kept<T>(promise: Promise<T>): Promise<T> {
    under.add(promise)
    const forget = () => void under.delete(promise)
    promise.then(forget, forget)
    return promise
  }

  return {
    run: (id, options) => kept(read(id, options)),
    async last(id) {
      const ended = (await storage.runs.of(id, 10)).find(({ report }) => report !== null)
      return ended && (JSON.parse(ended.report ?? '') as Report)
    },
    workThrough: oneByOne(workThrough),
    tick: oneByOne(tick),
    async close() {
      stop.abort()
      await Promise.allSettled(under)
    },
  }
}

function tell(
  log: Log,
  { source, status, read, changes, guard, seconds, calls, resumed, problems }: Report,
): void {
  const line = {
    source,
    status,
    ...read,
    resumed,
    ...changes,
    seconds,
    calls,
    problems: problems.slice(0, 5),
  }
  if (status === 'complete') log.info(line, 'directory read')
  else log.warn({ ...line, ...(guard.tripped && { guard }) }, 'directory not read as a whole')
}
