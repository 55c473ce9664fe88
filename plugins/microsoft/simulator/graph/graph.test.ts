import { createHash } from 'node:crypto'
import {
  type Context,
  Client as GraphClient,
  type Middleware,
  MiddlewareFactory,
  PageIterator,
} from '@microsoft/microsoft-graph-client'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../../../src/sandbox/organisation.ts'
import type { World } from '../../../../src/sandbox/world.ts'
import { simulate } from '../index.ts'
import { oidOf } from '../people.ts'
import { type Setting, usualSetting } from '../setting.ts'
import { contosoTenant } from '../tenants.ts'
import { groupIdOf } from './records.ts'

const callback = 'https://sso.example.com/auth/microsoft/callback'
const ours = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const endpoints = { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' }

let clock: number
let world: World
let setting: Setting
let send: (request: Request) => Promise<Response>

beforeEach(() => register(ours))

async function register(tenant: string) {
  clock = Date.UTC(2026, 10, 26)
  world = createWorld({ now: () => clock, random: counted() })
  setting = usualSetting()
  send = await simulate(
    { tenant, clientId: 'app', clientSecret: { reveal: () => 's3cret' }, endpoints },
    world,
    setting,
  )
}

describe('a token', () => {
  const refusal = async (path: string, token: string | undefined) => {
    const reply = await get(path, token)
    return [reply.status, await reply.json()]
  }
  const error = (code: string) => ({
    error: {
      code,
      message: expect.any(String),
      innerError: {
        date: expect.stringMatching(/^2026-11-26T/),
        'request-id': expect.stringMatching(/^[\da-f-]{36}$/),
        'client-request-id': expect.any(String),
      },
    },
  })

  test('is wanted, a known one, and for an hour', async () => {
    const token = await tokenOf('lisi')
    expect((await get('/me', token)).status).toBe(200)
    for (const bad of [undefined, 'made-up'])
      expect(await refusal('/me', bad)).toEqual([401, error('InvalidAuthenticationToken')])
    clock += 3_599_000
    expect((await get('/me', token)).status).toBe(200)
    clock += 1000
    expect(await refusal('/me', token)).toEqual([401, error('InvalidAuthenticationToken')])
  })

  test.each<[string, string | 'app', string, number, string]>([
    ['the app by itself has no "me"', 'app', '/me', 400, 'BadRequest'],
    ['without User.Read nobody reads themselves', 'Mail.Read', '/me', 403, 'Authorization_RequestDenied'],
    ['User.Read is not for the others', 'User.Read', '/users', 403, 'Authorization_RequestDenied'],
    ['nor for changes', 'User.Read', '/users/delta', 403, 'Authorization_RequestDenied'],
    ['nobody has that id', 'app', '/users/nobody', 404, 'Request_ResourceNotFound'],
    ['nor that one', 'app', '/users/%zz', 404, 'Request_ResourceNotFound'],
    ['there is no such path', 'app', '/sites', 400, 'BadRequest'],
    ['nor this', 'User.Read', '/me/messages', 400, 'BadRequest'],
    ['users have no such property', 'app', '/users?$select=shoeSize', 400, 'Request_BadRequest'],
    ['a page has 999 at most', 'app', '/users?$top=1000', 400, 'Request_BadRequest'],
    ['lists are not filtered here', 'app', "/users?$filter=mail eq 'a'", 400, 'Request_UnsupportedQuery'],
  ])('%s', async (_, scope, path, status, code) => {
    const token = scope === 'app' ? await appToken() : await tokenOf('lisi', scope)
    expect(await refusal(path, token)).toEqual([status, error(code)])
  })
})

describe('a user', () => {
  test('is known by the oid of the ID token; what was not filled in is null', async () => {
    expect(await json('/me', await tokenOf('lisi'))).toEqual({
      '@odata.context': expect.stringMatching(/\/v1\.0\/\$metadata#users\/\$entity$/),
      id: oidOf({ id: 'lisi' }, ours),
      displayName: '李四',
      mail: 'lisi@example.com',
      userPrincipalName: 'lisi@example.com',
      jobTitle: '平台组组长',
      mobilePhone: '13800000002',
      businessPhones: [],
      givenName: null,
      surname: null,
      officeLocation: null,
      preferredLanguage: null,
    })
    expect(await json('/me', await tokenOf('renyi'))).toMatchObject({ mail: null, mobilePhone: null })
  })

  test('has more properties, for who asks by name', async () => {
    const select = '$select=id,department,employeeId,userType,accountEnabled'
    expect(await json(`/me?${select}`, await tokenOf('lisi'))).toEqual({
      '@odata.context': expect.any(String),
      id: oidOf({ id: 'lisi' }, ours),
      department: '平台组',
      employeeId: 'A0001',
      userType: 'Member',
      accountEnabled: true,
    })
  })

  test('is found by id, and by a name that has to be escaped for a guest', async () => {
    const token = await appToken()
    const upn = 'qian_supplier.example.net#EXT#@example.com'
    const guest = await json(`/users/${encodeURIComponent(upn)}?$select=userType,userPrincipalName`, token)
    expect(guest).toMatchObject({ userType: 'Guest', userPrincipalName: upn })
    expect(await json(`/users/${guest.id}`, token)).toMatchObject({ id: oidOf({ id: 'supplier' }, ours) })
  })

  test('of a personal account is in nobody’s groups', async () => {
    await register('consumers')
    const token = await tokenOf('outlook', 'User.Read', 'consumers')
    expect(await json('/me', token)).toMatchObject({ mail: 'olga@outlook.com' })
    expect((await get('/me/memberOf', token)).status).toBe(400)
  })

  test('is a stranger to the directory of another tenant', async () => {
    await register('organizations')
    const names = async (tenant: string) =>
      ((await json('/users', await appToken(tenant))).value as { displayName: string }[]).map(
        ({ displayName }) => displayName,
      )
    expect(await names(contosoTenant)).toEqual(['李四', 'Connie Toso'])
  })
})

describe('groups', () => {
  const idOf = (department: string) => groupIdOf({ id: department }, ours)
  const groups = async (path: string, scope: string) =>
    (await json(`/me/${path}`, await tokenOf('lisi', scope))).value as Record<string, unknown>[]

  test('are bare ids for who may only read themselves', async () => {
    const [first] = await groups('memberOf', 'User.Read')
    expect(first).toMatchObject({ '@odata.type': '#microsoft.graph.group', displayName: null })
    expect(first?.id).toBe(idOf('1001'))
  })

  test('are those of the person, or with all above them', async () => {
    const scope = 'User.Read GroupMember.Read.All'
    const names = async (path: string) => (await groups(path, scope)).map(({ displayName }) => displayName)
    expect(await names('memberOf/microsoft.graph.group')).toEqual(['研发部', '平台组'])
    const token = await tokenOf('yoshino', scope)
    const all = (await json('/me/transitiveMemberOf', token)).value as { displayName: string }[]
    expect(all.map(({ displayName }) => displayName)).toEqual(['存储小组', '平台组', '研发部'])
  })

  test('are checked by id, with all above them', async () => {
    const token = await tokenOf('yoshino')
    const check = async (action: string, body: unknown) =>
      send(
        new Request(`${endpoints.graph}/v1.0/me/${action}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
          body: JSON.stringify(body),
        }),
      )
    const asked = { groupIds: [idOf('1007'), idOf('1001')] }
    expect(await (await check('checkMemberGroups', asked)).json()).toMatchObject({ value: [idOf('1001')] })
    expect(await (await check('getMemberGroups', { securityEnabledOnly: true })).json()).toMatchObject({
      value: [idOf('1003'), idOf('1002'), idOf('1001')],
    })
    for (const wrong of [{}, null, { groupIds: 'all' }])
      expect((await check('checkMemberGroups', wrong)).status).toBe(400)
  })
})

describe('the directory of a tenant', () => {
  type Entity = Record<string, unknown>
  const list = async (path: string) =>
    ((await json(path, await appToken())).value as Entity[] | undefined)?.map(each => each)
  const idOf = (department: string) => groupIdOf({ id: department }, ours)
  const named = (entities: Entity[] | undefined, id: string) =>
    entities?.find(entity => entity.id === oidOf({ id }, ours))

  test('tells who may not sign in, and who was deleted by another list', async () => {
    setting.disabled.add('lisi')
    setting.deleted.add('anyi')
    const users = await list('/users?$select=accountEnabled&$top=999')
    expect(named(users, 'lisi')).toEqual({ id: oidOf({ id: 'lisi' }, ours), accountEnabled: false })
    expect(named(users, 'wangwu')).toMatchObject({ accountEnabled: true })
    expect(named(users, 'anyi')).toBeUndefined()
    expect((await get(`/users/${oidOf({ id: 'anyi' }, ours)}`, await appToken())).status).toBe(404)
    const deleted = await list('/directory/deletedItems/microsoft.graph.user?$select=deletedDateTime')
    expect(deleted).toEqual([{ id: oidOf({ id: 'anyi' }, ours), deletedDateTime: '2026-11-20T08:00:00Z' }])
    expect((await get('/directory/deletedItems', await appToken())).status).toBe(400)
  })

  test('has groups, and groups as members of groups', async () => {
    expect((await list('/groups?$select=displayName'))?.map(({ displayName }) => displayName)).toEqual(
      world.departments.map(({ name }) => name),
    )
    expect(await json(`/groups/${idOf('1002')}`, await appToken())).toMatchObject({ displayName: '平台组' })
    const members = (await list(`/groups/${idOf('1002')}/members?$select=displayName`)) ?? []
    expect(named(members, 'lisi')).toEqual({
      ...{ '@odata.type': '#microsoft.graph.user', id: oidOf({ id: 'lisi' }, ours), displayName: '李四' },
    })
    expect(members.find(({ id }) => id === idOf('1003'))).toMatchObject({ displayName: '存储小组' })
    const users = await list(`/groups/${idOf('1002')}/members/microsoft.graph.user`)
    expect(users?.length).toBe(members.length - 1)
    const below = await list(`/groups/${idOf('1001')}/transitiveMembers/microsoft.graph.user?$top=999`)
    expect(named(below, 'yoshino')).toMatchObject({ displayName: '𠮷野健' })
    expect(new Set(below?.map(({ id }) => id)).size).toBe(below?.length)
    for (const path of [`/groups/${idOf('9')}`, `/groups/${idOf('9')}/members`])
      expect((await get(path, await appToken())).status).toBe(404)
  })

  test('shows no more than was agreed to', async () => {
    setting.permissions.delete('User.Read.All')
    expect((await get('/users', await appToken())).status).toBe(403)
    const members = await list(`/groups/${idOf('1002')}/members/microsoft.graph.user`)
    expect(named(members, 'lisi')).toMatchObject({ displayName: null, userPrincipalName: null })
    setting.permissions.clear()
    expect((await get('/groups', await appToken())).status).toBe(403)
  })

  test('is nobody’s business in another tenant', async () => {
    await register('organizations')
    const token = await appToken(contosoTenant)
    expect((await json('/groups', token)).value).toEqual([])
  })

  test('is busy when a test says so, and says for how long where it says 429', async () => {
    setting.busy.push('tooMany', 'unavailable')
    const token = await appToken()
    const busy = await get('/users', token)
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '7'])
    const gone = await get('/users', token)
    expect([gone.status, gone.headers.get('retry-after')]).toEqual([503, null])
    expect((await get('/users', token)).status).toBe(200)
  })
})

describe('delta', () => {
  interface Round {
    pages: number[]
    entries: Record<string, unknown>[]
    deltaLink: string
  }

  /** Follows the links to the end. */
  async function round(start: string, headers: Record<string, string> = {}): Promise<Round> {
    const token = await appToken()
    const result: Round = { pages: [], entries: [], deltaLink: '' }
    for (let next: unknown = start; typeof next === 'string'; ) {
      const reply = await send(
        new Request(next, { headers: { authorization: `Bearer ${token}`, ...headers } }),
      )
      const page = (await reply.json()) as Record<string, unknown> & { value: Record<string, unknown>[] }
      result.pages.push(page.value.length)
      result.entries.push(...page.value)
      next = page['@odata.nextLink']
      result.deltaLink = String(page['@odata.deltaLink'])
    }
    return result
  }
  const first = `${endpoints.graph}/v1.0/users/delta?$select=displayName,jobTitle`
  const status = async (address: string) => (await get(address, await appToken())).status

  test('reads everybody, guests too, with a page that is empty and an object that comes twice', async () => {
    const { pages, entries, deltaLink } = await round(first)
    expect(pages).toEqual([20, 0, 21, 3])
    expect(new Set(entries.map(({ id }) => id)).size).toBe(42)
    for (const entry of entries) expect(Object.keys(entry)).toEqual(['id', 'displayName', 'jobTitle'])
    expect(deltaLink).toContain('/users/delta?$deltatoken=')
  })

  test('tells of changes to what was selected, of people who came and of people who went', async () => {
    const { deltaLink } = await round(first)
    expect((await round(deltaLink)).entries).toEqual([])

    const [zhaomin, lisi, ...others] = world.people.splice(0)
    if (!zhaomin || !lisi) throw new Error('the organisation has changed')
    world.people.push({ ...lisi, title: '总监' }, ...others, { ...lisi, id: 'new', name: '新人' })
    const second = await round(deltaLink)
    expect(second.entries).toEqual([
      { id: oidOf({ id: 'lisi' }, ours), displayName: '李四', jobTitle: '总监' },
      { id: oidOf({ id: 'new' }, ours), displayName: '新人', jobTitle: lisi.title },
      { id: oidOf({ id: 'zhaomin' }, ours), '@removed': { reason: 'changed' } },
    ])
    const minimal = await round(deltaLink, { prefer: 'return=minimal' })
    expect(minimal.entries[0]).toEqual({ id: oidOf({ id: 'lisi' }, ours), jobTitle: '总监' })
    // the old link says the same again, the new one nothing
    expect((await round(deltaLink)).entries).toEqual(second.entries)
    expect((await round(second.deltaLink)).entries).toEqual([])
  })

  test('does not notice what was not selected', async () => {
    const { deltaLink } = await round(first)
    const lisi = world.people.find(({ id }) => id === 'lisi')
    if (lisi) lisi.mobile = '13900000000'
    expect((await round(deltaLink)).entries).toEqual([])
  })

  test('starts from now, or with some only', async () => {
    expect((await round(`${first}&$deltatoken=latest`)).entries).toEqual([])
    const [id, other] = [oidOf({ id: 'lisi' }, ours), oidOf({ id: 'anyi' }, ours)]
    const { entries } = await round(`${first}&$filter=id eq '${id}' or id eq '${other}'`)
    expect(entries.map(entry => entry.id)).toEqual([id, other])
  })

  test.each([
    '$top=10',
    '$orderby=displayName',
    '$expand=manager',
    "$filter=displayName eq 'a'",
    `$filter=${Array.from({ length: 51 }, () => "id eq 'a'").join(' or ')}`,
    '$select=shoeSize',
    '$deltatoken=made-up',
    '$skiptoken=made-up',
  ])('refuses %s', async option => {
    expect(await status(`/users/delta?${option}`)).toBe(400)
  })

  test('forgets after seven days, and says where to start again', async () => {
    const { deltaLink } = await round(first)
    clock += 7 * 24 * 3_600_000 - 1
    expect((await round(deltaLink)).entries).toEqual([])
    clock += 1
    const reply = await send(
      new Request(deltaLink, { headers: { authorization: `Bearer ${await appToken()}` } }),
    )
    expect([reply.status, await reply.json()]).toMatchObject([410, { error: { code: 'syncStateNotFound' } }])
    const again = reply.headers.get('location') ?? ''
    expect(again).toMatch(/\$deltatoken=$/)
    expect((await round(again)).pages).toEqual([20, 0, 21, 3])
  })
})

describe('throttling', () => {
  const units = async (path: string) => (await get(path, await appToken())).headers.get('x-ms-resource-unit')

  test('counts by what is asked', async () => {
    expect(await units('/users')).toBe('2')
    expect(await units('/users?$select=id')).toBe('1')
    expect(await units('/users?$select=id&$top=5')).toBe('1')
    expect(await units(`/users/${oidOf({ id: 'lisi' }, ours)}/memberOf`)).toBe('2')
  })

  test('warns from four fifths on, says 429 and how long, and forgets after ten seconds', async () => {
    const token = await tokenOf('lisi')
    const spend = async (calls: number) => {
      let last = await get('/me/memberOf', token)
      for (let call = 1; call < calls; call += 1) last = await get('/me/memberOf', token)
      return last
    }
    // two units each of 3,500
    expect((await spend(1399)).headers.get('x-ms-throttle-limit-percentage')).toBeNull()
    expect((await spend(1)).headers.get('x-ms-throttle-limit-percentage')).toBe('0.80')
    clock += 4_000
    expect((await spend(350)).status).toBe(200)
    const reply = await spend(1)
    expect(reply.status).toBe(429)
    expect(reply.headers.get('retry-after')).toBe('6')
    expect(reply.headers.get('x-ms-throttle-scope')).toContain('Tenant_Application')
    expect(await reply.json()).toMatchObject({ error: { code: 'TooManyRequests' } })
    clock += 5_999
    expect((await spend(1)).status).toBe(429)
    clock += 1
    expect((await spend(1)).status).toBe(200)
  })
})

describe('Microsoft’s own client, microsoft-graph-client', () => {
  /** Its own chain of middleware, with the network at the end replaced. */
  const graph = (token: () => Promise<string>) => {
    const chain = MiddlewareFactory.getDefaultMiddlewareChain({ getAccessToken: token })
    const network: Middleware = {
      async execute(context: Context) {
        context.response = await send(new Request(context.request, context.options as RequestInit))
      },
    }
    for (const [index, link] of chain.entries())
      link.setNext?.(chain[index + 2] ? (chain[index + 1] ?? link) : network)
    const [head = network] = chain
    return GraphClient.initWithMiddleware({ middleware: head })
  }

  test('reads me and my groups', async () => {
    const client = graph(() => tokenOf('lisi'))
    expect(await client.api('/me').select(['id', 'mail']).get()).toMatchObject({ mail: 'lisi@example.com' })
    expect((await client.api('/me/memberOf').get()).value).toHaveLength(2)
  })

  test('follows every page of a delta to its link, and the link to nothing', async () => {
    const client = graph(() => appToken())
    const ids: string[] = []
    const pages = async (path: string) => {
      const iterator = new PageIterator(client, await client.api(path).get(), ({ id }) => {
        ids.push(id)
        return true
      })
      await iterator.iterate()
      return iterator.getDeltaLink() ?? ''
    }
    const link = await pages('/users/delta?$select=displayName')
    expect(new Set(ids).size).toBe(42)
    expect(ids.length).toBeGreaterThan(42)
    ids.length = 0
    await pages(link)
    expect(ids).toEqual([])
  })

  test('follows the pages of users, of groups and of members', async () => {
    const client = graph(() => appToken())
    const ids = async (path: string) => {
      const found: string[] = []
      const iterator = new PageIterator(client, await client.api(path).get(), ({ id }) => found.push(id) > 0)
      await iterator.iterate()
      return found
    }
    expect(new Set(await ids('/users?$top=10&$select=id')).size).toBe(42)
    expect(await ids('/groups?$top=3')).toHaveLength(world.departments.length)
    const path = `/groups/${groupIdOf({ id: '1001' }, ours)}/transitiveMembers`
    expect((await ids(`${path}?$top=5`)).toSorted()).toEqual((await ids(path)).toSorted())
  })

  test('understands the errors', async () => {
    await expect(
      graph(() => appToken())
        .api('/users/nobody')
        .get(),
    ).rejects.toMatchObject({
      statusCode: 404,
      code: 'Request_ResourceNotFound',
      requestId: expect.any(String),
    })
  })
})

async function tokenRequest(segment: string, form: Record<string, string>): Promise<string> {
  const body = new URLSearchParams({ client_id: 'app', client_secret: 's3cret', ...form })
  const url = `${endpoints.login}/${segment}/oauth2/v2.0/token`
  const reply = await send(new Request(url, { method: 'POST', body }))
  return ((await reply.json()) as { access_token: string }).access_token
}

/** Without `openid`, so that no key has to be made for an ID token. */
async function tokenOf(person: string, scope = 'User.Read', segment = ours): Promise<string> {
  const query = { client_id: 'app', redirect_uri: callback, response_type: 'code', scope, person }
  const url = `${endpoints.login}/${segment}/oauth2/v2.0/authorize?${new URLSearchParams(query)}`
  const back = (await send(new Request(url))).headers.get('location') ?? ''
  const code = new URL(back).searchParams.get('code') ?? ''
  return tokenRequest(segment, { grant_type: 'authorization_code', redirect_uri: callback, code })
}

const appToken = (segment = ours): Promise<string> =>
  tokenRequest(segment, { grant_type: 'client_credentials', scope: `${endpoints.graph}/.default` })

function get(path: string, token: string | undefined): Promise<Response> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return send(new Request(`${endpoints.graph}/v1.0${path}`, { headers }))
}

async function json(path: string, token: string): Promise<Record<string, unknown>> {
  return (await (await get(path, token)).json()) as Record<string, unknown>
}

/** Different at every call and the same in every run. */
function counted(): World['random'] {
  let calls = 0
  return bytes => createHash('sha512').update(String(calls++)).digest().subarray(0, bytes)
}
