import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Kysely, type Migration, Migrator } from 'kysely'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Halt } from '../../src/errors.ts'
import { migrations } from '../../src/storage/migrations/index.ts'
import { openStorage } from '../../src/storage/open.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { testStorage } from './suite.ts'

const newFolder = () => mkdtemp(join(tmpdir(), 'sso-kit-storage-'))

testStorage('SQLite', async () => {
  const folder = await newFolder()
  return {
    open: () => openStorage('sqlite:./deep/er/sso.db', folder),
    remove: () => rm(folder, { recursive: true }),
  }
})

describe('an SQLite file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await newFolder()
  })
  afterAll(() => rm(folder, { recursive: true }))
  const raw = (query: string): unknown[] => {
    const database = new Database(join(folder, 'sso.db'), { readonly: true })
    try {
      return database.prepare(query).all()
    } finally {
      database.close()
    }
  }

  it('has each migration once, however often it is opened', async () => {
    for (let n = 0; n < 3; n += 1) await (await openStorage('sqlite:sso.db', folder)).close()
    expect(raw('select name, count(*) as times from kysely_migration group by name')).toEqual([
      { name: '0001-accounts', times: 1 },
      { name: '0002-grants', times: 1 },
      { name: '0003-alist-tokens', times: 1 },
      { name: '0005-leases', times: 1 },
      { name: '0006-directory', times: 1 },
      { name: '0008-apps', times: 1 },
      { name: '0009-oidc', times: 1 },
      { name: '0010-saml', times: 1 },
      { name: '0011-tickets', times: 1 },
      { name: '0012-admin', times: 1 },
      { name: '0013-reads', times: 1 },
      { name: '0014-manual-email', times: 1 },
      { name: '0015-one-clock', times: 1 },
      { name: '0016-known-as', times: 1 },
      { name: '0017-seen-at', times: 1 },
      { name: '0018-shut-out', times: 1 },
      { name: '0019-alist-users', times: 1 },
    ])
  })

  it('is written ahead, so that nobody who reads waits for who writes', async () => {
    expect(raw('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }])
  })

  it('is not left half migrated by a migration that fails', async () => {
    const path = join(folder, 'half.db')
    const database = new Database(path)
    // the last table of the first migration is there already, and nobody says by whom
    database.exec('create table audit (id text)')
    database.close()
    await expect(openStorage('sqlite:half.db', folder)).rejects.toThrow(Halt)
    const after = new Database(path, { readonly: true })
    const tables = after
      .prepare("select name from sqlite_master where name not like 'kysely%' and type = 'table'")
      .all()
    after.close()
    expect(tables).toEqual([{ name: 'audit' }])
  })

  it('written before there were grants keeps what accounts have: set where the audit says so, or else given', async () => {
    const path = join(folder, 'older.db')
    const { dialect } = await openSqlite('sqlite:older.db', folder, true)
    const older = new Kysely<unknown>({ dialect })
    const getMigrations = async () => ({ '0001-accounts': migrations['0001-accounts'] as Migration })
    expect(
      (await new Migrator({ db: older, provider: { getMigrations } }).migrateToLatest()).error,
    ).toBeUndefined()
    await older.destroy()
    const database = new Database(path)
    for (const id of ['untouched', 'both', 'sum', 'folder'])
      database.exec(`insert into accounts (id, username, username_key, role, permission, base_dir, disabled, created_at)
        values ('${id}', '${id}', '${id}', 'general', 768, '/staff', 0, 1)`)
    database.exec(`insert into bindings (source, issuer, subject, account_id, bound_at)
      values ('dingtalk', 'x', 's', 'untouched', 1)`)
    const changes: [id: string, event: string, fields: string[]][] = [
      ['untouched', 'changed', ['role', 'password']],
      ['untouched', 'created', ['permission']],
      ['both', 'changed', ['baseDir', 'permission']],
      ['sum', 'changed', ['permission']],
      ['sum', 'changed', ['displayName']],
      ['folder', 'changed', ['baseDir']],
      ['gone', 'changed', ['baseDir']],
    ]
    for (const [index, [id, event, fields]] of changes.entries())
      database.exec(`insert into audit (id, at, event, account_id, detail) values
        ('${index}', 1, '${event}', '${id}', '${JSON.stringify({ fields, by: 'command line' })}')`)
    database.exec("insert into audit (id, at, event, detail) values ('refused', 1, 'refused', '{}')")
    database.close()

    const storage = await openStorage('sqlite:older.db', folder)
    const given = { givenPermission: 768, givenBaseDir: '/staff' }
    const set = async (id: string) => {
      const account = await storage.accounts.find(id)
      expect(account).toMatchObject(given)
      return [account?.manualPermission, account?.manualBaseDir]
    }
    expect(await set('untouched')).toEqual([null, null])
    expect(await set('both')).toEqual([768, '/staff'])
    expect(await set('sum')).toEqual([768, null])
    expect(await set('folder')).toEqual([null, '/staff'])
    expect((await storage.bindings.of('untouched')).map(({ facts }) => facts)).toEqual([null])
    await storage.close()
  })

  it('that is opened twice by one process is not tidied away by another one', async () => {
    const first = await openStorage('sqlite:twice.db', folder)
    await first.leases.acquire('name', 'holder', 1000)
    await (await openStorage('sqlite:twice.db', folder)).close()
    // whoever closes a file as the last one deletes what was written ahead
    const visit = `const all = new (require('libsql'))(process.argv[1]); all.exec('SELECT 1 FROM leases'); all.close()`
    await promisify(execFile)(process.execPath, ['-e', visit, join(folder, 'twice.db')])
    expect(await readdir(folder)).toContain('twice.db-wal')
    await first.close()
  })

  it('may be none at all: ":memory:" lives as long as its handle', async () => {
    const storage = await openStorage('sqlite::memory:', folder)
    expect(await storage.accounts.list()).toEqual([])
    await storage.close()
    expect((await readdir(folder)).filter(name => name.includes('memory'))).toEqual([])
  })

  it.each(['mysql://somebody:password@host/db', 'mysql://host', './data/sso.db', 'sqlite:', ''])(
    'is what storage.url has to name: %j is refused, and a password in it is not repeated',
    async url => {
      const fault: unknown = await openStorage(url, folder).catch(error => error)
      expect(fault).toBeInstanceOf(Halt)
      expect(String(fault)).not.toContain('password')
    },
  )
})
