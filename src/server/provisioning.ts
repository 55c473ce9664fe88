import type { AlibabaCloudOptions } from '../apps/alibaba-cloud/party.ts'
import { NotTaken, type ScimClient, Unavailable } from '../apps/alibaba-cloud/scim/client.ts'
import { changedByHand, isLookDue } from '../apps/alibaba-cloud/scim/look.ts'
import { provision } from '../apps/alibaba-cloud/scim/provision.ts'
import { groupNames, wantedUsers } from '../apps/alibaba-cloud/scim/wanted.ts'
import type { Config } from '../config/config.ts'
import type { Turn } from '../directory/following.ts'
import { SsoError } from '../errors.ts'
import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import type { OpenApp, OpenApps } from './apps/apps.ts'
import type { Outbound } from './outbound.ts'
import { scimOf } from './scim.ts'

export interface ProvisioningHost {
  config: Config
  storage: Storage
  outbound: Pick<Outbound, 'fetch'>
  now: () => number
  log: Log
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

/** An app in our turn. */
interface Told {
  readonly app: OpenApp
  readonly client: ScimClient
  readonly host: ProvisioningHost
  isNewsWaiting(): boolean
  /** Writes that are refused where another server has taken over. */
  write(act: (rows: Storage['provisioned']) => Promise<void>): Promise<void>
}

const firstPauseMs = 60_000
const longestPauseMs = 3_600_000

export function provisionerOf(apps: OpenApps, host: ProvisioningHost): Provisioner {
  const stop = new AbortController()
  const fetch: Outbound['fetch'] = (to, init) => host.outbound.fetch(to, { ...init, signal: stop.signal })
  const own = [...apps.values()].flatMap(app => {
    const client = scimOf(app, { fetch })
    return client ? [{ app, client }] : []
  })
  const pauses = new Map<string, { failures: number; until: number }>()
  let running: Promise<boolean> | undefined
  let again = false

  /** False where another server has the turn: it may have begun before there was anything new. */
  async function run({ app, client }: Pick<Told, 'app' | 'client'>): Promise<boolean> {
    const { id } = app.config
    if (stop.signal.aborted || isPaused(`tell ${id}`)) return true
    const turn = await host.turn(`scim ${id}`)
    if (!turn) return false
    try {
      const told: Told = {
        app,
        client,
        host,
        isNewsWaiting: () => again,
        write: act =>
          host.storage.atomically(async store => {
            await turn.stillOurs(store)
            await act(store.provisioned)
          }),
      }
      const isDone = await paced(`tell ${id}`, 'the app could not be told of people', id, () => tell(told))
      // what cannot be looked at keeps nobody from being deactivated
      if (isDone)
        await paced(`look ${id}`, 'the people of the app could not be looked at', id, () => look(told))
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
      let isOver = true
      for (const each of own) if (!(await run(each))) isOver = false
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

async function tell({
  app: { config: app, options },
  client,
  host,
  isNewsWaiting,
  write,
}: Told): Promise<void> {
  const { storage, config, log, now } = host
  const [accounts, bindings] = await Promise.all([storage.accounts.list(), storage.bindings.list()])
  const users = wantedUsers(app, options as unknown as AlibabaCloudOptions, config, accounts, bindings)
  const done = await provision(users, groupNames(config), {
    app: app.id,
    client,
    rows: storage.provisioned,
    now,
    isNewsWaiting,
    keep: row => write(rows => rows.put(row)),
  })
  const { created, updated, deactivated, problems } = done
  if (created + updated + deactivated > 0)
    log.info({ app: app.id, created, updated, deactivated }, 'app told of people')
  if (problems.length > 0)
    log.warn(
      { app: app.id, problems: problems.slice(0, 5), more: Math.max(problems.length - 5, 0) },
      'the app does not take some people',
    )
}

/** What has been changed there by hand is told anew the next time. */
async function look({ app: { config: app }, client, host, write }: Told): Promise<void> {
  const { storage, log, now } = host
  const begun = now()
  const told = await storage.provisioned.of(app.id)
  if (!isLookDue(told, begun)) return
  const changed = await changedByHand(client, told)
  await write(async rows => {
    for (const row of changed) await rows.doubt(row)
    await rows.seenAll(app.id, begun)
  })
  if (changed.length > 0)
    log.warn(
      { app: app.id, changed: changed.length },
      'people or groups of the app were changed there by hand',
    )
}
