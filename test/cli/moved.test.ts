import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStorage } from '../../src/storage/open.ts'
import { buildBundle, killAll, run, start } from './bundle.ts'
import { freePort, makeFolder, removeFolders } from './folder.ts'

beforeAll(buildBundle, 60_000)
afterAll(() => {
  killAll()
  removeFolders()
})

const file = (port: number, moved = 'moved: [{ from: sources.local, to: sources.password }]') => `version: 1
publicUrl: http://localhost:${port}
server: { listen: "127.0.0.1:${port}" }
storage: { url: "sqlite:./data/sso.db" }
sources:
  - { id: password, type: local, name: Password }
${moved}
`
const people = 20_000

/** A folder whose database has this many people of the old id, each bound and signed in. */
async function company(files: Record<string, string>): Promise<{ folder: string; sql: Database.Database }> {
  const folder = makeFolder(files)
  await (await openStorage('sqlite:./data/sso.db', folder)).close()
  const sql = new Database(join(folder, 'data/sso.db'), { timeout: 5000 })
  const many = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${people})`
  sql.exec(`begin;
    insert into accounts (id, username, username_key, role, given_permission, given_base_dir, disabled, created_at)
      ${many} select i, 'u' || i, 'u' || i, 'general', 0, '/', 0, 0 from n;
    insert into bindings (source, issuer, subject, account_id, bound_at)
      select 'local', 'local', id, id, 0 from accounts;
    insert into sessions (hash, account_id, source, created_at, proved_at, seen_at, ends_at, address, user_agent)
      select id, id, 'local', 0, 0, 0, 9e15, '', '' from accounts;
    commit`)
  return { folder, sql }
}

/** How many are bound and signed in under which id, and how often a move is told of; all of one moment. */
function state(sql: Database.Database): unknown {
  const count = (from: string) =>
    sql.prepare(`select source, count(*) as n from ${from} group by source`).all()
  sql.exec('begin')
  const [bindings, sessions] = [count('bindings'), count('sessions')]
  const told = count("audit where event = 'moved'")
  sql.exec('commit')
  return { bindings, sessions, told }
}
const all = (source: string, told: unknown[]) => ({
  bindings: [{ source, n: people }],
  sessions: [{ source, n: people }],
  told,
})
const [before, after] = [all('local', []), all('password', [{ source: 'password', n: 1 }])]

const ready = / {2}on {2}127\.0\.0\.1:\d+\n/

describe('a source that moved, with many people', () => {
  it('is moved once by two servers that start at once', async () => {
    const { folder, sql } = await company({
      'one.yaml': file(await freePort()),
      'two.yaml': file(await freePort()),
    })
    const servers = ['one.yaml', 'two.yaml'].map(name => start(['serve', '-c', name], { cwd: folder }))
    await Promise.all(servers.map(server => server.says(ready)))
    expect(state(sql)).toEqual(after)
    sql.close()
    for (const server of servers) expect((await server.kill('SIGTERM')).code).toBe(0)
  })

  it('is moved wholly or not at all, wherever the server is killed and whenever one looks', async () => {
    const { folder, sql } = await company({ 'sso.config.yaml': file(await freePort()) })
    const ahead = join(folder, 'data/sso.db-wal')
    /** Starts a server and looks at the database until it is up, has ended or `enough` says so. */
    const watched = async (enough: () => boolean) => {
      const server = start(['serve'], { cwd: folder })
      let isOver = false
      const over = () => {
        isOver = true
      }
      server.says(ready).then(over, over)
      while (!isOver && !enough()) {
        expect([before, after]).toContainEqual(state(sql))
        await setImmediate()
      }
      return server
    }
    // what a transaction writes before it ends shows in the size of this file
    for (const bytes of [100_000, 1_000_000]) {
      sql.exec('pragma wal_checkpoint(truncate)')
      const server = await watched(() => statSync(ahead).size >= bytes)
      await server.kill('SIGKILL')
      expect([before, after]).toContainEqual(state(sql))
    }
    const server = await watched(() => false)
    await server.says(ready)
    expect(state(sql)).toEqual(after)
    sql.close()
    expect((await server.kill('SIGTERM')).code).toBe(0)
  }, 60_000)

  it('stops the start where both ids have people: two lines, exit 2', async () => {
    const { folder, sql } = await company({ 'sso.config.yaml': file(await freePort()) })
    sql.exec("update bindings set source = 'password' where subject = '7'")
    expect(await run(['serve'], { cwd: folder })).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: moved: sources.local cannot become sources.password: both have accounts bound, ${people - 1} and 1
  help: remove the entry and keep both sources, or first unbind the few of one: sso-kit accounts unbind NAME --source ID
`,
    })
    sql.close()
  })
})
