import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { freePort } from '../cli/folder.ts'

const example = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../examples/forward-auth/${file}`, import.meta.url)), 'utf8')

/** Where things of an example are that stand at fixed places there. */
export interface Places {
  /** An empty folder that the proxy may write to. */
  folder: string
  sso: number
  site: number
}

/** A proxy that runs with the very file of the example; only ports and places on the disk are others. */
export interface RunningProxy {
  port: number
  stop(): void
}

export interface ProxyOfTests {
  name: string
  program: string
  start(places: Places): Promise<RunningProxy>
}

const openssl = '/usr/bin/openssl'

export const proxies: ProxyOfTests[] = [
  { name: 'nginx', program: '/usr/sbin/nginx', start: startNginx },
  { name: 'Caddy', program: '/usr/bin/caddy', start: startCaddy },
]

/** Whether it can be run here; says so where not. */
export function isThere({ name, program }: ProxyOfTests): boolean {
  const missing = [program, openssl].filter(each => !existsSync(each))
  if (missing.length > 0)
    console.warn(`no ${missing.join(' and ')} found: the tests with a real ${name} are skipped. Install it.`)
  return missing.length === 0
}

async function startNginx({ folder, sso, site }: Places): Promise<RunningProxy> {
  const port = await freePort()
  const [key, certificate] = ['key.pem', 'certificate.pem'].map(file => join(folder, file))
  const names = ['sso', 'intranet', 'wages'].map(name => `DNS:${name}.example.com`).join(',')
  run(openssl, [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=example.com', '-addext', `subjectAltName=${names}`],
    ...['-keyout', key ?? '', '-out', certificate ?? ''],
  ])
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map(each => `${each}_temp_path ${folder}/${each};`)
    .join(' ')
  const config = replaced(example('nginx.conf'), [
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['127.0.0.1:8080', `127.0.0.1:${sso}`],
    ['127.0.0.1:3000', `127.0.0.1:${site}`],
    ['/etc/ssl/example.com.pem', certificate ?? ''],
    ['/etc/ssl/example.com.key', key ?? ''],
    ['http {', `http { access_log off; ${temporary}`],
    ['worker_processes auto;', `worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;`],
  ])
  writeFileSync(join(folder, 'nginx.conf'), isRoot ? `user root;\n${config}` : config)
  // the command ends when the port is open
  run('/usr/sbin/nginx', ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')])
  return { port, stop: () => process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8'))) }
}

async function startCaddy({ folder, sso, site }: Places): Promise<RunningProxy> {
  const [port, plain] = [await freePort(), await freePort()]
  const config = replaced(example('Caddyfile'), [
    ['127.0.0.1:8080', `127.0.0.1:${sso}`],
    ['127.0.0.1:3000', `127.0.0.1:${site}`],
  ])
  const ports = `https_port ${port}\nhttp_port ${plain}\nauto_https disable_redirects\ndefault_bind 127.0.0.1`
  const quiet = 'admin off\nlocal_certs\nskip_install_trust\nlog {\nlevel ERROR\n}'
  writeFileSync(join(folder, 'Caddyfile'), `{\n${ports}\n${quiet}\n}\n${config}`)
  const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const args = ['--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile']
  // the command ends when the ports are open
  run('/usr/bin/caddy', ['start', ...args, '--pidfile', join(folder, 'pid')], env)
  await Promise.all(['sso', 'intranet', 'wages'].map(name => certificateOf(`${name}.example.com`, port)))
  return { port, stop: () => process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8'))) }
}

/** Caddy makes its certificates after it has begun to listen. */
async function certificateOf(servername: string, port: number): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false })
    const isReady = await once(socket, 'secureConnect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isReady) return
    await setTimeout(50)
  }
  throw new Error(`Caddy has no certificate for ${servername}`)
}

const isRoot = process.getuid?.() === 0

/** Each has to be there: an example that changes its words would no longer be what is tested. */
function replaced(text: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((rest, [from, to]) => {
    if (!rest.includes(from)) throw new Error(`the example no longer says ${from}`)
    return rest.replaceAll(from, to)
  }, text)
}

function run(program: string, args: readonly string[], env = process.env): void {
  // a program that goes on in the background must not hold a pipe of ours open
  const { status } = spawnSync(program, args, { env, stdio: 'ignore', timeout: 30_000 })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`)
}
