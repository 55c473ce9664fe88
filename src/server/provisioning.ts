import { NotTaken, Unavailable } from '../apps/not-told.ts'
import type { Turn } from '../directory/following.ts'
import { SsoError } from '../errors.ts'
import type { OpenApps } from './apps/apps.ts'
import type { Outbound } from './outbound.ts'
import { alistTeller } from './provisioning/alist.ts'
import { scimTeller } from './provisioning/scim.ts'
import type { Teller, TellingHost, Turning } from './provisioning/teller.ts'

export interface ProvisioningHost extends TellingHost {
  /** Undefined while another server has it. */
  turn(name: string): Promise<Turn | undefined>
}

/** Keeps the people of apps that have their own in step with ours. */
export interface Provisioner {
  /** Tells what has changed, of each app that is due; calls that come meanwhile are one more round. False: another server is at it. */
  tick(): Promise<boolean>
  /** Ends what is under way: what was not told is told after the next start. */
  close(): Promise<void>
}

const firstPauseMs = 60_000
const longestPauseMs = 3_600_000

export function provisionerOf(apps: OpenApps, host: ProvisioningHost): Provisioner {
  const stop = new AbortController()
  const fetch: Outbound['fetch'] = (to, init) => host.outbound.fetch(to, { ...init, signal: stop.signal })
  const own = [...apps.values()].flatMap(app =>
    [scimTeller, alistTeller].flatMap(teller => teller(app, { ...host, outbound: { fetch } }) ?? []),
  )
  const pauses = new Map<string, { failures: number; until: number }>()
  let running: Promise<boolean> | undefined
  let again = false

  /** False where another server has the turn: it may have begun before there was anything new. */
  async function run({ app, turn: name, tell, look }: Teller): Promise<boolean> {
    if (stop.signal.aborted || isPaused(`tell ${app}`)) return true
    const turn = await host.turn(name)
    if (!turn) return false
    try {
      const turning: Turning = {
        isNewsWaiting: () => again,
        write: act =>
          host.storage.atomically(async store => {
            await turn.stillOurs(store)
            await act(store)
          }),
      }
      const isDone = await paced(`tell ${app}`, 'the app could not be told of people', app, () =>
        tell(turning),
      )
      // what cannot be looked at keeps nobody from being deactivated
      if (isDone && look)
        await paced(`look ${app}`, 'the people of the app could not be looked at', app, () => look(turning))
      return true
    } finally {
      await turn.end()
    }
  }

  const isPaused = (name: string): boolean => (pauses.get(name)?.until ?? 0) > host.now()

  /** False where it is not done: the app refuses for now, or did so a moment ago. */
  async function paced(
    name: string,
    failure: string,
    app: string,
    act: () => Promise<void>,
  ): Promise<boolean> {
    if (isPaused(name)) return false
    try {
      await act()
      pauses.delete(name)
      return true
    } catch (thrown) {
      if (stop.signal.aborted) return false
      if (!(thrown instanceof Unavailable || thrown instanceof NotTaken || thrown instanceof SsoError))
        throw thrown
      const failures = (pauses.get(name)?.failures ?? 0) + 1
      const usual = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs)
      const asked = thrown instanceof Unavailable ? (thrown.retryAfterMs ?? 0) : 0
      const waitMs = Math.min(Math.max(usual, asked), longestPauseMs)
      pauses.set(name, { failures, until: host.now() + waitMs })
      const cause = thrown instanceof SsoError ? String(thrown.cause) : thrown.message
      host.log.warn({ app, cause, againInS: waitMs / 1000 }, failure)
      return false
    }
  }

  async function rounds(): Promise<boolean> {
    for (;;) {
      again = false
      // side by side: an app that does not answer keeps nobody in another one
      const done = await Promise.allSettled(own.map(run))
      const fault = done.find(({ status }) => status === 'rejected')
      if (fault?.status === 'rejected') throw fault.reason
      const isOver = done.every(each => each.status === 'fulfilled' && each.value)
      if (!again || stop.signal.aborted) return isOver
    }
  }

  return {
    tick() {
      again = true
      running ??= rounds().finally(() => {
        running = undefined
      })
      return running
    },
    async close() {
      stop.abort()
      await running?.catch(() => {})
    },
  }
}
