import { randomBytes } from 'node:crypto'
import type { Directory, Host } from 'sso-kit/plugin'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { all, Clock, following, readingOn, sorted } from '../../test/directory/following.ts'
import plugin from './index.ts'
import { simulate } from './simulator/index.ts'
import { subjectOf } from './simulator/users.ts'

const endpoint = 'https://door.example.com'
const options = {
  ...{ endpoint, organization: 'example', application: 'sso-kit', clientId: '0ba528121ea87b3eb54d' },
  clientSecret: { reveal: () => 'a secret of casdoor' },
}

type Answer = (request: Request, query: Record<string, string>) => Response | Promise<Response>

async function directoryAt(answer: Answer, change: Partial<typeof options> = {}): Promise<Directory> {
  const host: Host = {
    ...{ source: 'casdoor', now: Date.now, folder: '.' },
    fetch: async (url, init) =>
      answer(new Request(url, init), Object.fromEntries(new URL(url).searchParams.entries())),
    ...{ log: { info() {}, warn() {} }, passwords: { check: async () => null } },
    connect: () => Promise.reject(new Error('not here')),
    socket: () => Promise.reject(new Error('not here')),
  }
  const { directory } = await plugin.open({ ...options, ...change }, host)
  if (!directory) throw new Error('there is no directory')
  return directory
}

const user = (name: string, more: object = {}) => ({
  ...{ owner: 'example', name, id: `id-of-${name}`, displayName: name.toUpperCase(), email: '', phone: '' },
  ...{ emailVerified: false, groups: ['example/g1'], isForbidden: false, isDeleted: false },
  ...{ password: '***', passwordSalt: 'salt', totpSecret: 'totp', hash: 'hash', recoveryCodes: ['r'] },
  ...more,
})
const ok = (data: unknown, data2: unknown = null) =>
  Response.json({ status: 'ok', msg: '', sub: '', name: '', data, data2, data3: null })
const failed = (msg: string) => Response.json({ status: 'error', msg, data: null, data2: null })

/** A server that lists these in pages, as Casdoor does. */
const listing =
  (users: object[]): Answer =>
  (_, { p, pageSize }) =>
    ok(users.slice((Number(p) - 1) * Number(pageSize), Number(p) * Number(pageSize)), users.length)
const read = async (answer: Answer, scope: 'all' | string[] = 'all') =>
  sorted(await all((await directoryAt(answer)).read(scope, readingOn())))

describe('the users of an organization', () => {
  it('are what their tokens say, and nothing else of the record is kept', async () => {
    const record = user('lisi', {
      ...{ email: 'lisi@example.com', emailVerified: true, phone: '13800000002', title: '', tag: 'staff' },
      properties: { costCenter: 'CC-1', list: ['x'] },
    })
    const { members, departments, faults } = await read(listing([record]))
    expect([departments, faults]).toEqual([[], []])
    expect(members).toEqual([
      {
        ...{ issuer: `${endpoint}/example`, subject: 'id-of-lisi', directoryId: 'id-of-lisi' },
        ...{ username: 'lisi', displayName: 'LISI', email: 'lisi@example.com', emailVerified: true },
        ...{ phone: '13800000002', departments: [], groups: ['example/g1'], disabled: false },
        claims: { organization: 'example' },
        fields: {
          ...{ name: 'lisi', id: 'id-of-lisi', displayName: 'LISI', email: 'lisi@example.com' },
          ...{ phone: '13800000002', title: '', tag: 'staff', 'properties.costCenter': 'CC-1' },
        },
      },
    ])
    expect(JSON.stringify(members)).not.toMatch(/salt|totp|hash|recovery/)
  })

  it.each([{ isForbidden: true }, { isDeleted: true }])('are disabled with %j', async more => {
    expect((await read(listing([user('a', more)]))).members[0]).toMatchObject({ disabled: true })
  })

  it('are read page by page, in one order, with the secret in no address', async () => {
    const asked: Request[] = []
    const all = Array.from({ length: 120 }, (_, index) => user(`u${index}`))
    const answer = listing(all)
    const { members } = await read((request, query) => {
      asked.push(request)
      return answer(request, query)
    })
    expect(members.length).toBe(120)
    const basic = `Basic ${Buffer.from('0ba528121ea87b3eb54d:a secret of casdoor').toString('base64')}`
    expect(asked.map(({ url }) => new URL(url).search)).toEqual(
      [1, 2, 3].map(page => `?owner=example&p=${page}&pageSize=50&sortField=name&sortOrder=ascend`),
    )
    for (const { headers } of asked) expect(headers.get('authorization')).toBe(basic)
  })

  it('may be none', async () => {
    for (const none of [[], null])
      expect(await read(() => ok(none, 0))).toEqual({ departments: [], members: [], faults: [] })
  })
})

