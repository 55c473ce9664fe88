import { createVerify, generateKeyPairSync } from 'node:crypto'
import type { Host } from 'sso-kit/plugin'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  all,
  Clock,
  departmentsOf,
  faultsOf,
  following,
  membersOf,
  readingOn,
} from '../../test/directory/following.ts'
import { directoryOf } from './directory.ts'
import plugin from './index.ts'
import { directoryAccount } from './rules.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = JSON.stringify({
  type: 'service_account',
  client_email: 'reader@project.iam.gserviceaccount.com',
  private_key_id: 'key-1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
})
const endpoints = { token: 'https://oauth2.googleapis.com', directory: 'https://admin.googleapis.com' }
const path = '/admin/directory/v1/users'
const issuer = 'https://accounts.google.com'

const user = (n: number, more: object = {}) => ({
  id: `10000000000000000000${n}`,
  primaryEmail: `p${n}@example.com`,
  name: { givenName: 'Person', familyName: `${n}`, fullName: `Person ${n}` },
  orgUnitPath: '/Sales/EMEA',
  suspended: false,
  archived: false,
  ...more,
})

const list = (users: unknown[] | undefined, nextPageToken?: string) =>
  Response.json({ kind: 'admin#directory#users', users, nextPageToken })
const refusal = (status: number, reason: string, headers: HeadersInit = {}) =>
  Response.json(
    { error: { code: status, message: 'told to nobody', errors: [{ domain: 'global', reason }] } },
    { status, headers },
  )

let clock: Clock
let asked: Request[]
let tokens: number
let answer: (request: URL, call: number) => Response
let tokenAnswer: (() => Response) | undefined

beforeEach(() => {
  clock = new Clock()
  asked = []
  tokens = 0
  tokenAnswer = undefined
  answer = () => list([user(1), user(2, { orgUnitPath: '/' })])
})

const host = {
  source: 'google',
  now: () => clock.now(),
  async fetch(url, init) {
    const request = new Request(url, init)
    asked.push(request)
    const { origin } = new URL(request.url)
    if (origin === endpoints.directory)
      return answer(new URL(request.url), asked.filter(({ url }) => url.startsWith(origin)).length)
    tokens += 1
    return tokenAnswer?.() ?? Response.json({ access_token: `token-${tokens}`, expires_in: 3599 })
  },
} as Host

const directory = (more: { serviceAccountKey?: string } = {}) =>
  directoryOf(
    {
      endpoints,
      directoryAdmin: 'admin@example.com',
      serviceAccountKey: { reveal: () => more.serviceAccountKey ?? key },
    },
    host,
  )
const read = (scope: 'all' | string[] = 'all') => all(directory().read(scope, readingOn(clock)))
const member = (id: string) => directory().member(id, readingOn(clock))
const calls = () => asked.filter(({ url }) => url.startsWith(endpoints.directory))

