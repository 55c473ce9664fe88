import { createHash, generateKeyPairSync } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../../../src/sandbox/organisation.ts'
import type { World } from '../../../../src/sandbox/world.ts'
import { simulate } from '../index.ts'
import { subjectOf } from '../people.ts'
import { type Setting, usualSetting } from '../setting.ts'

const endpoints = {
  login: 'https://accounts.google.com',
  token: 'https://oauth2.googleapis.com',
  api: 'https://www.googleapis.com',
}
const admin = 'reader@example.com'
const scopes = 'https://www.googleapis.com/auth/admin.directory'
const readonly = `${scopes}.user.readonly ${scopes}.orgunit.readonly`

let clock: number
let world: World
let setting: Setting
let send: (request: Request) => Promise<Response>
let account: { client_email: string; private_key: string; token_uri: string }

// once: making keys takes longer than everything else here
const first = await simulate(
  {
    ...{ clientId: 'app', clientSecret: { reveal: () => 's3cret' }, endpoints, directoryAdmin: admin },
    serviceAccountKey: { reveal: () => 'made up' },
  },
  createWorld({ now: () => 0, random: counted() }),
)
const made = first.options?.serviceAccountKey ?? ''

beforeEach(async () => {
  clock = Date.UTC(2026, 10, 26)
  world = createWorld({ now: () => clock, random: counted() })
  setting = usualSetting()
  account = JSON.parse(made)
  const vendor = await simulate(
    {
      ...{ clientId: 'app', clientSecret: { reveal: () => 's3cret' }, endpoints, directoryAdmin: admin },
      serviceAccountKey: { reveal: () => made },
    },
    world,
    setting,
  )
  expect(vendor.options).toBeUndefined()
  send = vendor
})

async function assertion(change: Record<string, unknown> = {}, key = account.private_key): Promise<string> {
  const now = clock / 1000
  const claims = {
    iss: account.client_email,
    sub: admin,
    scope: readonly,
    aud: account.token_uri,
    iat: now,
    exp: now + 3600,
    ...change,
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .sign(await importPKCS8(key, 'RS256'))
}

async function redeem(signed: string): Promise<[number, Record<string, string>]> {
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: signed,
  })
  const reply = await send(new Request(account.token_uri, { method: 'POST', body }))
  return [reply.status, (await reply.json()) as Record<string, string>]
}
const tokenOf = async (change: Record<string, unknown> = {}) =>
  (await redeem(await assertion(change)))[1].access_token

interface Page {
  users?: Record<string, unknown>[]
  nextPageToken?: string
  organizationUnits?: Record<string, string>[]
}

async function get(path: string, token?: string): Promise<[number, Page & { error?: unknown }]> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const reply = await send(new Request(`https://admin.googleapis.com/admin/directory/v1${path}`, { headers }))
  return [reply.status, (await reply.json()) as Page]
}
const reason = (code: number, name: string) => [
  code,
  { error: { code, message: expect.any(String), errors: [expect.objectContaining({ reason: name })] } },
]

describe('a service account (§4.5)', () => {
  test('gets a token for an hour, which is no token of a person', async () => {
    const [status, reply] = await redeem(await assertion())
    expect([status, reply]).toEqual([
      200,
      { access_token: expect.any(String), expires_in: 3599, token_type: 'Bearer' },
    ])
    const headers = { authorization: `Bearer ${reply.access_token}` }
    const userinfo = await send(new Request('https://www.googleapis.com/oauth2/v3/userinfo', { headers }))
    expect(userinfo.status).toBe(401)
    clock += 3_600_000
    expect(await get('/users?customer=my_customer', reply.access_token)).toEqual(reason(401, 'authError'))
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['for another server', { aud: 'https://example.com' }, 'invalid_grant'],
    ['of another account', { iss: 'other@sandbox.iam.gserviceaccount.com' }, 'invalid_grant'],
    ['that lives too long', { exp: Date.UTC(2026, 10, 26) / 1000 + 3601 }, 'invalid_grant'],
    ['that has run out', { exp: Date.UTC(2026, 10, 26) / 1000 - 1 }, 'invalid_grant'],
    ['for a scope that was not delegated', { scope: `${scopes}.user` }, 'unauthorized_client'],
  ])('gets none with an assertion %s', async (_, change, error) => {
    expect((await redeem(await assertion(change)))[1]).toMatchObject({ error })
  })

  test('gets none with a key of somebody else, or none at all', async () => {
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    })
    expect(await redeem(await assertion({}, String(key)))).toMatchObject([400, { error: 'invalid_grant' }])
    expect(await redeem('a.b.c')).toMatchObject([400, { error: 'invalid_grant' }])
  })
})

