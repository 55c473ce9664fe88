import { randomBytes } from 'node:crypto'
import type { Directory, Host, Simulator } from 'sso-kit/plugin'
import { beforeEach, expect, it } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { World } from '../../src/sandbox/world.ts'
import { all, Clock, departmentsOf, faultsOf, membersOf, readingOn } from '../../test/directory/following.ts'
import plugin from './index.ts'
import { groupIdOf } from './simulator/graph/records.ts'
import { simulate } from './simulator/index.ts'
import { oidOf } from './simulator/people.ts'
import { type Setting, usualSetting } from './simulator/setting.ts'
import { companyTenantOf } from './simulator/tenants.ts'

// the simulator was written from Microsoft's documents by somebody who had not seen this part of the plugin

const tenant = companyTenantOf('organizations')
const endpoints = { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' }
const options = { tenant, clientId: 'app', clientSecret: { reveal: () => 's3cret' }, endpoints }

let clock: Clock
let world: World
let setting: Setting
let vendor: Simulator

beforeEach(async () => {
  clock = new Clock()
  world = createWorld({ now: clock.now, random: randomBytes })
  setting = usualSetting()
  vendor = await simulate(options, world, setting)
})

async function directory(allow?: { groups: string[] }): Promise<Directory> {
  const host = {
    source: 'microsoft',
    now: clock.now,
    fetch: async (url, init) => vendor(new Request(url, init)),
  } as Host
  const given = { ...options, strategy: 'openid-client', ...(allow && { allow }) } as const
  const source = await plugin.open(given, host)
  if (!source.directory) throw new Error('there is no directory')
  return source.directory
}

const read = async (allow?: { groups: string[] }) =>
  all((await directory(allow)).read('all', readingOn(clock)))
const oid = (id: string) => oidOf({ id }, tenant)

it('everybody of the simulated tenant is read, guests too, whose addresses prove nothing', async () => {
  const entries = await read()
  expect(faultsOf(entries)).toEqual([])
  const members = membersOf(entries)
  const people = world.people.filter(({ member }) => member).map(({ id }) => oid(id))
  expect(members.map(({ subject }) => subject)).toEqual(expect.arrayContaining(people))
  expect(members.find(({ subject }) => subject === oid('impostor'))).toMatchObject({ emailVerified: false })
  expect(members.find(({ subject }) => subject === oid('lisi'))).toMatchObject({ emailVerified: true })
  expect(departmentsOf(entries)).toContainEqual({ id: '平台组', name: '平台组', parent: null })
})

it('who is disabled or gone is known as such', async () => {
  setting.disabled.add('lisi')
  setting.deleted.add('anyi')
  const members = membersOf(await read())
  expect(members.filter(({ disabled }) => disabled).map(({ subject }) => subject)).toEqual([oid('lisi')])
  expect(members.map(({ subject }) => subject)).not.toContain(oid('anyi'))
  const { member } = await directory()
  expect(await member(oid('lisi'), readingOn(clock))).toMatchObject({ disabled: true })
  expect(await member(oid('anyi'), readingOn(clock))).toBeNull()
})

it('groups of allow are the same in the list and for one person', async () => {
  const [research, platform] = world.departments.map(each => groupIdOf(each, tenant))
  const allow = { groups: [research ?? '', platform ?? ''] }
  const members = membersOf(await read(allow))
  const groupsOf = (id: string) => members.find(({ subject }) => subject === oid(id))?.groups
  expect(groupsOf('lisi')).toEqual([research, platform])
  expect(groupsOf('zhaomin')).toEqual([research])
  expect(groupsOf('supplier')).toEqual([])
  const { member } = await directory(allow)
  for (const id of ['lisi', 'zhaomin', 'anyi'])
    expect((await member(oid(id), readingOn(clock)))?.groups?.toSorted()).toEqual(groupsOf(id)?.toSorted())
})

it('a Graph that is busy is waited for, and one that lacks a permission refuses', async () => {
  setting.busy.push('tooMany', 'unavailable')
  expect(faultsOf(await read())).toEqual([])
  expect(clock.waited).toContain(7000)
  setting.permissions.delete('User.Read.All')
  await expect(read()).rejects.toMatchObject({ cause: expect.stringContaining('User.Read.All') })
})
