import type { Host, Source } from 'sso-kit/plugin'
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
import plugin from './index.ts'
import { directoryOfOne } from './rules.ts'

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const [login, graph] = ['https://login.microsoftonline.com', 'https://graph.microsoft.com']
const issuer = `${login}/${tenant}/v2.0`
const oid = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`
const group = 'bbbbbbbb-0000-4000-8000-000000000001'

const user = (n: number, more: object = {}) => ({
  id: oid(n),
  displayName: `Person ${n}`,
  givenName: null,
  surname: null,
  mail: `p${n}@example.com`,
  userPrincipalName: `p${n}@example.com`,
  mobilePhone: null,
  jobTitle: 'Engineer',
  department: 'Sales',
  employeeId: null,
  officeLocation: null,
  companyName: null,
  userType: 'Member',
  accountEnabled: true,
  ...more,
})

const refusal = (status: number, code: string, headers: HeadersInit = {}) =>
  Response.json({ error: { code, message: 'told to nobody' } }, { status, headers })
const page = (value: unknown, next?: string) =>
  Response.json({ value, ...(next !== undefined && { '@odata.nextLink': next }) })

let clock: Clock
let asked: Request[]
/** What Graph says, by the end of a path; the first that fits. */
let replies: [path: string, reply: (request: Request, call: number) => Response | Promise<Response>][]
let tokens: number

beforeEach(() => {
  clock = new Clock()
  asked = []
  tokens = 0
  replies = [['/v1.0/users', () => page([user(1), user(2, { department: null })])]]
})

const host = {
  source: 'microsoft',
  now: () => clock.now(),
  async fetch(url, init) {
    const request = new Request(url, init)
    const { origin, pathname } = new URL(request.url)
    if (pathname.endsWith('/openid-configuration'))
      return Response.json({
        issuer,
        authorization_endpoint: `${login}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${login}/${tenant}/oauth2/v2.0/token`,
        jwks_uri: `${login}/${tenant}/discovery/v2.0/keys`,
      })
    asked.push(request)
    const reply = replies.find(([path]) => pathname.endsWith(path))?.[1]
    if (reply)
      return reply(request.clone(), asked.filter(({ url }) => new URL(url).pathname === pathname).length)
    if (origin !== login) throw new Error(`nothing is said about ${request.url}`)
    tokens += 1
    return Response.json({ token_type: 'Bearer', expires_in: 3599, access_token: `app-${tokens}` })
  },
} as Host

async function directory(more: object = {}) {
  const options = { tenant, clientId: 'app', strategy: 'openid-client', endpoints: { login, graph }, ...more }
  const source = (await plugin.open(
    { ...options, clientSecret: { reveal: () => 'the secret' } } as never,
    host,
  )) as Source
  if (!source.directory) throw new Error('there is no directory')
  return source.directory
}

const read = async (scope: 'all' | string[] = 'all', more: object = {}) =>
  all((await directory(more)).read(scope, readingOn(clock)))
const member = async (id: string, more: object = {}) => (await directory(more)).member(id, readingOn(clock))
const graphCalls = () => asked.filter(({ url }) => url.startsWith(graph))

describe('a read', () => {
  it('has everybody as a sign-in would have them, and the departments that are written down', async () => {
    const entries = await read()
    expect(departmentsOf(entries)).toEqual([{ id: 'Sales', name: 'Sales', parent: null }])
    expect(faultsOf(entries)).toEqual([])
    expect(membersOf(entries)).toEqual([
      {
        issuer,
        subject: oid(1),
        directoryId: oid(1),
        username: 'p1@example.com',
        displayName: 'Person 1',
        email: 'p1@example.com',
        emailVerified: true,
        departments: ['Sales'],
        groups: [],
        disabled: false,
        claims: { tenants: [tenant] },
        fields: {
          id: oid(1),
          displayName: 'Person 1',
          mail: 'p1@example.com',
          userPrincipalName: 'p1@example.com',
          jobTitle: 'Engineer',
          department: 'Sales',
          userType: 'Member',
        },
      },
      expect.objectContaining({ subject: oid(2), departments: [] }),
    ])
  })

  it('asks with the app’s own token, for the fields by name, and lets sign-ins go first', async () => {
    await read()
    const [token, users] = asked
    expect(Object.fromEntries(new URLSearchParams(await token?.text()))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'app',
      client_secret: 'the secret',
      scope: `${graph}/.default`,
    })
    expect(users?.headers.get('authorization')).toBe('Bearer app-1')
    expect(users?.headers.get('x-ms-throttle-priority')).toBe('Low')
    const query = new URL(users?.url ?? '').searchParams
    expect(query.get('$top')).toBe('999')
    expect(query.get('$select')?.split(',')).toEqual([
      ...Object.keys(plugin.directory?.fields ?? {}),
      'accountEnabled',
    ])
  })

  it('follows the pages, empty ones too', async () => {
    const next = (n: number) => `${graph}/v1.0/users?$skiptoken=${n}`
    replies = [
      [
        '/users',
        (_, call) =>
          [page([user(1)], next(1)), page([], next(2)), page([user(2)])][call - 1] ?? refusal(500, 'x'),
      ],
    ]
    expect(membersOf(await read())).toHaveLength(2)
    expect(graphCalls().map(({ url }) => url)).toEqual([expect.any(String), next(1), next(2)])
  })

  it.each([
    'https://graph.example.com/v1.0/users?$skiptoken=1',
    'http://graph.microsoft.com/v1.0/users?$skiptoken=1',
    'https://graph.microsoft.com.example.com/v1.0/users',
    'https://graph.microsoft.com@example.com/v1.0/users',
    'https://graph.microsoft.com/v1.0/../beta/users',
    '/v1.0/users?$skiptoken=1',
    'nowhere',
  ])('takes its token to no other address: %s', async next => {
    replies = [['/users', () => page([user(1)], next)]]
    await expect(read()).rejects.toMatchObject({
      code: 'source_reply_invalid',
      cause: 'the next page is at another address',
    })
    expect(graphCalls()).toHaveLength(1)
  })

  it('ends where the pages go in a circle', async () => {
    replies = [['/users', () => page([user(1)], `${graph}/v1.0/users?$skiptoken=1`)]]
    await expect(read()).rejects.toMatchObject({ cause: expect.stringContaining('have no end') })
    expect(graphCalls()).toHaveLength(2)
  })

  it.each([[{}], [{ value: null }], [{ value: 'all' }]])('takes %j for no list', async body => {
    replies = [['/users', () => Response.json(body)]]
    await expect(read()).rejects.toMatchObject({
      code: 'source_reply_invalid',
      cause: '"value" is not a list',
    })
  })

  it('of a page that fails is no read, however far it came', async () => {
    replies = [
      [
        '/users',
        (_, call) => (call === 1 ? page([user(1)], `${graph}/v1.0/users?p=2`) : refusal(400, 'BadRequest')),
      ],
    ]
    await expect(read()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '400 BadRequest' })
  })

  it('says which permission is missing', async () => {
    replies = [['/users', () => refusal(403, 'Authorization_RequestDenied')]]
    await expect(read()).rejects.toMatchObject({
      vendorCode: '403 Authorization_RequestDenied',
      cause: expect.stringContaining('application permission User.Read.All'),
    })
    expect(graphCalls()).toHaveLength(1)
  })

  it('waits as long as Graph says, and asks again', async () => {
    replies = [
      [
        '/users',
        (_, call) => (call < 3 ? refusal(429, 'TooManyRequests', { 'retry-after': '17' }) : page([user(1)])),
      ],
    ]
    expect(membersOf(await read())).toHaveLength(1)
    expect(clock.waited.filter(ms => ms >= 1000)).toEqual([17_000, 17_000])
  })

  it.each([
    ['503 with a date', 503, () => new Date(clock.time + 4000).toUTCString(), 4000],
    ['500 without a word', 500, () => undefined, 10_000],
  ])('waits after %s', async (_, status, after, pause) => {
    replies = [
      [
        '/users',
        (_request, call) => {
          const said = after()
          return call === 1
            ? refusal(status, 'x', said === undefined ? {} : { 'retry-after': said })
            : page([user(1)])
        },
      ],
    ]
    expect(membersOf(await read())).toHaveLength(1)
    expect(Math.max(...clock.waited)).toBe(pause)
  })

  it('renews a token that Graph does not take any more, once', async () => {
    replies = [
      [
        '/users',
        request =>
          request.headers.get('authorization') === 'Bearer app-1'
            ? refusal(401, 'InvalidAuthenticationToken')
            : page([user(1)]),
      ],
    ]
    expect(membersOf(await read())).toHaveLength(1)
    replies = [['/users', () => refusal(401, 'InvalidAuthenticationToken')]]
    await expect(read()).rejects.toMatchObject({ vendorCode: '401 InvalidAuthenticationToken' })
    expect(tokens).toBe(4)
  })

  it('tells a wrong secret by its number, and nothing of the rest', async () => {
    replies = [
      [
        '/oauth2/v2.0/token',
        () =>
          Response.json(
            { error: 'invalid_client', error_description: 'AADSTS7000215: secret', error_codes: [7000215] },
            { status: 401 },
          ),
      ],
    ]
    await expect(read()).rejects.toMatchObject({
      code: 'source_refused',
      vendorCode: 'invalid_client AADSTS7000215',
      cause: 'client_credentials',
    })
  })

  it.each([
    ['without an id', { id: undefined }],
    ['with an id of another form', { id: 'lisi' }],
    ['that does not say whether it is enabled', { accountEnabled: null }],
    ['with an address that is none', { mail: 7 }],
  ])('sets a record aside %s, and reads on', async (_, odd) => {
    replies = [['/users', () => page([user(1, odd), user(2)])]]
    const entries = await read()
    expect(membersOf(entries).map(({ subject }) => subject)).toEqual([oid(2)])
    expect(faultsOf(entries)).toEqual([expect.stringMatching(/^a user was set aside: /)])
  })

  it('says whose account is disabled', async () => {
    replies = [['/users', () => page([user(1, { accountEnabled: false })])]]
    expect(membersOf(await read())).toMatchObject([{ disabled: true }])
  })

  it.each([
    ['lisi@EXAMPLE.com', 'lisi@example.com', 'Member', true],
    ['lisi@example.com', 'lisi@example.onmicrosoft.com', 'Member', undefined],
    ['boss@example.com', 'impostor_contoso.com#EXT#@example.com', 'Guest', false],
    ['boss@example.com', 'impostor_contoso.com#EXT#@example.com', 'Member', false],
    [null, 'lisi@example.com', 'Member', undefined],
  ])('believes the address %s of %s (%s): %s', async (mail, userPrincipalName, userType, emailVerified) => {
    replies = [['/users', () => page([user(1, { mail, userPrincipalName, userType })])]]
    const [found] = membersOf(await read())
    expect(found?.emailVerified).toBe(emailVerified)
    // the name of a guest is a construction of Microsoft's
    expect(found?.username).toBe(userPrincipalName.includes('#EXT#') ? mail : userPrincipalName)
  })

  it('of some departments leaves everybody else out', async () => {
    replies = [
      ['/users', () => page([user(1), user(2, { department: 'Law' }), user(3, { department: null })])],
    ]
    const entries = await read(['Law'])
    expect(departmentsOf(entries)).toEqual([{ id: 'Law', name: 'Law', parent: null }])
    expect(membersOf(entries).map(({ subject }) => subject)).toEqual([oid(2)])
  })

  it.each(['common', 'organizations', 'consumers', '9188040d-6c67-4c5b-b112-36a304b66dad'])(
    'of %s there is none',
    async many => {
      await expect(read('all', { tenant: many })).rejects.toMatchObject({
        code: 'source_refused',
        cause: expect.stringContaining('has no directory'),
      })
      await expect(member(oid(1), { tenant: many })).rejects.toMatchObject({ code: 'source_refused' })
      expect(asked).toEqual([])
      const options = { tenant: many, follows: true } as never
      expect(directoryOfOne(options)).toMatchObject([{ rule: 'microsoft/directory-of-one', at: ['tenant'] }])
      expect(directoryOfOne({ tenant: many, follows: false } as never)).toEqual([])
    },
  )
})

describe('with groups in allow', () => {
  const allow = { groups: [group] }

  it('everybody comes with those they are in', async () => {
    replies.unshift([`/groups/${group}/transitiveMembers/microsoft.graph.user`, () => page([{ id: oid(2) }])])
    expect(membersOf(await read('all', { allow })).map(({ groups }) => groups)).toEqual([[], [group]])
  })

  it('a group that is gone is a fault, and nobody is out for it', async () => {
    replies.unshift(['/microsoft.graph.user', () => refusal(404, 'Request_ResourceNotFound')])
    expect(faultsOf(await read('all', { allow }))).toEqual([`the group ${group} of allow is not there`])
  })

  it('they cannot be told without a permission more', async () => {
    replies.unshift(['/microsoft.graph.user', () => refusal(403, 'Authorization_RequestDenied')])
    await expect(read('all', { allow })).rejects.toMatchObject({
      cause: expect.stringContaining('GroupMember.Read.All'),
    })
  })

  it('one person is asked about, twenty groups at a time, and has only what was asked for', async () => {
    const many = Array.from(
      { length: 21 },
      (_, n) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`,
    )
    replies = [
      [
        '/checkMemberGroups',
        async request => {
          const { groupIds } = (await request.json()) as { groupIds: string[] }
          return page([groupIds[0], 'cccccccc-0000-4000-8000-000000000000'])
        },
      ],
      [`/users/${oid(1)}`, () => Response.json(user(1))],
    ]
    expect((await member(oid(1), { allow: { groups: many } }))?.groups).toEqual([many[0], many[20]])
    replies = [
      ['/checkMemberGroups', () => Response.json({})],
      [`/users/${oid(1)}`, () => Response.json(user(1))],
    ]
    await expect(member(oid(1), { allow })).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })
})

