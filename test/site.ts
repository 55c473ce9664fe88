import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile } from '../src/config/compile.ts'
import type { Config } from '../src/config/config.ts'
import type { Simulator } from '../src/plugin.ts'
import { loadPlugin } from '../src/plugins.ts'
import { knownBy } from '../src/sandbox/known.ts'
import { createWorld } from '../src/sandbox/organisation.ts'
import { listenFor } from '../src/sandbox/speaking.ts'
import type { World } from '../src/sandbox/world.ts'
import { createLog } from '../src/server/log.ts'
import { type Running, serve } from '../src/server/serve.ts'
import { resolveOptions } from '../src/server/sources.ts'
import { openStorage } from '../src/storage/open.ts'
import type { Storage } from '../src/storage/storage.ts'
import { Browser } from './browser.ts'
import { listen } from './loopback.ts'

/** Answers a call in the vendor's place, or leaves it to the vendor. Called with every request that reaches a vendor. */
export type Fault = (request: Request) => Response | undefined | Promise<Response | undefined>

export interface Site {
  url: string
  /** The folder of its database `sso.db`. */
  data: string
  /** Set `now` to move time. */
  clock: { now: number }
  world: World
  storage: Storage
  directories: Running['directories']
  provisioner: Running['provisioner']
  /** Log lines, parsed. */
  log: Record<string, unknown>[]
  /** The same as they were written. */
  lines: string[]
  vendor: {
    origin: string
    fault: Fault | undefined
    calls: string[]
    simulators: ReadonlyMap<string, Simulator>
  }
  /** A browser of its own, with its own cookies. */
  browser(headers?: Record<string, string>): Browser
  /** Stops and starts again with another file: the same address, database and vendors. */
  restart(body: string): Promise<void>
  /** A further server on the same database and vendors, at a port of its own; whoever asks for it closes it. */
  another(): Promise<Running>
  close(): Promise<void>
}

/** `sources:` and whatever else a test needs; `{vendor}` stands for the vendors' address. */
const frame = (
  body: string,
  publicUrl: string,
  vendor: string,
  others: readonly string[],
  port: number,
  data: string,
  server: string,
) => `version: 1
publicUrl: ${publicUrl}
server: { listen: "127.0.0.1:${port}"${server} }
storage: { url: "sqlite:${data}/sso.db" }
outbound: { allowPrivate: ["${[vendor, ...others].map(origin => new URL(origin).host).join('", "')}"] }
${body.replaceAll('{vendor}', vendor)}`

/** The sources most tests use, at simulated vendors behind a real port. */
export const dingtalk = `
  - id: dingtalk
    type: dingtalk
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: SECRET }
    endpoints: { login: "{vendor}/dingtalk/login", api: "{vendor}/dingtalk/api", oapi: "{vendor}/dingtalk/oapi" }`
export const github = `
  - id: github
    type: github
    name: GitHub
    clientId: app
    clientSecret: { env: SECRET }
    allow: { organizations: [example] }
    endpoints: { login: "{vendor}/github/login", api: "{vendor}/github/api" }`
export const partner = `
  - id: partner
    type: oidc
    name: Partner
    issuer: "{vendor}/partner/issuer"
    clientId: app
    clientSecret: { env: SECRET }`
/** Its server is in this process; the sandbox and a site that knows its vendors say where. */
export const ldap = `
  - id: ldap
    type: ldap
    name: 公司账号
    url: ldaps://ldap.example.com
    directory: openldap
    baseDn: ou=people,dc=example,dc=com
    bindDn: cn=sso-kit,ou=services,dc=example,dc=com
    bindPassword: { env: SECRET }`
export const local = `
  - id: local
    type: local
    name: Password`
export const registering = `
autoRegister: { enabled: true, baseDir: /staff, permissions: [webdav_read, webdav_manage] }`

/** What pushed events are signed with: as DingTalk's console makes them up. */
export const eventKeys = { aesKey: 's7Kq2LmZx9Vb4NcT1yRw8HfJ6pDg3QeU5aXo0BtYiCE', token: 'eventToken2026' }
const env = { SECRET: 'a secret that only tests know', AES_KEY: eventKeys.aesKey, TOKEN: eventKeys.token }

/**
 * The real runtime from a YAML text a reader could have written, on a real port, with simulated vendors on another
 * one and a clock that stands still until it is moved. `others` are further loopback origins it may call, `server` more
 * keys of `server`; `patienceMs` is how long a vendor may take: long, for a machine that does much else, but where a test
 * is about a vendor that says nothing.
 */
