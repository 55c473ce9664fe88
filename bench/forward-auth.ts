import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { passFor } from '../src/apps/forward-auth/pass.ts'
import { openStorage } from '../src/storage/open.ts'
import { people } from './people.ts'

/**
 * How many questions of a proxy are answered a second, beside a bare `node:http` that says 200 to the same bytes, in turns;
 * and how long the slowest of a hundred takes. The driver is a process of its own, and so is each server.
 */
const seconds = Number(process.env.SECONDS ?? 2)
const rounds = 3
const connections = 16
const program = process.argv[2] ?? ''
const folder = await mkdtemp(join(tmpdir(), 'sso-kit-bench-'))
const [port, barePort] = [18_474, 18_475]
const host = 'intranet.localhost'

await writeFile(
  join(folder, 'sso.config.yaml'),
  `version: 1
publicUrl: http://localhost:${port}
server: { listen: "127.0.0.1:${port}", trustedProxies: [127.0.0.1/32] }
storage: { url: "sqlite:./sso.db" }
sources: [{ id: local, type: local, name: Password }]
grants: [{ id: all, when: { source: local }, groups: [staff] }]
apps: [{ id: intranet, type: forward-auth, name: Intranet, hosts: [${host}], allow: { groups: [staff] } }]
`,
)

async function start(args: string[], ready: (out: string) => boolean) {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  while (!ready(out)) out += String((await once(child.stdout, 'data'))[0])
  child.stdout.resume()
  return child
}
const bareCode = `require('node:http').createServer((q, a) => { a.writeHead(200, { 'content-length': 0 }); a.end() })
  .listen(${barePort}, '127.0.0.1', () => console.log('listening'))`
const bare = await start(['-e', bareCode], out => out.includes('listening'))
const server = await start([program, 'serve', '--log-level', 'silent'], out => out.length > 0)

const key = Buffer.from(readFileSync(join(folder, 'cookie.key'), 'utf8').trim(), 'base64')
const expiresAt = Date.now() + 600_000
const cookies = (await people(folder, 200)).map(({ sessionId }) =>
  passFor({ sessionId, expiresAt }, { app: 'intranet', host }, [key]),
)
const storage = await openStorage('sqlite:./sso.db', folder)

const question = (path: string, ...more: string[]) =>
  Buffer.from(
    [
      `GET ${path} HTTP/1.1`,
      ...['Host: sso', 'X-Original-Method: GET', `X-Original-URL: https://${host}/a/page?with=query`],
      ...[
        'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0)',
        'Accept: text/html',
        'Accept-Language: zh-CN',
      ],
      ...more,
      '\r\n',
    ].join('\r\n'),
  )

/** Answers how many a second, and the 99th percentile in milliseconds. Every answer has to have this status. */
async function drive(to: number, bytes: readonly Buffer[], status: number) {
  const took: number[] = []
  const begun = performance.now()
  const until = begun + seconds * 1000
  await Promise.all(
    Array.from({ length: connections }, async (_, n) => {
      const socket = connect(to, '127.0.0.1')
      socket.setNoDelay()
      await once(socket, 'connect')
      await new Promise<void>((resolve, reject) => {
        let next = n
        let sent = 0
        // a connection is closed by us after a thousand requests; so is the driver's, with a new one in its place
        let onThis = 0
        let current = socket
        const ask = () => {
          sent = performance.now()
          current.write(bytes[next % bytes.length] ?? '')
          next += connections
          onThis += 1
        }
        const listen = () =>
          current.on('data', part => {
            const at = performance.now()
            took.push(at - sent)
            if (Number(part.subarray(9, 12)) !== status) return reject(new Error(String(part)))
            if (at >= until) {
              current.destroy()
              return resolve()
            }
            if (onThis < 999) return ask()
            current.destroy()
            onThis = 0
            current = connect(to, '127.0.0.1', ask)
            current.setNoDelay()
            current.on('error', reject)
            listen()
          })
        current.on('error', reject)
        listen()
        ask()
      })
    }),
  )
  took.sort((a, b) => a - b)
  const perSecond = took.length / ((performance.now() - begun) / 1000)
  return { perSecond, p99: took[Math.floor(took.length * 0.99)] ?? Number.NaN }
}

const passes = cookies.map(cookie => question('/authz/nginx', `Cookie: sso_app=${cookie}`))
const scripts = [question('/authz/nginx', 'Sec-Fetch-Mode: cors')]
const pages = [question('/authz/nginx')]
const writing = async () => {
  const timer = setInterval(
    () =>
      void storage.audit.insert({
        ...{ id: randomBytes(16).toString('hex'), at: Date.now(), event: 'sign-in', accountId: null },
        ...{ source: null, address: null, detail: '{}' },
      }),
    100,
  )
  const result = await drive(port, passes, 200)
  clearInterval(timer)
  return result
}
const ways: [string, () => ReturnType<typeof drive>][] = [
  ['bare node:http', () => drive(barePort, passes, 200)],
  ['somebody let in (goal 0.6 of bare, p99 < 5 ms)', () => drive(port, passes, 200)],
  ['the same while 10 others a second write', writing],
  ['nobody, a script: 401', () => drive(port, scripts, 401)],
  ['nobody, a page: to the sign-in', () => drive(port, pages, 401)],
]
const best = new Map<string, { perSecond: number; p99: number }>()
for (const [, way] of ways.slice(0, 2)) await way()
for (let round = 0; round < rounds; round += 1)
  for (const [name, way] of ways) {
    const found = await way()
    if (found.perSecond > (best.get(name)?.perSecond ?? 0)) best.set(name, found)
  }
const reference = best.get('bare node:http')?.perSecond ?? Number.NaN
for (const [name, { perSecond, p99 }] of best)
  console.log(
    `${name.padEnd(48)} ${String(Math.round(perSecond)).padStart(6)} a second, ${(perSecond / reference).toFixed(2)} of bare, p99 ${p99.toFixed(2)} ms`,
  )
await storage.close()
for (const child of [bare, server]) {
  child.kill('SIGTERM')
  await once(child, 'exit')
}
await rm(folder, { recursive: true, force: true })
