import { afterEach, beforeEach, describe } from 'vitest'
import type { Storage } from '../../src/storage/storage.ts'
import { account } from './records.ts'
import { accounts } from './tables/accounts.ts'
import { adminTokens } from './tables/admin-tokens.ts'
import { alist } from './tables/alist.ts'
import { alistUsers } from './tables/alist-users.ts'
import { atomically } from './tables/atomically.ts'
import { audit } from './tables/audit.ts'
import { bindings } from './tables/bindings.ts'
import { events } from './tables/events.ts'
import { handles } from './tables/handles.ts'
import { leases } from './tables/leases.ts'
import { moves } from './tables/moves.ts'
import { sessions } from './tables/sessions.ts'
import { shutOuts } from './tables/shut-outs.ts'
import { transactions } from './tables/transactions.ts'

/** Where one database is kept: each `open` is another handle on it, as another program would have. */
export interface Place {
  open(): Promise<Storage>
  remove(): Promise<void>
}

/** An empty database for each test. */
export interface Stage {
  readonly storage: Storage
  /** Another handle on it. */
  open(): Promise<Storage>
  /** The handles up to now are the test's own affair. */
  forget(): void
  /** Accounts `a`, `b` … to hang other things on. */
  people(...ids: string[]): Promise<void>
}

/** What every engine owes to the program. `place` makes an empty database. */
export function testStorage(name: string, place: () => Promise<Place>): void {
  describe(`storage on ${name}`, () => {
    let here: Place
    let storage: Storage
    const opened: Storage[] = []
    const open = async () => {
      const handle = await here.open()
      opened.push(handle)
      return handle
    }
    beforeEach(async () => {
      here = await place()
      storage = await open()
    })
    afterEach(async () => {
      for (const handle of opened.splice(0)) await handle.close()
      await here.remove()
    })
    const stage: Stage = {
      get storage() {
        return storage
      },
      open,
      forget: () => void opened.splice(0),
      people: async (...ids) => {
        for (const id of ids) await storage.accounts.insert(account({ id }))
      },
    }

    for (const each of [
      accounts,
      bindings,
      sessions,
      shutOuts,
      transactions,
      moves,
      leases,
      alist,
      alistUsers,
      audit,
      adminTokens,
      events,
      atomically,
      handles,
    ])
      each(stage)
  })
}