describe('one person', () => {
  it('is read by their id', async () => {
    replies = [[`/users/${oid(1)}`, () => Response.json(user(1))]]
    expect(await member(oid(1))).toMatchObject({ subject: oid(1), displayName: 'Person 1' })
  })

  it('is not there only where Graph says so', async () => {
    replies = [[`/users/${oid(1)}`, () => refusal(404, 'Request_ResourceNotFound')]]
    expect(await member(oid(1))).toBeNull()
  })

  it.each([
    ['another 404', () => refusal(404, 'ResourceNotFound')],
    ['a page of a proxy', () => new Response('<html>404</html>', { status: 404 })],
    ['a refusal', () => refusal(403, 'Authorization_RequestDenied')],
    ['somebody else', () => Response.json(user(2))],
    ['nobody at all', () => Response.json({})],
  ])('is nobody’s guess after %s', async (_, reply) => {
    replies = [[`/users/${oid(1)}`, reply]]
    await expect(member(oid(1))).rejects.toMatchObject({ name: 'SsoError' })
  })

  it('is asked for by nothing but an object id', async () => {
    await expect(member('../me')).rejects.toMatchObject({ code: 'source_refused' })
    expect(asked).toEqual([])
  })
})

describe('accounts', () => {
  it('follow the tenant', async () => {
    const keys = `type: microsoft
tenant: ${tenant}
clientId: app
clientSecret: { env: S }
autoRegister: { enabled: true }
sync: { users: true, auto: true, fields: { phone: mobilePhone, attributes.site: officeLocation } }`
    const many = [1, 2, 3, 4, 5, 6].map(n => user(n, { mobilePhone: `+86 ${n}`, officeLocation: 'Berlin' }))
    let there = many
    replies = [
      ['/v1.0/users', () => page([...there, ...there.slice(0, 1)])],
      [
        '',
        request => {
          const found = there.find(({ id }) => request.url.includes(`/users/${id}?`))
          return found ? Response.json(found) : refusal(404, 'Request_ResourceNotFound')
        },
      ],
    ]
    replies.unshift(['/token', () => Response.json({ expires_in: 3599, access_token: 'app' })])
    const site = await following(keys, await directory(), clock)
    expect(await site.run()).toMatchObject({
      status: 'complete',
      problems: [],
      read: { departments: 1, members: 6 },
      changes: { created: 6 },
    })
    expect(await site.account(issuer, oid(1))).toMatchObject({
      displayName: 'Person 1',
      email: 'p1@example.com',
      phone: '+86 1',
      disabled: false,
      facts: { departments: ['Sales', '/Sales'], domain: 'example.com', attributes: { site: 'Berlin' } },
    })

    there = many
      .filter(({ id }) => id !== oid(6))
      .map(each => (each.id === oid(5) ? { ...each, accountEnabled: false } : each))
    expect(await site.run()).toMatchObject({ status: 'complete', changes: { disabled: 2, created: 0 } })

    there = []
    expect(await site.run()).toMatchObject({
      status: expect.not.stringMatching('complete'),
      changes: { disabled: 0 },
    })
    await site.close()
  })
})

