import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { expect, it } from 'vitest'
import { prepared } from '../../src/storage/prepared.ts'
import type { Tables } from '../../src/storage/tables.ts'

const engines = {
  sqlite: [SqliteAdapter, SqliteQueryCompiler],
  postgres: [PostgresAdapter, PostgresQueryCompiler],
} as const

/** Takes everything and answers nothing; `asked` is what came. */
function engine(name: keyof typeof engines) {
  const asked: { sql: string; parameters: readonly unknown[] }[] = []
  const [Adapter, Compiler] = engines[name]
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new Adapter(),
      createDriver: () => new DummyDriver(),
      createQueryCompiler: () => new Compiler(),
      createIntrospector: same => new SqliteIntrospector(same),
    },
    log: ({ query: { sql, parameters } }) => void asked.push({ sql, parameters }),
  })
  return { db, asked }
}

it('writes a statement once for each engine, and binds the values of each call where they belong', async () => {
  let written = 0
  const find = prepared((db, { kind, now }: { kind: string; now: number }) => {
    written += 1
    const all = db.selectFrom('oidcTokens').select('hash')
    return all.where('endsAt', '>', now).where('kind', '=', kind).where('endsAt', '!=', now).limit(20)
  })
  const [sqlite, postgres] = [engine('sqlite'), engine('postgres')]
  await find(sqlite.db, { kind: 'AccessToken', now: 1 })
  await find(sqlite.db, { kind: 'RefreshToken', now: 2 })
  await sqlite.db.transaction().execute(tx => find(tx, { kind: 'AuthorizationCode', now: 3 }))
  await find(postgres.db, { now: 4, kind: 'AccessToken' })
  expect(written).toBe(2)
  expect(sqlite.asked.map(({ parameters }) => parameters)).toEqual([
    [1, 'AccessToken', 1, 20],
    [2, 'RefreshToken', 2, 20],
    [3, 'AuthorizationCode', 3, 20],
  ])
  expect(sqlite.asked[0]?.sql).toContain('"endsAt" > ? and "kind" = ? and "endsAt" != ?')
  expect(postgres.asked[0]).toEqual({
    sql: expect.stringContaining('"endsAt" > $1 and "kind" = $2 and "endsAt" != $3'),
    parameters: [4, 'AccessToken', 4, 20],
  })
})