describe('the users of a Workspace (§4.5)', () => {
  const users = '/users?customer=my_customer'

  test('are all members, by pages, each with the subject of their sign-ins', async () => {
    const token = await tokenOf()
    const found: Record<string, unknown>[] = []
    const pages: number[] = []
    for (let next: string | undefined = ''; next !== undefined; ) {
      const [, page]: [number, Page] = await get(
        `${users}&maxResults=15${next && `&pageToken=${next}`}`,
        token,
      )
      found.push(...(page.users ?? []))
      pages.push(page.users?.length ?? 0)
      next = page.nextPageToken
    }
    const members = world.people.filter(({ member }) => member)
    expect(pages).toEqual([15, 15, members.length - 30])
    expect(found.map(({ id }) => id).toSorted()).toEqual(members.map(subjectOf).toSorted())
    expect(found.find(({ primaryEmail }) => primaryEmail === 'yoshino@example.com')).toMatchObject({
      ...{ id: subjectOf({ id: 'yoshino' }), suspended: false, archived: false, customerId: 'C01sandbox' },
      ...{ name: { fullName: '𠮷野健' }, orgUnitPath: '/研发部/平台组/存储小组' },
    })
  })

  test('are suspended, archived, or gone, and then listed apart', async () => {
    setting.suspended.add('lisi')
    setting.archived.add('wangwu')
    setting.deleted.add('anyi')
    const token = await tokenOf()
    const [, { users: all = [] }] = await get(`${users}&maxResults=500`, token)
    const named = (id: string) => all.find(user => user.id === subjectOf({ id }))
    expect(named('lisi')).toMatchObject({ suspended: true, suspensionReason: 'ADMIN' })
    expect(named('wangwu')).toMatchObject({ archived: true, suspended: false })
    expect(named('anyi')).toBeUndefined()
    const [, gone] = await get(`${users}&showDeleted=true`, token)
    expect(gone.users).toMatchObject([{ id: subjectOf({ id: 'anyi' }), deletionTime: expect.any(String) }])
    expect(await get(`/users/${subjectOf({ id: 'anyi' })}`, token)).toEqual(reason(404, 'notFound'))
  })

  test('are found by id and by address, with schemas of one’s own where they are asked for', async () => {
    const token = await tokenOf()
    const [, byId] = await get(`/users/${subjectOf({ id: 'lisi' })}`, token)
    expect(byId).toEqual((await get('/users/lisi%40example.com', token))[1])
    expect(byId).not.toHaveProperty('customSchemas')
    expect((await get('/users/lisi@example.com?projection=full', token))[1]).toMatchObject({
      customSchemas: { Company: { costCenter: 'CC-1002' } },
    })
  })

  test('of another domain are none, and then there is no list', async () => {
    expect((await get('/users?domain=other.example.org', await tokenOf()))[1]).not.toHaveProperty('users')
  })

  test('are pages for three days', async () => {
    const [, { nextPageToken }] = await get(`${users}&maxResults=1`, await tokenOf())
    clock += 259_200_000
    expect(await get(`${users}&pageToken=${nextPageToken}`, await tokenOf())).toEqual(reason(400, 'invalid'))
  })

  test.each([
    ['/users', 400, 'badRequest'],
    ['/users?customer=C0other', 400, 'badRequest'],
    ['/users?customer=my_customer&maxResults=501', 400, 'invalid'],
    ['/users?customer=my_customer&pageToken=made-up', 400, 'invalid'],
    ['/users/nobody@example.com', 404, 'notFound'],
    ['/groups', 404, 'notFound'],
  ])('are not told by %s', async (path, code, name) => {
    expect(await get(path, await tokenOf())).toEqual(reason(code, name))
  })

  test('are told to an administrator alone, with the scope for it', async () => {
    expect(await get(users)).toEqual(reason(401, 'required'))
    expect(await get(users, 'made-up')).toEqual(reason(401, 'authError'))
    for (const sub of ['lisi@example.com', undefined])
      expect(await get(users, await tokenOf({ sub }))).toEqual(reason(403, 'forbidden'))
    const units = await tokenOf({ scope: `${scopes}.orgunit.readonly` })
    expect(await get(users, units)).toEqual(reason(403, 'insufficientPermissions'))
  })

  test('are not told for a while: by a limit of 2,400 a minute, and whenever a test says so', async () => {
    const token = await tokenOf()
    setting.busy.push('quotaExceeded', 'rateLimitExceeded', 'backendError')
    const one = `/users/${subjectOf({ id: 'lisi' })}`
    expect(await get(one, token)).toEqual(reason(403, 'quotaExceeded'))
    expect(await get(one, token)).toEqual(reason(429, 'rateLimitExceeded'))
    expect(await get(one, token)).toEqual(reason(503, 'backendError'))
    for (let call = 3; call < 2400; call += 1) setting.busy.push('notFound')
    for (let call = 3; call < 2400; call += 1) await get(one, token)
    expect(await get(one, token)).toEqual(reason(403, 'userRateLimitExceeded'))
    clock += 60_000
    expect((await get(one, token))[0]).toBe(200)
  })
})

describe('the organisational units (§4.5)', () => {
  const units = async (query: string) =>
    ((await get(`/customer/my_customer/orgunits?${query}`, await tokenOf()))[1].organizationUnits ?? []).map(
      ({ orgUnitPath }) => orgUnitPath,
    )

  test('are those of one level, or all', async () => {
    expect(await units('')).toEqual(['/研发部', '/市场部', '/财务部', '/人力资源部'])
    expect(await units('type=all')).toHaveLength(world.departments.length)
    expect(await units('type=all&orgUnitPath=/研发部')).toEqual([
      '/研发部/平台组',
      '/研发部/平台组/存储小组',
      '/研发部/客户端组',
    ])
    expect(await units('orgUnitPath=/财务部')).toEqual([])
  })

  test('name the unit above them, and have no slash in a name', async () => {
    const [, { organizationUnits = [] }] = await get(
      '/customer/C01sandbox/orgunits?type=all',
      await tokenOf(),
    )
    const above = organizationUnits.find(({ name }) => name === '市场部')
    expect(organizationUnits.find(({ name }) => name === '品牌·公关组')).toMatchObject({
      orgUnitPath: '/市场部/品牌·公关组',
      parentOrgUnitPath: '/市场部',
      parentOrgUnitId: above?.orgUnitId,
    })
  })
})

/** Different at every call and the same in every run. */
function counted(): World['random'] {
  let calls = 0
  return bytes => createHash('sha512').update(String(calls++)).digest().subarray(0, bytes)
}