describe('a scope', () => {
  const group = (name: string, parentId: string, isTopGroup = false) => ({
    ...{ owner: 'example', name, displayName: name, parentId, isTopGroup },
  })
  const answer =
    (groups: object[]): Answer =>
    (request, query) =>
      request.url.includes('/api/get-groups?')
        ? ok(groups)
        : listing([
            user('a', { groups: ['example/g1'] }),
            user('b', { groups: ['example/g3', 'example/g9'] }),
            user('c', { groups: ['example/g4'] }),
            user('d', { groups: [] }),
          ])(request, query)
  const names = async (groups: object[], scope: string[]) => {
    const { members, faults } = await read(answer(groups), scope)
    return [members.map(({ username }) => username), faults]
  }
  const tree = [
    group('g1', 'example', true),
    group('g2', 'g1'),
    group('g3', 'g2'),
    group('g4', 'example', true),
  ]

  it('is groups with all that is below them', async () => {
    expect(await names(tree, ['example/g1'])).toEqual([['a', 'b'], []])
    expect(await names(tree, ['example/g3', 'example/g4'])).toEqual([['b', 'c'], []])
  })

  it('ends where groups are above each other', async () => {
    expect(await names([group('g1', 'g3'), group('g3', 'g1')], ['example/g1'])).toEqual([['a', 'b'], []])
  })

  it('has no group that happens to be called like the organization', async () => {
    const odd = [group('example', 'other'), group('g1', 'example', true)]
    expect(await names(odd, ['example/example'])).toEqual([[], []])
  })

  it('says which group is not there', async () => {
    expect(await names(tree, ['example/g1', 'example/gone'])).toEqual([
      ['a', 'b'],
      ['there is no group example/gone'],
    ])
  })
})

describe('what is wrong with a server', () => {
  it.each<[string, Answer, string]>([
    [
      'a user of another organization',
      listing([user('a', { owner: 'other' })]),
      'a user was set aside: "id-of-a" is of another organization',
    ],
    [
      'an administrator of everything',
      listing([user('a', { owner: 'built-in' })]),
      'a user was set aside: "id-of-a" is of another organization',
    ],
    [
      'a user without an id',
      listing([user('a', { id: '' })]),
      'a user was set aside: "id" is not a non-empty string',
    ],
    [
      'two people with one id',
      listing([user('a'), user('b', { id: 'id-of-a' })]),
      '"a" and "b" have the same id',
    ],
    [
      'fewer than it counts',
      (_, { p }) => ok(p === '1' ? [user('a')] : [], 2),
      'get-users lists 1 people of 2',
    ],
    ['pages that come again', () => ok([user('a')], 3), 'get-users lists 1 people of 3'],
  ])('is a fault: %s', async (_, answer, fault) => {
    expect((await read(answer)).faults).toEqual([fault])
  })

  it('is no fault: the same person on two pages', async () => {
    const { members, faults } = await read((_, { p }) =>
      ok(p === '1' ? [user('a'), user('b')] : [user('b')], 3),
    )
    expect([members.map(({ username }) => username), faults]).toEqual([['a', 'b', 'b'], []])
  })

  const second =
    (answer: () => Response): Answer =>
    (_, { p }) =>
      p === '1' ? ok([user('a')], 2) : answer()
  it.each<[string, Answer, object]>([
    [
      'a page that fails inside a 200',
      second(() => failed('Please login first')),
      { code: 'source_refused', vendorCode: 'Please login first' },
    ],
    [
      'a wrong secret',
      () => failed('Unauthorized operation'),
      { code: 'source_refused', vendorCode: 'Unauthorized operation' },
    ],
    ['masked errors', () => failed('Error'), { code: 'source_refused', vendorCode: 'error' }],
    [
      'a page that is forbidden',
      second(() => Response.json({}, { status: 403 })),
      { code: 'source_refused', vendorCode: '403' },
    ],
    ['a list without a number', () => ok([user('a')]), { code: 'source_reply_invalid' }],
    ['no list', () => ok('users', 1), { code: 'source_reply_invalid' }],
    ['an empty object', () => Response.json({}), { code: 'source_reply_invalid' }],
  ])('ends the read: %s', async (_, answer, error) => {
    await expect(read(answer)).rejects.toMatchObject(error)
  })

  it.each<[string, () => Response]>([
    ['a page', () => new Response('<html>', { status: 502 })],
    ['JSON', () => Response.json({ detail: 'busy' }, { status: 503 })],
  ])('is asked again after its gateway’s %s', async (_, busy) => {
    let calls = 0
    const answer: Answer = (request, query) => {
      calls += 1
      return calls === 1 ? busy() : listing([user('a')])(request, query)
    }
    expect((await read(answer)).members.length).toBe(1)
  })
})