describe('a read', () => {
  it('has everybody as a sign-in would have them, and the units that they are in', async () => {
    const entries = await read()
    expect(departmentsOf(entries)).toEqual([
      { id: '/Sales', name: 'Sales', parent: '/' },
      { id: '/Sales/EMEA', name: 'EMEA', parent: '/Sales' },
      { id: '/', name: '/', parent: null },
    ])
    expect(faultsOf(entries)).toEqual([])
    expect(membersOf(entries)).toEqual([
      {
        issuer,
        subject: '100000000000000000001',
        directoryId: '100000000000000000001',
        username: 'p1',
        displayName: 'Person 1',
        email: 'p1@example.com',
        emailVerified: true,
        departments: ['/Sales/EMEA'],
        disabled: false,
        claims: { domains: ['example.com'] },
        fields: {
          id: '100000000000000000001',
          primaryEmail: 'p1@example.com',
          orgUnitPath: '/Sales/EMEA',
          'name.fullName': 'Person 1',
          'name.givenName': 'Person',
          'name.familyName': '1',
        },
      },
      expect.objectContaining({ subject: '100000000000000000002', departments: ['/'] }),
    ])
  })

  it('signs for a token in the name of the administrator, for users alone', async () => {
    await read()
    const form = new URLSearchParams(await asked[0]?.text())
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    const [header = '', claims = '', signature = ''] = form.get('assertion')?.split('.') ?? []
    const parsed = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(parsed(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })
    expect(parsed(claims)).toEqual({
      iss: 'reader@project.iam.gserviceaccount.com',
      sub: 'admin@example.com',
      scope: 'https://www.googleapis.com/auth/admin.directory.user.readonly',
      aud: 'https://oauth2.googleapis.com/token',
      iat: 1_700_000_000,
      exp: 1_700_003_600,
    })
    const check = createVerify('sha256').update(`${header}.${claims}`)
    expect(check.verify(publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  it('asks for all domains, 500 at a time, and for no more of a user than is read', async () => {
    await read()
    const [first] = calls()
    expect(first?.headers.get('authorization')).toBe('Bearer token-1')
    const { pathname, searchParams } = new URL(first?.url ?? '')
    expect(pathname).toBe(path)
    expect(Object.fromEntries(searchParams)).toEqual({
      customer: 'my_customer',
      maxResults: '500',
      orderBy: 'email',
      projection: 'full',
      fields: expect.stringMatching(/^kind,nextPageToken,users\(id,primaryEmail,/),
    })
  })

  it('follows the pages, and knows an empty one, which has no list', async () => {
    answer = (url, call) => {
      expect(url.searchParams.get('pageToken')).toBe([null, 'b', 'c'][call - 1])
      return [list([user(1)], 'b'), list(undefined, 'c'), list([user(2)])][call - 1] ?? refusal(500, 'x')
    }
    expect(membersOf(await read())).toHaveLength(2)
  })

  it('of nobody has nobody', async () => {
    answer = () => list(undefined)
    expect(await read()).toEqual([])
  })

  it.each([
    [{}],
    [{ kind: 'admin#directory#groups', users: [] }],
    [{ kind: 'admin#directory#users', users: 'x' }],
  ])('takes %j for no list', async body => {
    answer = () => Response.json(body)
    await expect(read()).rejects.toMatchObject({
      code: 'source_reply_invalid',
      cause: 'this is no list of users',
    })
  })

  it('ends where the pages go in a circle', async () => {
    answer = () => list([user(1)], 'again')
    await expect(read()).rejects.toMatchObject({ cause: 'the pages of users have no end' })
    expect(calls()).toHaveLength(2)
  })

  it('of a page that fails is no read, however far it came', async () => {
    answer = (_, call) => (call === 1 ? list([user(1)], 'b') : refusal(400, 'invalid'))
    await expect(read()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '400 invalid' })
  })

  it.each([
    [403, 'forbidden', 'directoryAdmin may not read users'],
    [403, 'accessNotConfigured', 'the Admin SDK API is not enabled'],
  ])('tells what %i %s means, and asks once', async (status, reason, advice) => {
    answer = () => refusal(status, reason)
    await expect(read()).rejects.toMatchObject({
      vendorCode: `${status} ${reason}`,
      cause: expect.stringContaining(advice),
    })
    expect(calls()).toHaveLength(1)
  })

  it.each([
    [403, 'quotaExceeded', {}, 60_000],
    [403, 'rateLimitExceeded', {}, 5000],
    [403, 'userRateLimitExceeded', { 'retry-after': '9' }, 9000],
    [429, 'RESOURCE_EXHAUSTED', {}, 5000],
    [503, 'backendError', {}, 5000],
  ])('waits after %i %s, and asks again', async (status, reason, headers, pause) => {
    answer = (_, call) => (call === 1 ? refusal(status, reason, headers) : list([user(1)]))
    expect(membersOf(await read())).toHaveLength(1)
    expect(Math.max(...clock.waited)).toBe(pause)
  })

  it('renews a token that is taken no more, once', async () => {
    answer = (_, call) => (call === 1 ? refusal(401, 'authError') : list([user(1)]))
    expect(membersOf(await read())).toHaveLength(1)
    expect(tokens).toBe(2)
    answer = () => refusal(401, 'authError')
    await expect(read()).rejects.toMatchObject({ vendorCode: '401 authError' })
  })

  it.each([
    ['unauthorized_client', 'domain-wide delegation'],
    ['invalid_grant', 'directoryAdmin'],
    ['other', 'got no token'],
  ])('says what is behind %s of the token endpoint', async (error, advice) => {
    tokenAnswer = () => Response.json({ error, error_description: 'told to nobody' }, { status: 400 })
    await expect(read()).rejects.toMatchObject({
      vendorCode: `400 ${error}`,
      cause: expect.stringContaining(advice),
    })
  })

  it.each([
    ['no JSON', 'BEGIN PRIVATE KEY'],
    ['no key', JSON.stringify({ client_email: 'a@b.c', private_key: 'secret' })],
    ['no account', JSON.stringify({ ...JSON.parse(key), client_email: undefined })],
  ])('is refused with a key that is %s, of which nothing is told', async (_, serviceAccountKey) => {
    const error = await directory({ serviceAccountKey })
      .member('1', readingOn(clock))
      .catch((thrown: Error) => thrown)
    expect(error).toMatchObject({
      code: 'source_refused',
      cause: 'serviceAccountKey is not the JSON key of a service account',
    })
    expect(asked).toEqual([])
  })

  it.each([
    ['without an id', { id: undefined }],
    ['without an address', { primaryEmail: '' }],
    ['that does not say whether it is suspended', { suspended: undefined }],
  ])('sets a record aside %s, and reads on', async (_, odd) => {
    answer = () => list([user(1, odd), user(2)])
    const entries = await read()
    expect(membersOf(entries)).toHaveLength(1)
    expect(faultsOf(entries)).toEqual([expect.stringMatching(/^a user was set aside: /)])
  })

  it.each([
    [{ suspended: true }, true],
    [{ archived: true }, true],
    [{ archived: undefined }, false],
  ])('takes %j for disabled: %s', async (more, disabled) => {
    answer = () => list([user(1, more)])
    expect(membersOf(await read())).toMatchObject([{ disabled }])
  })

  it('has the fields of the organisation’s own schemas, as far as they are texts', async () => {
    answer = () =>
      list([user(1, { customSchemas: { Company: { costCenter: '4711', floor: 3, tags: ['x'] } } })])
    expect(membersOf(await read())[0]?.fields).toMatchObject({
      'customSchemas.Company.costCenter': '4711',
      'customSchemas.Company.floor': '3',
    })
  })

  it('of some units takes in what is below them, and not what begins alike', async () => {
    answer = () =>
      list(['/Sales', '/Sales/EMEA', '/Sales2', '/'].map((orgUnitPath, n) => user(n + 1, { orgUnitPath })))
    const found = membersOf(await read(['/Sales'])).map(({ departments }) => departments[0])
    expect(found).toEqual(['/Sales', '/Sales/EMEA'])
    expect(membersOf(await read(['/']))).toHaveLength(4)
  })
})

describe('one person', () => {
  it('is read by their id', async () => {
    answer = url => {
      expect(url.pathname).toBe(`${path}/100000000000000000001`)
      return Response.json(user(1))
    }
    expect(await member('100000000000000000001')).toMatchObject({ username: 'p1' })
  })

  it('is not there only where Google says so', async () => {
    answer = () => refusal(404, 'notFound')
    expect(await member('1')).toBeNull()
  })

  it.each([
    ['another 404', () => refusal(404, 'domainNotFound')],
    ['a page of a proxy', () => new Response('<html>404</html>', { status: 404 })],
    ['a refusal', () => refusal(403, 'forbidden')],
    ['somebody else', () => Response.json(user(2))],
    ['nobody at all', () => Response.json({})],
  ])('is nobody’s guess after %s', async (_, reply) => {
    answer = reply
    await expect(member('1')).rejects.toMatchObject({ name: 'SsoError' })
  })

  it('is asked for by an id, and by no address', async () => {
    await expect(member('p1@example.com')).rejects.toMatchObject({ code: 'source_refused' })
    expect(asked).toEqual([])
  })
})

describe('the rule', () => {
  it.each([
    [{ follows: true }, ['type']],
    [{ follows: true, directoryAdmin: 'a@b.c' }, ['directoryAdmin']],
    [{ follows: false, serviceAccountKey: '{ file: x }' }, ['serviceAccountKey']],
    [{ follows: true, serviceAccountKey: '{ file: x }', directoryAdmin: 'a@b.c' }, undefined],
    [{ follows: false }, undefined],
  ])('of %j is at %j', (options, at) => {
    expect(directoryAccount(options as never)[0]?.at).toEqual(at)
  })

  it('is followed by steps in both consoles', () => {
    const urls = {
      callback: 'https://sso.example.com/auth/google/callback',
      home: 'https://sso.example.com',
      egressIps: [],
    }
    const values = (follows: boolean) =>
      plugin.console?.({ clientSecret: '{ env: S }', follows } as never, urls).map(({ value }) => value)
    const scope = 'https://www.googleapis.com/auth/admin.directory.user.readonly'
    expect(values(true)).toContain(scope)
    expect(values(false)).not.toContain(scope)
  })
})

describe('accounts', () => {
  it('follow the organisation', async () => {
    const keys = `type: google
clientId: app
clientSecret: { env: S }
serviceAccountKey: { env: K }
directoryAdmin: admin@example.com
allow: { domains: [example.com] }
autoRegister: { enabled: true }
sync: { users: true, auto: true, fields: { attributes.cost: customSchemas.Company.costCenter } }`
    const many = [1, 2, 3, 4, 5].map(n => user(n, { customSchemas: { Company: { costCenter: `CC-${n}` } } }))
    let there: ReturnType<typeof user>[] = [...many, user(6, { primaryEmail: 'p6@example.org' })]
    answer = url => {
      if (url.pathname === path) return list([...there, ...there.slice(0, 1)])
      const found = there.find(({ id }) => url.pathname.endsWith(`/${id}`))
      return found ? Response.json(found) : refusal(404, 'notFound')
    }
    const site = await following(keys, directory(), clock)
    // of another domain of the organisation, which the file does not let in
    expect(await site.run()).toMatchObject({
      status: 'complete',
      problems: [],
      read: { departments: 3, members: 6 },
      changes: { created: 5 },
    })
    expect(await site.account(issuer, '100000000000000000001')).toMatchObject({
      username: 'p1',
      email: 'p1@example.com',
      disabled: false,
      facts: {
        departments: ['/', '/Sales', '/Sales/EMEA', 'EMEA', 'Sales'],
        domain: 'example.com',
        attributes: { cost: 'CC-1' },
      },
    })

    there = many.slice(1).map((each, n) => (n === 0 ? { ...each, suspended: true } : each))
    expect(await site.run()).toMatchObject({ status: 'complete', changes: { disabled: 2, created: 0 } })

    there = []
    expect(await site.run()).toMatchObject({
      status: expect.not.stringMatching('complete'),
      changes: { disabled: 0 },
    })
    await site.close()
  })
})
