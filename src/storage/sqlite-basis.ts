import Database from 'libsql'
import type { Basis } from './basis.ts'

/** A password says nothing of what its owner may do. */
const silent = ['password']

/**
 * On a connection of its own: what another one has written and not committed is not there. `data_version` counts the
 * commits of all others, which are all there are.
 */
export function sqliteBasis(path: string, busyMs: number): Basis & { close(): void } {
  const database = new Database(path, { timeout: busyMs })
  database.exec('PRAGMA query_only = ON')
  const version = database.prepare('PRAGMA data_version').raw()
  let rows: ReturnType<Database.Database['prepare']> | undefined
  return {
    revision: () => (version.get() as [number])[0],
    of(sessionId) {
      rows ??= database.prepare(rowsOf(database)).raw()
      return (rows.get(sessionId) as [string | null])[0] ?? undefined
    },
    close: () => void database.close(),
  }
}

/** Every column there is, so that none is forgotten when one is added. */
function rowsOf(database: Database.Database): string {
  const columns = (['sessions', 'accounts', 'bindings'] as const).flatMap(table =>
    (database.prepare(`PRAGMA table_info(${table})`).raw().all() as [number, string][])
      .filter(([, name]) => !silent.includes(name))
      .map(([, name]) => `${table}."${name}"`),
  )
  // json_group_array is never null
  return `
    SELECT nullif(json_group_array(json_array(${columns})), '[]')
    FROM sessions
    JOIN accounts AS own ON own.id = sessions.account_id
    JOIN accounts ON accounts.id = own.id OR lower(accounts.email) = lower(own.email)
    LEFT JOIN bindings ON bindings.account_id = accounts.id
    WHERE sessions.id = ?`
}
