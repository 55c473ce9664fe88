import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Halt } from '../../src/errors.ts'
import { postgresAddress } from '../../src/storage/postgres/address.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sso-kit-address-'))
  for (const name of ['ca', 'cert', 'key']) writeFileSync(join(folder, `${name}.pem`), `the ${name}`)
})
afterAll(() => rmSync(folder, { recursive: true }))

const connectionOf = (url: string) => postgresAddress(url, folder).connection

describe('a postgres address', () => {
  it('has a user, a password, a host, a port and a database, written as addresses are', () => {
    const { place, connection } = postgresAddress(
      'postgres://s%40o:p%3A%2F%40%25@db.example.com:6432/s%20o',
      '.',
    )
    expect(connection).toMatchObject({
      user: 's@o',
      password: 'p:/@%',
      host: 'db.example.com',
      port: 6432,
      database: 's o',
      application_name: 'sso-kit',
    })
    expect(place).toBe('s o at db.example.com:6432')
  })

  it('may leave out what libpq’s variables say', () => {
    const connection = connectionOf('postgresql://db.example.com/sso?application_name=one')
    expect(connection).toMatchObject({ port: 5432, application_name: 'one' })
    expect(Object.keys(connection)).not.toContain('user')
    expect(Object.keys(connection)).not.toContain('password')
  })

  it('may be a socket of this machine, or an address of IPv6', () => {
    expect(connectionOf('postgres://sso@%2Frun%2Fpostgresql/sso?sslmode=verify-full')).toMatchObject({
      host: '/run/postgresql',
      ssl: false,
    })
    expect(connectionOf('postgres://[2001:db8::1]/sso')).toMatchObject({ host: '2001:db8::1' })
  })

  const proving = { rejectUnauthorized: true }
  it.each([
    ['db.example.com', '', proving],
    ['203.0.113.7', '', proving],
    ['localhost.example.com', '', proving],
    ['127.example.com', '', proving],
    ['128.0.0.1', '', proving],
    ['localhost', '', false],
    ['127.0.0.1', '', false],
    ['[::1]', '', false],
    ['localhost', '?sslmode=verify-full', proving],
    // elsewhere these take any certificate
    ['db.example.com', '?sslmode=require', proving],
    ['db.example.com', '?sslmode=verify-ca', proving],
    ['db.example.com', '?sslmode=no-verify', { rejectUnauthorized: false }],
    ['db.example.com', '?sslmode=disable', false],
    ['db.example.com', '?sslrootcert=./ca.pem', { ...proving, ca: 'the ca' }],
    [
      'db.example.com',
      '?sslrootcert=ca.pem&sslcert=cert.pem&sslkey=key.pem',
      { ...proving, ca: 'the ca', cert: 'the cert', key: 'the key' },
    ],
  ])('at %s%s is called with %j for TLS', (host, query, ssl) => {
    expect(connectionOf(`postgres://sso@${host}/sso${query}`).ssl).toEqual(ssl)
  })

  const secret = 'hunter2hunter2'
  it.each([
    [`postgres://sso:${secret}@db.example.com`, /is not postgres:/],
    [`postgres://sso:${secret}@db.example.com/`, /is not postgres:/],
    [`postgres://sso:${secret}@db.example.com/one/two`, /is not postgres:/],
    [`postgres://sso:${secret}@/sso`, /is not postgres:/],
    [`postgres://sso:${secret}%@db.example.com/sso`, /is not postgres:/],
    [`postgres://sso:${secret}@db.example.com:port/sso`, /is not postgres:/],
    // as written by somebody who does not know what ? / # mean there
    [`postgres://sso:12?${secret}@db.example.com/sso`, /is not postgres:/],
    [`postgres://sso:12/${secret}@db.example.com/sso`, /is not postgres:/],
    [`postgres://sso:12/${secret}@db.example.com`, /is not postgres:/],
    [`postgres://sso:12#${secret}@db.example.com/sso`, /is not postgres:/],
    [`postgres://sso:${secret}@db.example.com/sso?sslmode=prefer`, /sslmode="prefer" is not known/],
    [`postgres://sso:${secret}@db.example.com/sso?sslMode=disable`, /"sslMode"/],
    [`postgres://sso:${secret}@db.example.com/sso?host=elsewhere`, /"host"/],
    [`postgres://sso:${secret}@db.example.com/sso?sslrootcert=none.pem`, /cannot read sslrootcert .*ENOENT/],
  ])('that is wrong is refused without its password: %#', (url, words) => {
    const refused = () => postgresAddress(url, folder)
    expect(refused).toThrow(Halt)
    expect(refused).toThrow(words)
    expect(refused).not.toThrow(secret)
  })
})
