import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import type { PoolConfig } from 'pg'
import {
  parametersOfPostgres,
  postgresIn,
  sslModeIn,
  sslModes,
  strangeParameters,
} from '../../database-address.ts'
import { Halt } from '../../errors.ts'

/**
 * `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…`, read here and not by the driver, so that the words of
 * libpq mean at least what they say: there, `require` takes any certificate. Throws {@link Halt}, without the address.
 */
export function postgresAddress(url: string, folder: string): { place: string; connection: PoolConfig } {
  const address = postgresIn(url)
  if (address === undefined) throw notAnAddress()
  const { hostname, port, username, password, pathname, searchParams } = address
  const host = decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1')
  const database = decodeURIComponent(pathname.slice(1))
  const [strange] = strangeParameters(url)
  if (strange !== undefined)
    throw new Halt(
      `storage.url has a parameter that is not known here: ${JSON.stringify(strange)}`,
      `known are ${parametersOfPostgres.join(', ')}`,
    )
  const isSocket = host.startsWith('/')
  return {
    place: `${database} at ${isSocket ? host : hostname}:${port || 5432}`,
    connection: {
      host,
      port: Number(port || 5432),
      database,
      // what is left out, libpq's variables and ~/.pgpass may say
      ...(username !== '' && { user: decodeURIComponent(username) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
      application_name: searchParams.get('application_name') ?? 'sso-kit',
      ssl: tls(address, folder),
    },
  }
}

const notAnAddress = () =>
  new Halt(
    'storage.url is not postgres://USER:PASSWORD@HOST:PORT/DATABASE',
    'characters such as @ / : % in a password are written as %40 %2F %3A %25',
  )

function tls(address: URL, folder: string): false | ConnectionOptions {
  const mode = sslModeIn(address)
  if (mode === 'disable') return false
  const file = (name: string, option: 'ca' | 'cert' | 'key') => {
    const path = address.searchParams.get(name)
    return path === null ? {} : { [option]: read(name, resolve(folder, path)) }
  }
  const own = { ...file('sslrootcert', 'ca'), ...file('sslcert', 'cert'), ...file('sslkey', 'key') }
  if (mode === 'no-verify') return { ...own, rejectUnauthorized: false }
  if (sslModes.includes(mode)) return { ...own, rejectUnauthorized: true }
  throw new Halt(
    `storage.url: sslmode=${JSON.stringify(mode)} is not known here`,
    'write verify-full; no-verify takes any certificate, disable uses no TLS',
  )
}

function read(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as { code?: string }
    throw new Halt(`storage.url: cannot read ${name} ${path}: ${code}`, 'correct the path')
  }
}