describe('one person', () => {
  const member = async (answer: Answer) => (await directoryAt(answer)).member('id-of-a', readingOn())

  it('is asked for by id, and is not there after null', async () => {
    const queries: object[] = []
    const found = await member((_, query) => {
      queries.push(query)
      return ok(null)
    })
    expect([found, queries]).toEqual([null, [{ owner: 'example', userId: 'id-of-a' }]])
  })

  it('is there', async () => {
    expect(await member(() => ok(user('a')))).toMatchObject({ directoryId: 'id-of-a', disabled: false })
  })

  it.each<[string, Answer]>([
    ['it may not be asked', () => failed('Unauthorized operation')],
    ['the answer is empty', () => Response.json({})],
    ['the answer has no status', () => Response.json({ data: null })],
    ['the answer has no user', () => Response.json({ status: 'ok' })],
    ['the answer is about somebody else', () => ok(user('b'))],
    ['they are of another organization', () => ok(user('a', { owner: 'other' }))],
    ['they are of built-in', () => ok(user('a', { owner: 'built-in' }))],
    ['the server is gone', () => Response.json({ data: null }, { status: 404 })],
  ])('is no leaver where %s', async (_, answer) => {
    await expect(member(answer)).rejects.toMatchObject({ name: 'SsoError' })
  })
})

describe('the simulated Casdoor', () => {
  it('is followed from the first account to the last leaver', async () => {
    const world = createWorld({ now: new Clock().now, random: randomBytes })
    const forbidden = new Set<string>()
    const vendor = await simulate(options, world, { forbidden })
    const directory = await directoryAt(request => vendor(request))
    const it = await following(
      `type: casdoor
endpoint: ${endpoint}
organization: example
application: sso-kit
clientId: 0ba528121ea87b3eb54d
clientSecret: { env: S }
autoRegister: { baseDir: /staff, permissions: 768 }
sync: { fields: { "attributes.no": properties.no } }`,
      directory,
    )
    const members = world.people.filter(({ member }) => member)
    // with the account for reading; one is forbidden and one deleted
    expect(await it.run()).toMatchObject({
      status: 'complete',
      problems: [],
      read: { departments: 0, members: members.length + 3 },
      changes: { created: members.length + 1, disabled: 0, conflicts: 0 },
    })
    const [binding] = (await it.storage.bindings.list()).filter(({ label }) => label === '李四')
    expect(binding).toMatchObject({
      directoryId: subjectOf({ id: 'lisi' }),
      facts: { groups: ['example/1002', 'example/1001'], departments: [], attributes: { no: '1' } },
    })

    world.people.splice(
      world.people.findIndex(({ id }) => id === 'anyi'),
      1,
    )
    forbidden.add('lisi')
    const second = await it.run()
    expect(second).toMatchObject({ status: 'complete', problems: [], changes: { created: 0, disabled: 2 } })
    expect(second.leavers.map(({ name, why }) => [name, why]).toSorted()).toEqual([
      ['安怡', 'gone'],
      ['李四', 'disabled'],
    ])
    expect((await it.run()).changes).toMatchObject({ created: 0, disabled: 0, enabled: 0 })
  })
})
