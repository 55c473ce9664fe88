import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStorage } from '../../src/storage/open.ts'
import { type Cluster, startCluster } from '../postgres/cluster.ts'
import { hasPostgres } from '../postgres/database.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!hasPostgres || !hasOpenssl)('a PostgreSQL server with TLS', () => {
  let folder: string
  let cluster: Cluster
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sso-kit-tls-'))
    certify(folder)
    cluster = await startCluster({
      files: { 'server.crt': read('server.crt'), 'server.key': read('server.key') },
      settings: { ssl: 'on' },
    })
  }, 60_000)
  afterAll(async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true })
  })
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const open = async (host: string, query: string) => {
    const url = new URL(`${cluster.url}/postgres?${query}`)
    url.hostname = host
    const storage = await openStorage(url.href, folder)
    const isReachable = await storage.isReachable()
    await storage.close()
    return isReachable
  }

  it('is believed by the certificate of its authority, and by the name it is called by', async () => {
    expect(await open('localhost', 'sslmode=verify-full&sslrootcert=ca.crt')).toBe(true)
    // the certificate is of localhost alone
    await expect(open('127.0.0.1', 'sslmode=verify-full&sslrootcert=ca.crt')).rejects.toThrow(
      /has a certificate that is not trusted: ERR_TLS_CERT_ALTNAME_INVALID/,
    )
  })

  it.each(['require', 'verify-ca', 'verify-full'])('of an unknown authority is refused by %s', async mode => {
    await expect(open('localhost', `sslmode=${mode}`)).rejects.toThrow(
      /has a certificate that is not trusted/,
    )
  })

  it('is taken as it is where the address says so', async () => {
    expect(await open('127.0.0.1', 'sslmode=no-verify')).toBe(true)
    expect(await open('127.0.0.1', 'sslmode=disable')).toBe(true)
  })
})

/** An authority and a certificate for localhost. */
function certify(folder: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const fresh = ['req', '-x509', '-nodes', '-days', '2', '-newkey', 'rsa:2048']
  openssl(...fresh, '-subj', '/CN=CA of the test', '-keyout', 'ca.key', '-out', 'ca.crt')
  const localhost = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const issued = ['-addext', 'basicConstraints=critical,CA:FALSE', '-CA', 'ca.crt', '-CAkey', 'ca.key']
  openssl(...fresh, ...localhost, ...issued, '-keyout', 'server.key', '-out', 'server.crt')
}
