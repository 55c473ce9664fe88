import { type ChildProcess, fork, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { passFor } from '../src/apps/forward-auth/pass.ts'
import { noChanges } from '../src/directory/apply.ts'
import { type Closing, closing } from '../src/server/closing.ts'
import { openStorage } from '../src/storage/open.ts'
import { startCluster } from '../test/postgres/cluster.ts'
import { ask } from './ask.ts'
import { corpId, keys, sealed, signed } from './dingtalk-event.ts'
import { type Door, doorsOf, type Place, questionOf } from './doors.ts'
import { fileOf, secret, site } from './leaver-file.ts'
import { type SignedIn, signedIn } from './people.ts'
import { Times, table } from './times.ts'
import { news, openVendors, type Vendors } from './vendors.ts'

/**
 * From the moment at which DingTalk sends the event of a leave until every door is shut on them, at the server that was
 * told and at another one, each door being asked all the time; beside it a bare question to the same servers. Then the
 * same while proxies ask about others as fast as they are answered.
 */
const total = Number(process.env.PEOPLE ?? 1000)
const leavers = Number(process.env.LEAVERS ?? 50)
const ports = [18_491, 18_492] as const
const host = `localhost:${ports[0]}`
const goalMs = 1000
/** From an answer of a door to its next question: what is measured is no finer, and a leaver asks no faster. */
const betweenMs = 5

type Load = { ports: number[]; cookies: string[] }

/** The proxies: a process of its own, that answers how many questions it has got answered when it is told to stop. */
function load(): void {
  let [answered, isOver] = [0, false]
  process.on('message', (said: Load | 'stop') => {
    if (said === 'stop') {
      isOver = true
      process.send?.(answered, () => process.exit())
      return
    }
    for (let n = 0; n < 4 * said.ports.length; n += 1) {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      void (async () => {
        for (let next = n; !isOver; next += 1) {
          const headers = { host, ...questionOf(said.cookies[next % said.cookies.length] ?? '') }
          const { status } = await ask(agent, said.ports[n % said.ports.length] ?? 0, '/authz/nginx', {
            headers,
          })
          if (status !== 200) throw new Error(`a question was answered with ${status}`)
          answered += 1
        }
      })()
    }
  })
}

let failed = false

/** One engine: so many servers on one database, and everybody signed in. */
async function measure(
  engine: string,
  url: string,
  servers: readonly number[],
  opened: Closing,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sso-kit-bench-'))
  opened.push(() => rm(folder, { recursive: true, force: true }))
  const vendors = await openVendors()
  opened.push(vendors.close)
  const cookieKey = Buffer.from(randomBytes(32).toString('base64'))
  const env = {
    ...process.env,
    ...{ DATABASE: url, COOKIE_KEY: cookieKey.toString(), SECRET: secret },
    ...{ AES_KEY: keys.aesKey, TOKEN: keys.token, NODE_ENV: 'production' },
  }
  const storage = await openStorage(url, folder)
  opened.push(() => storage.close())
  const people = await signedIn(storage, total, { ...source, sessions: 3 })
  // it has been read just now: nothing is due, and DingTalk is not asked
  await storage.runs.insert({ id: 'read', source: source.source })
  await storage.runs.end('read', JSON.stringify({ status: 'complete', changes: noChanges(), problems: [] }))
  for (const port of servers) {
    const name = `${port}.yaml`
    await writeFile(join(folder, name), fileOf(port, { publicPort: ports[0], apps: vendors.port }))
    const args = [process.argv[2] ?? '', 'serve', '-c', name, '--log-level', 'silent']
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] })
    opened.push(() => ended(child))
    // one that ends instead, since its port is taken, says nothing
    const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
    if (child.exitCode !== null) throw new Error(`the server on port ${port} ended with ${said}`)
    child.stdout.resume()
  }
  const places = servers.map(port => ({ port, host, storage, cookieKey }))
  // all of them have signed in to AList
  for (let n = 0; n < total; n += 1) vendors.alist.signIn(`u${n}`)
  // CloudSSO is told of everybody first; it takes some hundred calls a round
  for (let n = 0; vendors.users.size < total; n += 1) {
    await push(servers[0] ?? 0, 'nobody', `begin ${n}`)
    await pause(500)
  }
  const title = `${engine}, ${total} people with 3 sessions each, ${leavers} leavers`
  await round(title, places, vendors, people.slice(0, leavers), 0)

  const proxies = fork(fileURLToPath(import.meta.url), { env: { ...process.env, LOAD: '1' } })
  opened.push(() => ended(proxies))
  const cookies = people
    .slice(2 * leavers)
    .map(([, , last]) =>
      passFor({ sessionId: last?.sessionId ?? '', expiresAt: Date.now() + 600_000 }, site, [cookieKey]),
    )
  const began = performance.now()
  proxies.send({ ports: [...servers], cookies } satisfies Load)
  await round('the same, while proxies ask', places, vendors, people.slice(leavers, 2 * leavers), leavers)
  proxies.send('stop')
  const [answered] = (await once(proxies, 'message')) as [number]
  console.log(
    `  ${Math.round(answered / ((performance.now() - began) / 1000))} questions of proxies a second\n`,
  )
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

