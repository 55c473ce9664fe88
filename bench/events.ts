import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { corpId, keys, sealed, signed } from './dingtalk-event.ts'

/**
 * How many pushed events a server acknowledges a second, beside a bare `node:http` that answers the same requests; and
 * that none of those it has acknowledged is lost when it is killed in the middle.
 */
const total = Number(process.env.EVENTS ?? 5000)
const connections = 16
const program = process.argv[2] ?? ''
const folder = await mkdtemp(join(tmpdir(), 'sso-kit-bench-'))
const port = 18_473

await writeFile(
  join(folder, 'sso.config.yaml'),
  `version: 1
publicUrl: http://localhost:${port}
server: { listen: "127.0.0.1:${port}" }
storage: { url: "sqlite:./sso.db" }
sources:
  - id: dingtalk
    type: dingtalk
    name: DingTalk
    corpId: ${corpId}
    clientId: dingwjlht8b93ara
    clientSecret: { env: SECRET }
    events: { aesKey: { env: AES_KEY }, token: { env: TOKEN } }
    sync: { auto: false, users: false }
`,
)

const events = Array.from({ length: total }, (_, n) =>
  sealed({ EventType: 'user_modify_org', eventId: `e${n}`, userId: [`u${n % 50}`] }),
)

/** Sends all of them; answers which were acknowledged, and how many a second. */
async function send(to: number, killAt = Number.POSITIVE_INFINITY, kill = () => {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const acknowledged = new Set<number>()
  let next = 0
  const one = (n: number) =>
    new Promise<boolean>(resolve => {
      const { query, body } = signed(events[n] ?? '')
      const sent = request(
        {
          agent,
          port: to,
          host: '127.0.0.1',
          method: 'POST',
          path: `/events/dingtalk?${query}`,
          headers: {
            host: `localhost:${port}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
        },
        answer => {
          answer.resume()
          answer.on('end', () => resolve(answer.statusCode === 200))
          answer.on('error', () => resolve(false))
        },
      )
      sent.on('error', () => resolve(false))
      sent.end(body)
    })
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < total) {
        const n = next
        next += 1
        if (!(await one(n))) return
        acknowledged.add(n)
        if (acknowledged.size === killAt) kill()
      }
    }),
  )
  agent.destroy()
  return { acknowledged, perSecond: acknowledged.size / ((performance.now() - begun) / 1000) }
}

async function start() {
  const env = { ...process.env, SECRET: 'secret', AES_KEY: keys.aesKey, TOKEN: keys.token }
  const child = spawn(process.execPath, [program, 'serve', '--log-level', 'silent'], { cwd: folder, env })
  await once(child.stdout, 'data')
  return child
}

const bare = createServer((incoming, answer) => {
  incoming.resume()
  incoming.on('end', () => answer.end('success'))
})
bare.listen(0, '127.0.0.1')
await once(bare, 'listening')
const reference = await send((bare.address() as AddressInfo).port)
bare.close()

const first = await start()
const { acknowledged, perSecond } = await send(port)
first.kill('SIGTERM')
await once(first, 'exit')
console.log(`bare node:http                     ${Math.round(reference.perSecond)} a second`)
console.log(
  `acknowledged (goal 1,000 a second)  ${Math.round(perSecond)} a second, ${acknowledged.size} of ${total}, ${(perSecond / reference.perSecond).toFixed(2)} of bare`,
)

await rm(join(folder, 'sso.db'), { force: true })
await rm(join(folder, 'sso.db-wal'), { force: true })
await rm(join(folder, 'sso.db-shm'), { force: true })
const second = await start()
const killed = await send(port, total / 2, () => second.kill('SIGKILL'))
const db = new Database(join(folder, 'sso.db'))
const kept = new Set((db.prepare('select id from events').all() as { id: string }[]).map(({ id }) => id))
const lost = [...killed.acknowledged].filter(n => !kept.has(`e${n}`))
console.log(`killed after ${killed.acknowledged.size}                 ${lost.length} lost`)
await rm(folder, { recursive: true, force: true })
process.exit(lost.length > 0 ? 1 : 0)