export async function openSite(
  body: string,
  others: readonly string[] = [],
  server = '',
  patienceMs = 5000,
  knows: 'file' | 'vendor' = 'file',
): Promise<Site> {
  const vendorPort = await listen()
  const port = await freePort()
  const data = await mkdtemp(join(tmpdir(), 'sso-kit-test-'))
  made ??= makeEmptyDatabase()
  await writeFile(join(data, 'sso.db'), await made, { mode: 0o600 })
  const url = `http://localhost:${port}`
  /** Options that only a vendor knows, by source: keys of its own, and where it listens for something else than HTTP. */
  const known = new Map<string, Readonly<Record<string, unknown>>>()
  const compiled = async (sources: string) => {
    const text = frame(sources, url, vendorPort.origin, others, port, data, server)
    const { config, diagnostics } = await compile(text, { file: 'test.yaml' })
    if (!config) throw new Error(`the test's own file is wrong: ${JSON.stringify(diagnostics, null, 2)}`)
    return config
  }
  const listening: { close(): void }[] = []
  const withKnown = (config: Config): Config => ({
    ...config,
    sources: config.sources.map(each => ({ ...each, options: { ...each.options, ...known.get(each.id) } })),
  })
  const config = await compiled(body)

  const clock = { now: Date.now() }
  const world = createWorld({ now: () => clock.now, random: randomBytes })
  const surroundings = { env, folder: data, allowExec: false }
  const simulators = new Map<string, Simulator>()
  for (const source of config.sources) {
    const plugin = await loadPlugin(source.type)
    const options = resolveOptions(source.options, plugin?.options.properties ?? {}, surroundings)
    const simulator = await plugin?.simulate?.(
      {
        ...options,
        ...(source.allow && { allow: source.allow }),
        ...(typeof source.events === 'object' && {
          events: resolveOptions(source.events, plugin.events?.properties ?? {}, surroundings),
        }),
      } as Parameters<NonNullable<typeof plugin.simulate>>[0],
      world,
    )
    if (!simulator) continue
    simulators.set(source.id, simulator)
    if (knows === 'file') continue
    const line = simulator.speaker && (await listenFor(simulator.speaker))
    if (line) listening.push(line)
    known.set(source.id, knownBy(simulator, plugin?.options.properties ?? {}, line?.address))
  }
  // where there is one alone, its address may be a host without a path, as Casdoor's has to be
  const [only] = simulators.size === 1 ? simulators.values() : []
  const vendor: Site['vendor'] = { origin: vendorPort.origin, fault: undefined, calls: [], simulators }
  const serveVendor = async (request: Request) => {
    const { pathname } = new URL(request.url)
    vendor.calls.push(`${request.method} ${pathname}`)
    const faulty = await vendor.fault?.(request)
    return (
      faulty ??
      (simulators.get(pathname.split('/')[1] ?? '') ?? only)?.(request) ??
      new Response('no such vendor', { status: 404 })
    )
  }
  vendorPort.serve(serveVendor, request =>
    simulators.get(new URL(request.url).pathname.split('/')[1] ?? '')?.socket?.(request),
  )

  const log: Record<string, unknown>[] = []
  const lines: string[] = []
  const host = {
    surroundings,
    log: createLog('info', line => {
      lines.push(line)
      log.push(JSON.parse(line))
    }),
    now: () => clock.now,
    random: randomBytes,
    // the clock stands still: nobody would ever have waited long enough
    wait: async () => {},
    outbound: { connectMs: patienceMs, totalMs: patienceMs, bytes: 1_048_576 },
  }
  let running = await serve(withKnown(config), host)
  return {
    url,
    data,
    clock,
    world,
    get directories() {
      return running.directories
    },
    get provisioner() {
      return running.provisioner
    },
    get storage() {
      return running.storage
    },
    log,
    lines,
    vendor,
    browser: headers => new Browser(url, headers),
    async restart(sources) {
      const next = await compiled(sources)
      await running.close(0)
      running = await serve(withKnown(next), host)
    },
    another: () =>
      serve({ ...config, server: { ...config.server, listen: { ...config.server.listen, port: 0 } } }, host),
    async close() {
      await running.close(0)
      await vendorPort.close()
      for (const each of listening) each.close()
      await rm(data, { recursive: true, force: true })
    },
  }
}

let made: Promise<Buffer> | undefined

/** A database with all its tables and no row: making the tables takes as long as all the rest of a site. */
async function makeEmptyDatabase(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'sso-kit-empty-'))
  await (await openStorage('sqlite:./sso.db', folder)).close()
  const bytes = await readFile(join(folder, 'sso.db'))
  await rm(folder, { recursive: true })
  return bytes
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}
