import type { Kysely } from 'kysely'
import { type Accounts, accountsOn } from './accounts.ts'
import { type AdminTokens, adminTokensOn } from './admin-tokens.ts'
import { type AList, alistOn } from './alist.ts'
import { type AListUsers, alistUsersOn } from './alist-users.ts'
import { type Audit, auditOn } from './audit.ts'
import type { Basis } from './basis.ts'
import { type Bindings, bindingsOn } from './bindings.ts'
import { type Directories, directoriesOn } from './directory.ts'
import type { Engine } from './engine.ts'
import { type Events, eventsOn } from './events.ts'
import { type Leases, leasesOn } from './leases.ts'
import { type Moves, movesOn } from './moves.ts'
import { type Oidc, oidcOn } from './oidc.ts'
import { type Openings, openingsOn } from './openings.ts'
import { isWorthAnotherTry } from './postgres/faults.ts'
import { type ProvisionedRows, provisionedOn } from './provisioned.ts'
import { type Reads, readsOn } from './reads.ts'
import { type Runs, runsOn } from './runs.ts'
import { type Saml, samlOn } from './saml.ts'
import { type Sessions, sessionsOn } from './sessions.ts'
import type { Shared } from './shared.ts'
import { type ShutOuts, shutOutsOn } from './shut-out.ts'
import { type SigningKeys, signingKeysOn } from './signing-keys.ts'
import type { Tables } from './tables.ts'
import { type Tickets, ticketsOn } from './tickets.ts'
import { type Transactions, transactionsOn } from './transactions.ts'

/** What is kept, one room per subject. Every method is one statement or says that it is not. */
export interface Storage {
  accounts: Accounts
  bindings: Bindings
  sessions: Sessions
  shutOuts: ShutOuts
  transactions: Transactions
  audit: Audit
  alist: AList
  alistUsers: AListUsers
  moves: Moves
  directories: Directories
  reads: Reads
  runs: Runs
  events: Events
  leases: Leases
  openings: Openings
  oidc: Oidc
  signingKeys: SigningKeys
  tickets: Tickets
  /** Undefined where nothing outlives the process: what is remembered of it would be all there is. */
  basis: Basis | undefined
  adminTokens: AdminTokens
  saml: Saml
  provisioned: ProvisionedRows
  /** Undefined where one server has the database for itself. */
  shared: Shared | undefined
  /**
   * All of `work` or nothing of it; a writer keeps other writers out until it is done, those of other servers too.
   * It may be done again from the start where single statements of others have got in its way.
   */
  atomically<T>(work: (storage: Storage) => Promise<T>): Promise<T>
  /** Whether it answers and is still where it was opened. */
  isReachable(): Promise<boolean>
  close(): Promise<void>
}

const mostTries = 3

export function storageOn(db: Kysely<Tables>, engine: Engine): Storage {
  return {
    accounts: accountsOn(db),
    bindings: bindingsOn(db),
    sessions: sessionsOn(db),
    shutOuts: shutOutsOn(db),
    transactions: transactionsOn(db),
    audit: auditOn(db),
    alist: alistOn(db),
    alistUsers: alistUsersOn(db),
    moves: movesOn(db),
    directories: directoriesOn(db, engine.clock),
    reads: readsOn(db, engine.clock),
    runs: runsOn(db, engine.clock),
    events: eventsOn(db, engine.clock),
    leases: leasesOn(db, engine.clock),
    openings: openingsOn(db),
    oidc: oidcOn(db),
    signingKeys: signingKeysOn(db),
    tickets: ticketsOn(db),
    basis: engine.basis,
    adminTokens: adminTokensOn(db),
    saml: samlOn(db),
    provisioned: provisionedOn(db),
    shared: engine.shared,
    async atomically(work) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await db.transaction().execute(tx => work(storageOn(tx, engine)))
        } catch (error) {
          if (tries >= mostTries || !isWorthAnotherTry(error)) throw error
        }
      }
    },
    async isReachable() {
      const answers = db
        .selectNoFrom(eb => eb.val(1).as('one'))
        .execute()
        .then(
          () => true,
          () => false,
        )
      return (await engine.isThere()) && answers
    },
    async close() {
      await db.destroy()
      await engine.close()
    },
  }
}