describe('the console', () => {
  const urls = {
    callback: 'https://sso.example.com/auth/microsoft/callback',
    home: 'https://sso.example.com',
    egressIps: [],
  }
  const values = (more: object) =>
    plugin
      .console?.(
        { tenant, clientId: 'app', clientSecret: '{ env: S }', endpoints: {}, ...more } as never,
        urls,
      )
      .map(({ value }) => value)

  it.each([
    [tenant, 'goes into tenant'],
    [
      'organizations',
      'goes into allow.tenants, with that of each organisation that may sign in; tenant stays organizations',
    ],
    ['common', undefined],
    ['consumers', undefined],
  ])('with tenant %s: its own tenant %s', (of, note) => {
    const steps = plugin.console?.(
      { tenant: of, clientId: 'app', clientSecret: '{ env: S }', endpoints: {} } as never,
      urls,
    )
    expect(steps?.find(({ field }) => field.en === 'Directory (tenant) ID')?.note?.en).toBe(note)
    // the value is what the English console shows
    expect(steps?.[0]?.note?.zh).toMatch(/^中文界面：/)
  })

  it('has the permissions of the app itself only where accounts follow', () => {
    expect(values({ follows: true })).toContain('User.Read.All')
    expect(values({ follows: true, allow: { groups: [group] } })).toContain(
      'User.Read.All GroupMember.Read.All',
    )
    expect(values({ follows: false })?.join()).not.toContain('User.Read.All')
  })
})