const source = { source: 'dingtalk', issuer: `dingtalk:${corpId}` }

async function round(
  title: string,
  places: readonly Place[],
  vendors: Vendors,
  people: readonly SignedIn[][],
  first: number,
): Promise<void> {
  const times = new Times()
  let late = 0
  for (const [n, sessions] of people.entries())
    late += await leave(places, vendors, sessions, first + n, times)
  console.log(`${title}: ms since the event was sent`)
  console.log(table(times, places.length))
  console.log(`  let in by a question that was asked after the acknowledgement (goal 0): ${late}`)
  const worst = times.worst()
  console.log(`  the last door of the slowest (goal ${goalMs} ms): ${worst.toFixed(0)} ms`)
  if (late > 0 || worst >= goalMs) failed = true
}

/** One of them leaves. Answers how often they were let in by a question that was asked after the acknowledgement. */
async function leave(
  places: readonly Place[],
  vendors: Vendors,
  sessions: readonly SignedIn[],
  n: number,
  times: Times,
): Promise<number> {
  const address = `10.0.${n >> 8}.${n & 255}`
  const doors = await Promise.all(
    places.map((place, at) => doorsOf(place, sessions[at] as SignedIn, address)),
  )
  const names = (doors[0] ?? []).map(({ name }) => name)
  times.rows([bareName, acknowledged, ...names, ...Object.values(news)])
  let [sentAt, acknowledgedAt] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  let [late, isOver] = [0, false]

  /** Asked until it is shut; `begun` once it was seen open. */
  async function watch(door: Door, server: number, begun: () => void): Promise<void> {
    for (;;) {
      const askedAt = performance.now()
      const isOpen = await door.isOpen()
      if (!isOpen) break
      if (askedAt > acknowledgedAt) late += 1
      begun()
      await pause(betweenMs)
    }
    if (sentAt === Number.POSITIVE_INFINITY) throw new Error(`${door.name} was never open`)
    times.add(door.name, server, performance.now() - sentAt)
    door.close()
  }
  async function bare(port: number, server: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    while (!isOver) {
      const askedAt = performance.now()
      await ask(agent, port, '/healthz', { headers: { host } })
      times.add(bareName, server, performance.now() - askedAt)
      await pause(betweenMs)
    }
    agent.destroy()
  }

  const shut: Promise<void>[] = []
  const open = doors.flatMap((all, server) =>
    all.map(
      door =>
        new Promise<void>((resolve, reject) => {
          const watched = watch(door, server, resolve)
          watched.catch(reject)
          shut.push(watched)
        }),
    ),
  )
  const asking = Promise.all(places.map(({ port }, server) => bare(port, server)))
  // what goes wrong is told where a door is waited for, and that is not now
  asking.catch(() => {})
  await Promise.all(open)

  // one logout token for each session that the app has been let into by
  const expected = [...places.map(() => news.logout), news.deactivated, news.disabled]
  const heard = new Promise<void>(resolve => {
    vendors.heard = what => {
      expected.splice(expected.indexOf(what), 1)
      if (!expected.includes(what)) times.add(what, 0, now() - sentAt)
      if (expected.length === 0) resolve()
    }
  })
  sentAt = now()
  await push(places[0]?.port ?? 0, `u${n}`, `leave ${n}`)
  acknowledgedAt = now()
  times.add(acknowledged, 0, acknowledgedAt - sentAt)
  await Promise.all([...shut, heard])
  isOver = true
  await asking
  return late
}
const now = () => performance.now()
const bareName = 'a bare question, there and back'
const acknowledged = 'event acknowledged'

// a connection for each: one that lay idle may be closed at the very moment
const pushing = new Agent()
async function push(port: number, member: string, eventId: string): Promise<void> {
  const { query, body } = signed(sealed({ EventType: 'user_leave_org', eventId, userId: [member] }))
  const headers = {
    host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  }
  const reply = await ask(pushing, port, `/events/dingtalk?${query}`, { method: 'POST', headers, body })
  if (reply.status !== 200) throw new Error(`the event was refused: ${reply.status} ${reply.body}`)
}

async function all(): Promise<void> {
  const opened = closing()
  try {
    // as a server that has something to lose
    const cluster = await startCluster({
      settings: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
    })
    opened.push(cluster.stop)
    await measure('PostgreSQL, two servers', `${cluster.url}/postgres`, ports, opened)
  } finally {
    await opened.close()
  }
  const folder = await mkdtemp(join(tmpdir(), 'sso-kit-bench-'))
  opened.push(() => rm(folder, { recursive: true, force: true }))
  try {
    await measure('SQLite', `sqlite:${join(folder, 'sso.db')}`, ports.slice(0, 1), opened)
  } finally {
    await opened.close()
  }
}

if (process.env.LOAD) load()
else {
  await all()
  process.exitCode = failed ? 1 : 0
}
