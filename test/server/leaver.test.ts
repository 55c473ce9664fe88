import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { corpId, keys, sealed, signed } from '../../bench/dingtalk-event.ts'
import { type Door, doorsOf } from '../../bench/doors.ts'
import { fileOf, secret } from '../../bench/leaver-file.ts'
import { type SignedIn, signedIn } from '../../bench/people.ts'
import { news, openVendors, type Vendors } from '../../bench/vendors.ts'
import { noChanges } from '../../src/directory/apply.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { buildBundle, killAll, start } from '../cli/bundle.ts'
import { freePort, makeFolder, removeFolders } from '../cli/folder.ts'
import { type Database, hasPostgres, makeDatabase } from '../postgres/database.ts'

const servers = hasPostgres ? [0, 1] : []
let database: Database
let storage: Storage
let vendors: Vendors
let ports: number[]
let people: SignedIn[][]
const cookieKey = Buffer.from(randomBytes(32).toString('base64'))

beforeAll(async () => {
  if (!hasPostgres) return
  buildBundle()
  database = await makeDatabase()
  vendors = await openVendors()
  ports = [await freePort(), await freePort()]
  storage = await openStorage(database.url, '.')
  people = await signedIn(storage, 3, { source: 'dingtalk', issuer: `dingtalk:${corpId}`, sessions: 2 })
  // it has been read just now: DingTalk is not asked
  await storage.runs.insert({ id: 'read', source: 'dingtalk' })
  await storage.runs.end('read', JSON.stringify({ status: 'complete', changes: noChanges(), problems: [] }))
  const place = { publicPort: ports[0] ?? 0, apps: vendors.port }
  const cwd = makeFolder(Object.fromEntries(ports.map(port => [`${port}.yaml`, fileOf(port, place)])))
  const env = {
    ...{ DATABASE: database.url, COOKIE_KEY: String(cookieKey), SECRET: secret },
    ...{ AES_KEY: keys.aesKey, TOKEN: keys.token },
  }
  const started = ports.map(port => start(['serve', '-c', `${port}.yaml`], { cwd, env }))
  await Promise.all(started.map(server => server.says(/^ {2}on {2}/m)))
}, 120_000)
afterAll(async () => {
  if (!hasPostgres) return
  killAll()
  removeFolders()
  vendors.close()
  await storage.close()
  await database.remove()
})

async function push(userId: string, eventId: string): Promise<void> {
  const { query, body } = signed(sealed({ EventType: 'user_leave_org', eventId, userId: [userId] }))
  const headers = { 'content-type': 'application/json' }
  const { status } = await fetch(`http://localhost:${ports[0]}/events/dingtalk?${query}`, {
    ...{ method: 'POST', headers, body },
  })
  expect(status).toBe(200)
}

it.skipIf(!hasPostgres)(
  'shuts every door on a leaver with the event, at the server that was told and at another one',
  async () => {
    // CloudSSO knows them, and so has somebody to deactivate
    await push('nobody', 'begin')
    await expect.poll(() => vendors.users.size, { timeout: 20_000 }).toBe(3)

    const doorsAt = (who: number) =>
      Promise.all(
        servers.map(at =>
          doorsOf(
            { port: ports[at] ?? 0, host: `localhost:${ports[0]}`, storage, cookieKey },
            people[who]?.[at] as SignedIn,
            '10.0.0.1',
          ),
        ),
      ).then(all => all.flat())
    const [leaver, colleague] = [await doorsAt(0), await doorsAt(1)]
    const seen = async (doors: readonly Door[]) => {
      const found: Record<string, boolean[]> = {}
      for (const door of doors) found[door.name] = [...(found[door.name] ?? []), await door.isOpen()]
      return found
    }
    const all = (isOpen: boolean) =>
      Object.fromEntries(leaver.map(({ name }) => [name, servers.map(() => isOpen)]))
    // the second time forward-auth answers from what it remembers
    for (const _ of [1, 2]) expect(await seen(leaver)).toEqual(all(true))
    expect(await seen(colleague)).toEqual(all(true))

    const [theirs, other] = [vendors.alist.signIn('u0'), vendors.alist.signIn('u1')]
    const heard: string[] = []
    vendors.heard = what => void heard.push(what)
    await push('u0', 'leave')
    // each of these is the first question since
    expect(await seen(leaver)).toEqual(all(false))
    expect(await seen(colleague)).toEqual(all(true))
    await expect
      .poll(() => heard.toSorted(), { timeout: 20_000 })
      .toEqual([news.deactivated, news.disabled, news.logout, news.logout])
    expect(vendors.alist.judge(theirs)).toMatchObject({
      code: 401,
      message: expect.stringContaining('is disabled'),
    })
    expect(vendors.alist.judge(other).code).toBe(200)
    expect([...vendors.users.values()].filter(({ active }) => active === false)).toHaveLength(1)
    for (const door of [...leaver, ...colleague]) door.close()
  },
  60_000,
)
