import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { keepPassword, passwordRecord } from '../accounts/local.ts'
import { usernameKey } from '../accounts/username.ts'
import type { Config, SourceConfig } from '../config/config.ts'
import type { Log } from '../plugin.ts'
import { loadPlugin } from '../plugins.ts'
import { listen, stop } from '../server/listen.ts'
import { importPlugins } from '../server/plugins.ts'
import { serve } from '../server/serve.ts'
import type { Storage } from '../storage/storage.ts'
import { type SimulatedApp, simulateApp } from './apps/simulated.ts'
import { listener } from './http.ts'
import { createWorld } from './organisation.ts'
import { type Simulated, simulate } from './simulated.ts'
import { takeSockets } from './sockets.ts'

export interface Sandbox {
  url: string
  /** Made-up people of sources that take a password at our page. */
  passwords: { source: string; username: string; password: string }[]
  /** Where somebody plays the administrator of a vendor. */
  consoles: { source: string; url: string }[]
  /** Sources whose `allow` lets in nobody of the made-up organisation. */
  closedToAll: SourceConfig[]
  /** Sources whose vendor nobody has simulated: they are closed here. */
  leftOut: string[]
  /** The path of its database: `accounts` looks into it from outside. */
  database: string
  storage: Storage
  close(): Promise<void>
}

export interface SandboxHost {
  log: Log
  /** Of the configuration file: plugins and logo that it names are found from there. Default: the working directory. */
  folder?: string
  /** Default: the port of the file's `server.listen`; 0 takes a free one. */
  port?: number | undefined
  now?: () => number
  random?: (bytes: number) => Buffer
}

const loopback = '127.0.0.1'

/**
 * The real runtime with a simulator of every vendor that the file names, in this process, on loopback only. It has a
 * database of its own that is removed at the end, and no secret of anybody's.
 */
export async function startSandbox(config: Config, host: SandboxHost): Promise<Sandbox> {
  const { log, now = Date.now, random = randomBytes } = host
  const configFolder = host.folder ?? process.cwd()
  const plugins = await importPlugins(config, configFolder)
  const folder = await mkdtemp(join(tmpdir(), 'sso-kit-sandbox-'))
  const database = join(folder, 'sso.db')
  const storage = { url: `sqlite:${database}` }
  const vendors = new Map<string, Simulated>()
  const apps = new Map<string, SimulatedApp>()
  let origin = ''
  const vendorServer = await listen(
    listener(
      request => toVendor(vendors, apps, request),
      () => origin,
    ),
    { host: loopback, port: 0 },
  )
  origin = `http://${loopback}:${vendorServer.port}`
  const sockets = takeSockets(
    vendorServer.server,
    request => vendors.get(vendorIn(request))?.socket?.(request),
    () => origin,
  )
  const closeVendors = async () => {
    for (const vendor of vendors.values()) vendor.close()
    for (const app of apps.values()) await app.close?.()
    sockets.close()
    await stop(vendorServer.server, 0)
    await rm(folder, { recursive: true, force: true })
  }

  try {
    const port = host.port === 0 ? await freePort() : (host.port ?? config.server.listen.port)
    const publicUrl = `http://localhost:${port}${new URL(config.publicUrl).pathname.replace(/\/$/, '')}`
    const world = createWorld({
      now,
      random,
      // a vendor of the sandbox reaches the sandbox, and nothing else
      send: async request =>
        new URL(request.url).origin === new URL(publicUrl).origin ? fetch(request) : Response.error(),
    })
    const sources = await Promise.all(
      config.sources.map(async source => {
        const plugin = await loadPlugin(source.type, plugins)
        const simulated = plugin && (await simulate(source, plugin, `${origin}/${source.id}`, world))
        if (simulated) vendors.set(source.id, simulated)
        // only passwords that the server keeps itself need no vendor
        const alone = source.type === 'local' ? source : { ...source, enabled: false }
        return simulated?.config ?? alone
      }),
    )
    const metadata = async () => (await fetch(`${publicUrl}/saml/metadata`)).text()
    const appsHost = { folder: configFolder, publicUrl, metadata, now, random, send: world.send }
    for (const app of config.apps) {
      const simulated = await simulateApp(app, `${origin}/${appPath(app.id)}`, appsHost)
      if (simulated) apps.set(app.id, simulated)
    }
    const { keys: _, ...rest } = config
    const running = await serve(
      {
        ...rest,
        ui: {
          ...config.ui,
          ...(config.ui.logo !== undefined && { logo: resolve(configFolder, config.ui.logo) }),
        },
        publicUrl,
        // the simulated proxies of sites ask from here
        server: { listen: { host: loopback, port }, trustedProxies: [`${loopback}/32`] },
        storage,
        outbound: { allowPrivate: [`${loopback}:${vendorServer.port}`], egressIps: [] },
        apps: [...apps.values()].map(app => app.config),
        sources: sources.map(source => ({ ...source, callbackUrl: moved(source.callbackUrl, publicUrl) })),
      },
      { surroundings: { env: {}, folder, allowExec: false }, log, now, random, sandbox: true, plugins },
    )
    for (const [id, vendor] of vendors)
      if (!(await vendor.subscribe(`${publicUrl}/events/${id}`)))
        log.warn({ source: id }, 'the simulated vendor refuses the address for its events')
    const closedToAll: SourceConfig[] = []
    for (const vendor of vendors.values()) if (await vendor.letsNobodyIn()) closedToAll.push(vendor.config)
    return {
      url: publicUrl,
      closedToAll,
      database,
      storage: running.storage,
      leftOut: config.sources.flatMap(({ id, enabled }, index) =>
        enabled && !sources[index]?.enabled ? [id] : [],
      ),
      passwords: [
        ...(await demoAccounts(config, running.storage, now(), random)),
        ...[...vendors].flatMap(([source, { passwords }]) => passwords.map(pair => ({ source, ...pair }))),
      ],
      consoles: [...vendors].flatMap(([source, { console }]) =>
        console === undefined ? [] : [{ source, url: console }],
      ),
      async close() {
        await running.close(0)
        await closeVendors()
      },
    }
  } catch (error) {
    await closeVendors()
    throw error
  }
}

