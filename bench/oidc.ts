import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ask } from './ask.ts'
import { people } from './people.ts'

/**
 * Complete sign-ons (authorize, code, token) on SQLite beside a bare `oidc-provider` that keeps everything in memory;
 * discovery and key set beside a bare `node:http`; how fast a server is there, and what memory it takes.
 * `SIGN_ONS=100000` for the full number.
 */
const total = Number(process.env.SIGN_ONS ?? 2000)
const connections = 16
const [port, barePort] = [18_481, 18_482]
const redirectUri = 'https://wiki.example.com/callback'
const secret = 'a secret of this measurement'

/** The other side of the comparison: the same file, run as a server of its own. */
async function serveBare(): Promise<void> {
  const { default: Provider } = await import('oidc-provider')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
  const provider = new Provider(`http://localhost:${barePort}`, {
    clients: [{ client_id: 'wiki', client_secret: secret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' } as never] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc
      const known = session?.grantIdFor(client?.clientId ?? '')
      if (known) return provider.Grant.find(known)
      const grant = new provider.Grant({ accountId: 'x', clientId: client?.clientId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  })
  const session = new provider.Session()
  Object.assign(session, { accountId: 'x', loginTs: Math.floor(Date.now() / 1000) })
  await session.save(36_000)
  const answer = provider.callback()
  createServer((asked, response) => {
    if (asked.url === '/cookie') return response.end(`_session=${session.jti}`)
    if (asked.url === '/plain') return response.end(document)
    answer(asked, response)
  }).listen(barePort, '127.0.0.1')
}
const document = Buffer.alloc(1500, 'x')

if (process.env.BARE) await serveBare()
else await measure()

/** How many a second, with so many under way at once. */
async function rate(times: number, one: (agent: Agent) => Promise<void>): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let left = times
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left > 0) {
        left -= 1
        await one(agent)
      }
    }),
  )
  agent.destroy()
  return times / ((performance.now() - began) / 1000)
}

function signOn(at: number, paths: { authorize: string; token: string }, cookie: () => string) {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const basic = `Basic ${Buffer.from(`wiki:${encodeURIComponent(secret)}`).toString('base64')}`
  return async (agent: Agent) => {
    const verifier = randomBytes(32).toString('base64url')
    const query = new URLSearchParams({
      client_id: 'wiki',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      state: 'state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    const sent = await ask(agent, at, `${paths.authorize}?${query}`, { headers: { cookie: cookie() } })
    const code = new URL(String(sent.headers.location)).searchParams.get('code')
    if (code === null) throw new Error(`no code: ${sent.status} ${sent.headers.location} ${sent.body}`)
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    }).toString()
    const headers = { ...form, authorization: basic, 'content-length': String(body.length) }
    const { status, body: said } = await ask(agent, at, paths.token, { method: 'POST', headers, body })
    if (status !== 200) throw new Error(`no token: ${status} ${said}`)
  }
}

async function measure(): Promise<void> {
  const program = process.argv[2] ?? ''
  const folder = await mkdtemp(join(tmpdir(), 'sso-kit-bench-'))
  const env = { ...process.env, SECRET: secret, NODE_ENV: 'production' }
  await writeFile(
    join(folder, 'sso.config.yaml'),
    `version: 1
publicUrl: http://localhost:${port}
server: { listen: "127.0.0.1:${port}" }
storage: { url: "sqlite:./sso.db" }
sources: [{ id: local, type: local, name: Password }]
apps:
  - id: wiki
    type: oidc
    name: Wiki
    clientSecret: { env: SECRET }
    redirectUris: [${redirectUri}]
    allow: everyone
`,
  )
  const agent = new Agent({ keepAlive: true })
  const up = async (child: ChildProcess, at: number, path: string) => {
    const began = performance.now()
    for (;;) {
      if (child.exitCode !== null) throw new Error('a server has ended')
      const reply = await ask(agent, at, path).catch(() => undefined)
      if (reply?.status === 200) return performance.now() - began
      await new Promise(resolve => setTimeout(resolve, 2))
    }
  }
  const start = () => spawn(process.execPath, [program, 'serve'], { cwd: folder, env, stdio: 'ignore' })
  const memory = ({ pid }: ChildProcess) => {
    const file = `/proc/${pid}/status`
    const kiB = existsSync(file) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]) : Number.NaN
    return `${(kiB / 1024).toFixed(0)} MB`
  }
  const say = (what: string, value: string, goal: string) =>
    console.log(`${what.padEnd(52)}${value.padEnd(34)}${goal}`)

  // the first start makes database and keys
  let ours = start()
  await up(ours, port, '/oidc/jwks')
  ours.kill('SIGTERM')
  await once(ours, 'exit')
  // nobody enters apps more than 120 times a minute
  const sessions = await people(folder, Math.max(200, total / 50))
  let next = 0
  const somebody = () => {
    next = (next + 1) % sessions.length
    return `sso_sid=${sessions[next]?.token}`
  }
  ours = start()
  say('start to the first 200', `${(await up(ours, port, '/healthz')).toFixed(0)} ms`, 'under 400 ms')
  await up(ours, port, '/oidc/jwks')
  say('memory, idle', memory(ours), 'under 110 MB')
  const here = signOn(port, { authorize: '/oidc/auth', token: '/oidc/token' }, somebody)
  // the first one reads the library
  await here(agent)
  say('memory, idle after the first sign-on', memory(ours), 'under 110 MB')

  const bare = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { ...env, BARE: '1' },
    stdio: 'ignore',
  })
  await up(bare, barePort, '/plain')
  try {
    const { body: bareCookie } = await ask(agent, barePort, '/cookie')

    const there = signOn(barePort, { authorize: '/auth', token: '/token' }, () => bareCookie)
    await Promise.all([rate(100, here), rate(100, there)])
    // in turns, so that whatever else the machine does is shared
    const rates = { here: 0, there: 0 }
    const rounds = 4
    for (let round = 0; round < rounds; round += 1) {
      rates.here += (await rate(total / rounds, here)) / rounds
      rates.there += (await rate(Math.min(total, 4000) / rounds, there)) / rounds
    }
    const ratio = (a: number, b: number) => `${a.toFixed(0)}/s of ${b.toFixed(0)}/s: ${(a / b).toFixed(2)}`
    say('complete sign-ons, beside bare oidc-provider', ratio(rates.here, rates.there), 'at least 0.7')
    say(`memory after ${total + 100} sign-ons`, memory(ours), 'under 200 MB, of 100,000')

    const get = (at: number, path: string) => async (by: Agent) => void (await ask(by, at, path))
    for (const path of ['/.well-known/openid-configuration', '/oidc/jwks']) {
      const [found, plain] = [{ sum: 0 }, { sum: 0 }]
      for (let round = 0; round < 4; round += 1) {
        plain.sum += await rate(4000, get(barePort, '/plain'))
        found.sum += await rate(4000, get(port, path))
      }
      say(`${path}, beside bare node:http`, ratio(found.sum / 4, plain.sum / 4), 'at least 0.8')
    }
  } finally {
    ours.kill('SIGKILL')
    bare.kill('SIGKILL')
    agent.destroy()
    await rm(folder, { recursive: true, force: true })
  }
}
