import { afterEach, describe, expect, it } from 'vitest'
import type { Host } from '../../src/plugin.ts'
import { listenFor } from '../../src/sandbox/speaking.ts'
import { createOutbound } from '../../src/server/outbound.ts'
import { probed, world } from '../../test/probes.ts'
import type { Options } from './directories.ts'
import { accountPassword, usual } from './fixtures/stage.ts'
import plugin from './index.ts'
import { simulate } from './simulator/index.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

const limits = { connectMs: 500, totalMs: 5_000, bytes: 1_000 }
const { connect } = createOutbound({ allowPrivate: [] }, limits)
const host: Partial<Host> = { connect }

/** What is found with these options at a directory that has those. */
async function lines(ours: Partial<Options> = {}, theirs: Partial<Options> = {}): Promise<string[]> {
  const { speaker } = await simulate({ ...usual, ...theirs }, world())
  if (!speaker) throw new Error('the simulator speaks nothing but HTTP')
  const { address, close } = await listenFor(speaker)
  stops.push(close)
  const there = { ...usual, url: `ldap://${address}`, startTls: 'never' as const, ...ours }
  const found = await probed(plugin, there, undefined, host)
  if (found.some(line => line.includes(accountPassword))) throw new Error('a probe tells the password')
  return found
}

const [line, account, people] = [
  'good connection and TLS',
  'good credentials',
  'good people below ou=people,dc=example,dc=com',
]
const readable =
  '-> directory server › attributes that the account may read; compare baseDn, filter, directory and subject'

describe('the connectivity test of a directory', () => {
  it.each(['openldap', 'active-directory', 'freeipa'] as const)('finds a person in %s', async directory => {
    const found = await lines({ directory }, { directory })
    expect(found.slice(0, 3)).toEqual([line, account, people])
    expect(found[3]).toMatch(/^good attribute /)
    expect(found).toHaveLength(4)
  })

  it('binds as nobody where anybody may search', async () => {
    const { bindDn: _dn, bindPassword: _password, ...rest } = usual
    const { speaker } = await simulate({ ...rest, anonymousSearch: true }, world())
    if (!speaker) throw new Error('the simulator speaks nothing but HTTP')
    const { address, close } = await listenFor(speaker)
    stops.push(close)
    const open = {
      ...{ ...rest, anonymousSearch: true },
      ...{ url: `ldap://${address}`, startTls: 'never' as const },
    }
    expect(await probed(plugin, open, undefined, host)).toEqual([line, people, 'good attribute entryUUID'])
  })

  it('finds a wrong service account, and asks no more', async () => {
    expect(await lines({}, { bindPassword: { reveal: () => 'another' } })).toEqual([
      line,
      'bad credentials | 49 | -> directory server › service account that may only read: compare bindDn and bindPassword',
    ])
  })

  it('finds a base that is not there, and a filter that finds nobody', async () => {
    expect((await lines({ baseDn: 'ou=elsewhere,dc=example,dc=org' })).at(-1)).toBe(
      `bad people below ou=elsewhere,dc=example,dc=org | 32 | ${readable}`,
    )
    expect((await lines({ filter: '(&(objectClass=nothing)(uid={username}))' })).at(-1)).toBe(
      `bad people below ou=people,dc=example,dc=com | nobody | ${readable}`,
    )
  })

  it('takes a filter with a matching rule', async () => {
    expect((await lines({ filter: '(uid:caseExactMatch:={username})' }))[2]).toBe(people)
  })

  it('finds a subject that the account cannot read', async () => {
    expect((await lines({ subject: 'roomNumber' })).at(-1)).toBe(
      `bad attribute roomNumber | not to be read as the one value | ${readable}`,
    )
  })

  it('finds a port where nobody listens', async () => {
    const [found, ...more] = await lines({ url: 'ldap://127.0.0.1:9' })
    expect(more).toEqual([])
    expect(found).toMatch(
      /^bad connection and TLS \| source_unreachable: 127\.0\.0\.1:9: ECONNREFUSED \| -> directory server › certificate/,
    )
  })

  it('finds TLS where there is none', async () => {
    const { speaker } = await simulate(usual, world())
    if (!speaker) throw new Error('the simulator speaks nothing but HTTP')
    const { address, close } = await listenFor(speaker)
    stops.push(close)
    const [found] = await probed(plugin, { ...usual, url: `ldaps://${address}` }, undefined, host)
    expect(found).toMatch(/^bad connection and TLS \| source_unreachable: /)
  })
})
