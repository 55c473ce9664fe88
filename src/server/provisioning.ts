import type { AlibabaCloudOptions } from '../apps/alibaba-cloud/party.ts'
import { scimClient, Unavailable } from '../apps/alibaba-cloud/scim/client.ts'
import { provision } from '../apps/alibaba-cloud/scim/provision.ts'
import { groupNames, wantedUsers } from '../apps/alibaba-cloud/scim/wanted.ts'
import type { Config } from '../config/config.ts'
import type { Turn } from '../directory/following.ts'
import { SsoError } from '../errors.ts'
import type { Secret } from '../options.ts'
import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import type { OpenApp, OpenApps } from './apps/apps.ts'
import type { Outbound } from './outbound.ts'

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
  /**
   * Tells what has changed, of each app that is due; calls that come meanwhile are one more round. False where another
   * server is at one of them: it may have begun before the last of the changes.
   */
  tick(): Promise<boolean>
}

const firstPauseMs = 60_000
const longestPauseMs = 3_600_000

export function provisionerOf(apps: OpenApps, host: ProvisioningHost): Provisioner {
  const own = [...apps.values()].filter(({ options }) => options.scim !== undefined)
  const pauses = new Map<string, { failures: number; until: number }>()
  let running: Promise<boolean> | undefined
  let again = false

  /** False where another server is at it. */
  async function run(app: OpenApp): Promise<boolean> {
    const { id } = app.config
    const pause = pauses.get(id)
    if (pause && pause.until > host.now()) return true
    const turn = await host.turn(`scim ${id}`)
    if (!turn) return false
    try {
      await told(app, turn, host, () => again)
      pauses.delete(id)
    } catch (thrown) {
      if (!(thrown instanceof Unavailable || thrown instanceof SsoError)) throw thrown
      const failures = (pause?.failures ?? 0) + 1
      const usual = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs)
      const asked = thrown instanceof Unavailable ? (thrown.retryAfterMs ?? 0) : 0
      const waitMs = Math.min(Math.max(usual, asked), longestPauseMs)
      pauses.set(id, { failures, until: host.now() + waitMs })
      const cause = thrown instanceof SsoError ? String(thrown.cause) : thrown.message
      host.log.warn({ app: id, cause, againInS: waitMs / 1000 }, 'the app could not be told of people')
    } finally {
      await turn.end()
    }
    return true
  }

  async function rounds(): Promise<boolean> {
    let isDone = true
    do {
      again = false
      isDone = true
      for (const app of own) if (!(await run(app))) isDone = false
    } while (again)
    return isDone
  }

  return {
    tick() {
      again = true
      running ??= rounds().finally(() => {
        running = undefined
      })
      return running
    },
  }
}

async function told(
  { config: app, options }: OpenApp,
  turn: Turn,
  host: ProvisioningHost,
  isNewsWaiting: () => boolean,
): Promise<void> {
  const { storage, config, outbound, log } = host
  const { url, token } = options.scim as { url: string; token: Secret }
  const [accounts, bindings] = await Promise.all([storage.accounts.list(), storage.bindings.list()])
  const users = wantedUsers(app, options as unknown as AlibabaCloudOptions, config, accounts, bindings)
  const client = scimClient(url, token.reveal(), (to, init) => outbound.fetch(to, init))
  const done = await provision(users, groupNames(config), {
    app: app.id,
    client,
    rows: storage.provisioned,
    isNewsWaiting,
    keep: row =>
      storage.atomically(async store => {
        await turn.stillOurs(store)
        await store.provisioned.put(row)
      }),
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
