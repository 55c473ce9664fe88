import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Halt } from '../../src/errors.ts'
import { openStorage } from '../../src/storage/open.ts'
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

  it('may be none at all: ":memory:" lives as long as its handle', async () => {
    const storage = await openStorage('sqlite::memory:', folder)
    expect(await storage.accounts.list()).toEqual([])
    await storage.close()
    expect((await readdir(folder)).filter(name => name.includes('memory'))).toEqual([])
  })

  it.each(['postgres://somebody:password@host/db', 'mysql://host', './data/sso.db', 'sqlite:', ''])(
    'is what storage.url has to name: %j is refused, and a password in it is not repeated',
    async url => {
      const fault: unknown = await openStorage(url, folder).catch(error => error)
      expect(fault).toBeInstanceOf(Halt)
      expect(String(fault)).not.toContain('password')
    },
  )
})
