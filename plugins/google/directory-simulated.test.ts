import { randomBytes } from 'node:crypto'
import type { Host, Secret } from 'sso-kit/plugin'
import { beforeEach, expect, it } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { World } from '../../src/sandbox/world.ts'
import { all, Clock, departmentsOf, faultsOf, membersOf, readingOn } from '../../test/directory/following.ts'
import { directoryOf } from './directory.ts'
import { simulate } from './simulator/index.ts'
import { subjectOf } from './simulator/people.ts'
import { type Setting, usualSetting } from './simulator/setting.ts'

// the simulator was written from Google's documents by somebody who had not seen this plugin

const endpoints = {
  login: 'https://accounts.google.com',
  token: 'https://oauth2.googleapis.com',
  api: 'https://www.googleapis.com',
  directory: 'https://admin.googleapis.com',
}
const directoryAdmin = 'reader@example.com'
const secret = (value: string): Secret => ({ reveal: () => value })

let clock: Clock
let world: World
let setting: Setting
let directory: ReturnType<typeof directoryOf>

beforeEach(async () => {
  clock = new Clock()
  world = createWorld({ now: clock.now, random: randomBytes })
  setting = usualSetting()
  const given = { clientId: 'app', clientSecret: secret('s'), endpoints, directoryAdmin }
  const vendor = await simulate({ ...given, serviceAccountKey: secret('made up') }, world, setting)
  const serviceAccountKey = secret(String(vendor.options?.serviceAccountKey))
  const host = {
    source: 'google',
    now: clock.now,
    fetch: async (url, init) => vendor(new Request(url, init)),
  } as Host
  directory = directoryOf({ endpoints, directoryAdmin, serviceAccountKey }, host)
})

const read = () => all(directory.read('all', readingOn(clock)))

it('everybody of the simulated Workspace is read, with the units that they are in', async () => {
  const entries = await read()
  expect(faultsOf(entries)).toEqual([])
  // the id of the directory is the `sub` of their sign-ins
  const subjects = world.people.filter(({ member }) => member).map(subjectOf)
  expect(new Set(membersOf(entries).map(({ subject }) => subject))).toEqual(new Set(subjects))
  expect(departmentsOf(entries)).toContainEqual({
    id: '/研发部/平台组/存储小组',
    name: '存储小组',
    parent: '/研发部/平台组',
  })
  expect(membersOf(entries)[0]?.fields).toHaveProperty('customSchemas.Company.costCenter')
})

it('who is suspended, archived or gone is known as such', async () => {
  const lisi = membersOf(await read()).find(({ email }) => email === 'lisi@example.com')
  setting.suspended.add('lisi')
  setting.archived.add('wangwu')
  setting.deleted.add('anyi')
  const members = membersOf(await read())
  expect(
    members
      .filter(({ disabled }) => disabled)
      .map(({ username }) => username)
      .sort(),
  ).toEqual(['lisi', 'wangwu'])
  expect(members.map(({ username }) => username)).not.toContain('anyi')
  expect(await directory.member(lisi?.directoryId ?? '', readingOn(clock))).toMatchObject({ disabled: true })
  setting.deleted.add('lisi')
  expect(await directory.member(lisi?.directoryId ?? '', readingOn(clock))).toBeNull()
})

it('a Workspace that is busy is waited for, and one that did not delegate is refused', async () => {
  setting.busy.push('quotaExceeded', 'rateLimitExceeded', 'backendError')
  expect(faultsOf(await read())).toEqual([])
  expect(clock.waited).toContain(60_000)
  clock.time += 3_600_000
  setting.delegated.clear()
  await expect(read()).rejects.toMatchObject({ cause: expect.stringContaining('domain-wide delegation') })
})
