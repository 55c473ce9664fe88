import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import Database from 'libsql'
import type { Config } from '../src/config/config.ts'
import { run } from '../src/directory/run.ts'
import type { Directory, Member } from '../src/plugin.ts'
import { openStorage } from '../src/storage/open.ts'
import { source } from './source.ts'

/** What it takes to follow a directory whose vendor answers at once: read, compare, apply, on an SQLite file. */
const members = Number(process.env.MEMBERS)
const departments = Number(process.env.DEPARTMENTS)
const folder = await mkdtemp(join(tmpdir(), 'sso-kit-bench-'))

const config = { admins: [], sources: [source] } satisfies Pick<Config, 'admins' | 'sources'>

const member = (n: number, phone: string): Member => ({
  issuer: 'dingtalk:corp',
  subject: `union-${n}`,
  directoryId: `user-${n}`,
  username: `person ${n}`,
  displayName: `Person ${n}`,
  email: `person-${n}@example.com`,
  phone,
  departments: [String(2 + (n % (departments - 1)))],
  claims: { title: 'Engineer' },
  fields: {},
})

/** `changed` percent have another telephone number. */
const directoryOf = (changed: number): Directory => ({
  async *read() {
    for (let n = 1; n <= departments; n += 1)
      yield {
        department: {
          id: String(n),
          name: `Department ${n}`,
          parent: n === 1 ? null : String(Math.floor(n / 2)),
        },
      }
    for (let n = 0; n < members; n += 1) yield { member: member(n, n % 100 < changed ? '2' : '1') }
  },
  member: async () => null,
})

const storage = await openStorage('sqlite:bench.db', folder)
let most = 0
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, 50)

async function follow(title: string, directory: Directory): Promise<void> {
  let ids = 0
  const begun = performance.now()
  const used = process.cpuUsage()
  const turns = monitorEventLoopDelay({ resolution: 1 })
  turns.enable()
  const report = await run(
    { config: source, directory },
    {
      storage,
      config,
      clock: { now: Date.now, wait: async () => {}, chance: () => 0 },
      newId: () => {
        ids += 1
        return `${title}-${begun}-${ids}`
      },
      signal: new AbortController().signal,
      stillOurs: async () => {},
    },
  )
  const seconds = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(used)
  turns.disable()
  most = Math.max(most, process.memoryUsage.rss())
  const { created, updated } = report.changes
  console.log(
    `${title.padEnd(44)} ${report.status}  ${created} created, ${updated} updated  ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of CPU)  ${Math.round(members / seconds)} members/s, nobody else served for ${Math.round(turns.max / 1e6)} ms at most`,
  )
}

/** The least that an SQLite file costs here: as many rows put into one table, 500 at once. */
function bare(): number {
  const db = new Database(join(folder, 'bare.db'))
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; create table t (id text primary key, a text, b text)',
  )
  const insert = db.prepare('insert into t values (?, ?, ?)')
  const begun = performance.now()
  for (let from = 0; from < members; from += 500) {
    db.exec('begin')
    for (let n = from; n < from + 500; n += 1) insert.run(`user-${n}`, JSON.stringify(member(n, '1')), '')
    db.exec('commit')
  }
  db.close()
  return (performance.now() - begun) / 1000
}

const seconds = bare()
console.log(
  `${`${members} bare rows, 500 at once`.padEnd(44)} ${seconds.toFixed(1)} s  ${Math.round(members / seconds)} rows/s`,
)
await follow(`first run of ${members} in ${departments} (goal 5,000 members/s)`, directoryOf(0))
await follow('nothing has changed', directoryOf(0))
await follow('1 % has changed', directoryOf(1))
clearInterval(watch)
console.log(`${'resident at most (goal 250 MB)'.padEnd(44)} ${Math.round(most / 1_048_576)} MB`)
await storage.close()
await rm(folder, { recursive: true, force: true })