/** The first part of the path says whose vendor is meant. */
async function toVendor(
  vendors: ReadonlyMap<string, Simulated>,
  apps: ReadonlyMap<string, SimulatedApp>,
  request: Request,
): Promise<Response> {
  const id = vendorIn(request)
  const app = [...apps].find(([name]) => appPath(name) === id)?.[1]
  return (
    (await vendors.get(id)?.handle(request)) ??
    (await app?.handle?.(request)) ??
    new Response('there is no such vendor in this sandbox', { status: 404 })
  )
}

const vendorIn = ({ url }: Request): string => new URL(url).pathname.split('/')[1] ?? ''

/** No id of a source has a dot. */
const appPath = (id: string): string => `app.${id}`

const moved = (url: string, publicUrl: string): string => new URL(publicUrl).origin + new URL(url).pathname

async function freePort(): Promise<number> {
  const { server, port } = await listen((_request, response) => response.end(), { host: loopback, port: 0 })
  await stop(server, 0)
  return port
}

/** Passwords belong to accounts that exist: one per source of type `local`. */
async function demoAccounts(
  config: Config,
  storage: Storage,
  now: number,
  random: (bytes: number) => Buffer,
): Promise<Sandbox['passwords']> {
  const made: Sandbox['passwords'] = []
  for (const source of config.sources.filter(({ type, enabled }) => type === 'local' && enabled)) {
    const account = { id: random(16).toString('hex'), username: 'demo' }
    const password = `demo-${random(9).toString('base64url')}`
    const { autoRegister } = source
    await storage.accounts.insert({
      ...account,
      usernameKey: usernameKey(account.username),
      displayName: '演示 Demo',
      email: null,
      phone: null,
      role: autoRegister.role,
      givenPermission: autoRegister.permission,
      givenBaseDir: autoRegister.baseDir,
      disabled: false,
      createdAt: now,
      lastSignInAt: null,
    })
    await keepPassword(storage, source.id, account, await passwordRecord(password, account.username), now)
    made.push({ source: source.id, ...account, password })
  }
  return made
}
