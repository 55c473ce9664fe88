import { randomUUID } from 'node:crypto'
import type { Opening } from '../../storage/openings.ts'
import type { Context } from '../context.ts'
import type { OpenApp } from './apps.ts'
import { backChannel } from './oidc/back-channel.ts'
import type { Oidc } from './oidc/oidc.ts'

export type TellingHost = Pick<Context, 'storage' | 'apps' | 'outbound' | 'now' | 'log'> & {
  oidc: Oidc | undefined
}

/** Tells an app of the end of a session that it was let into. Throws where the app could not be reached. */
export type Tell = (opening: Opening, app: OpenApp, host: TellingHost) => Promise<void>

/** Types that can be told by us; all others learn of it in the browser, or when they ask next. */
const byType: Readonly<Record<string, Tell>> = { oidc: backChannel }

/** After so many tries, which is some two hours, an app is given up. */
const mostTries = 9
const firstPauseMs = 30_000
const atOnce = 20
/** Longer than a batch of apps that do not answer. */
const leaseMs = 60_000
/** Another server that is at it may have looked before the last session ended. */
const busyMs = 250

export interface Telling {
  /** Sessions have ended, or it is time for another try. */
  tell(): void
  /** Done when all that is due has been tried, but for what another server is at: that goes on by itself. */
  close(): Promise<void>
}

export function tellingOn(host: TellingHost): Telling {
  const { storage, log } = host
  const holder = randomUUID()
  let running: Promise<void> | undefined
  let again = false
  let waiting: NodeJS.Timeout | undefined
  let isClosing = false

  /** One server at a time, so that an app is told once. False while another one is at it. */
  async function round(): Promise<boolean> {
    const lease = await storage.leases.acquire('telling', holder, leaseMs)
    if (!lease) return false
    try {
      do {
        const due = await storage.openings.toTell(atOnce, host.now())
        if (due.length === 0) return true
        await Promise.all(due.map(opening => tellOne(opening, host)))
      } while (await storage.leases.renew(lease, leaseMs))
      return true
    } finally {
      await storage.leases.release(lease)
    }
  }

  async function rounds(): Promise<void> {
    do {
      again = false
      if (!(await round())) waitForTurn()
    } while (again)
  }

  function waitForTurn(): void {
    if (isClosing) return
    waiting ??= setTimeout(() => {
      waiting = undefined
      tell()
    }, busyMs).unref()
  }

  function tell(): void {
    again = true
    running ??= rounds()
      .catch(error => log.warn({ cause: String(error) }, 'apps could not be told of an end'))
      .finally(() => {
        running = undefined
      })
  }

  return {
    tell,
    async close() {
      isClosing = true
      if (waiting) tell()
      clearTimeout(waiting)
      await running
    },
  }
}

async function tellOne(opening: Opening, host: TellingHost): Promise<void> {
  const { storage, apps, log, now } = host
  const { handle, tries } = opening
  const app = apps.get(opening.app)
  const tell =
    app?.config.enabled && Object.hasOwn(byType, app.config.type) ? byType[app.config.type] : undefined
  try {
    if (app && tell) await tell(opening, app, host)
  } catch (error) {
    const cause = String((error as Error).cause ?? error).slice(0, 300)
    const told = { app: opening.app, account: opening.accountId, tries: tries + 1, cause }
    if (tries + 1 < mostTries) {
      log.info(told, 'an app could not be told of an end')
      return storage.openings.toldInVain(handle, now() + firstPauseMs * 2 ** tries)
    }
    log.warn(told, 'an app was given up: it does not know of an end')
  }
  await storage.openings.forget(handle)
}
