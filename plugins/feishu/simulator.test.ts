import { createHash, randomBytes } from 'node:crypto'
import { AppType, Client, withUserAccessToken } from '@larksuiteoapi/node-sdk'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { listen } from '../../test/loopback.ts'
import { type Options, simulate, usualSetting } from './simulator/index.ts'
import { openDepartmentId, openIdOf, unionIdOf } from './simulator/people.ts'
import { allScopes, type Scope } from './simulator/scopes.ts'

const redirectUri = 'https://sso.example.com/auth/feishu/callback?via=test'
const endpoints = { login: 'http://fs.test/login', api: 'http://fs.test/api', jsapi: 'http://fs.test/h5.js' }
const optionsWith = (changed: Partial<Options['endpoints']> = {}): Options => ({
  ...{ clientId: 'cli_app', clientSecret: { reveal: () => 's3cret' }, tenantKey: 'tenant', region: 'feishu' },
  endpoints: { ...endpoints, ...changed },
})

let clock: number
let send: (request: Request) => Promise<Response>
const world = () => createWorld({ now: () => clock, random: randomBytes })
const granted = async (scopes: readonly Scope[]) => {
  send = await simulate(optionsWith(), world(), scopes)
}

beforeEach(async () => {
  clock = Date.UTC(2026, 10, 26)
  await granted(allScopes)
})

const departure = (change: Record<string, string | undefined> = {}): string => {
  const query = { client_id: 'cli_app', response_type: 'code', redirect_uri: redirectUri, ...change }
  const present = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `${endpoints.login}/open-apis/authen/v1/authorize?${new URLSearchParams(present)}`
}
async function codeOf(person = 'lisi', change: Record<string, string> = {}): Promise<string> {
  const reply = await send(new Request(departure({ person, ...change })))
  return new URL(reply.headers.get('location') ?? '').searchParams.get('code') ?? ''
}
const json = (body: object, headers = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
})
const grant = { grant_type: 'authorization_code', client_id: 'cli_app', client_secret: 's3cret' }
const exchange = (change: object, headers = {}) =>
  call('/open-apis/authen/v2/oauth/token', json({ ...grant, redirect_uri: redirectUri, ...change }, headers))
async function call(path: string, init?: RequestInit): Promise<{ status: number; body: Reply }> {
  const reply = await send(new Request(`${endpoints.api}${path}`, init))
  return { status: reply.status, body: await reply.json() }
}
// biome-ignore lint/suspicious/noExplicitAny: what a reply holds is what these tests are about
type Reply = Record<string, any>

const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })
const userToken = async (person?: string): Promise<string> =>
  (await exchange({ code: await codeOf(person) })).body.access_token
const tenantToken = async (secret = 's3cret') =>
  (
    await call(
      '/open-apis/auth/v3/tenant_access_token/internal',
      json({ app_id: 'cli_app', app_secret: secret }),
    )
  ).body

describe('the page where people agree', () => {
  test('sends back the code and the state unchanged, and keeps the query of the address', async () => {
    const reply = await send(new Request(departure({ person: 'lisi', state: 'a b&c=d' })))
    const back = new URL(reply.headers.get('location') ?? '')
    expect(reply.status).toBe(302)
    expect([...back.searchParams.keys()]).toEqual(['via', 'code', 'state'])
    expect(back.searchParams.get('state')).toBe('a b&c=d')
    expect(back.searchParams.get('code')).toMatch(/^[\w-]{64}$/)
  })

  test('puts the parameters before a fragment, and returns no state that was not sent', async () => {
    const reply = await send(
      new Request(departure({ person: 'lisi', redirect_uri: 'https://example.com/callback/#/login' })),
    )
    expect(reply.headers.get('location')).toMatch(/^https:\/\/example\.com\/callback\/\?code=[\w-]+#\/login$/)
  })

  test('sends back a refusal as access_denied', async () => {
    const reply = await send(new Request(departure({ refuse: '1', state: 's' })))
    expect(reply.headers.get('location')).toBe(`${redirectUri}&error=access_denied&state=s`)
  })

  test('lists everybody, people of other organisations too', async () => {
    const page = await (await send(new Request(departure()))).text()
    const listed = [...page.matchAll(/data-person="([^"]+)"/g)].map(([, id]) => id)
    expect(listed.toSorted()).toEqual(
      world()
        .people.map(({ id }) => id)
        .toSorted(),
    )
  })

  test.each<[string, Record<string, string | undefined>]>([
    ['another app', { client_id: 'cli_other' }],
    ['no response_type', { response_type: undefined }],
    ['no redirect_uri', { redirect_uri: undefined }],
    ['a redirect_uri that is a script', { redirect_uri: 'javascript:alert(1)' }],
    ['a scope that the app was not granted', { scope: 'contact:contact.base:readonly calendar:calendar' }],
    ['more than 50 scopes', { scope: Array(51).fill('contact:contact.base:readonly').join(' ') }],
    ['an unknown challenge method', { code_challenge: 'x', code_challenge_method: 'S512' }],
    ['a person nobody knows', { person: 'nobody' }],
  ])('shows its own error page for %s and redirects nobody', async (_, change) => {
    const reply = await send(new Request(departure({ person: 'lisi', ...change })))
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.headers.get('location')).toBeNull()
  })
})

describe('authen/v2/oauth/token', () => {
  test('gives a token, its seconds and its scopes, and no refresh token without offline_access', async () => {
    const code = await codeOf('lisi', { scope: 'contact:contact.base:readonly' })
    expect(await exchange({ code })).toEqual({
      status: 200,
      body: {
        code: 0,
        access_token: expect.stringMatching(/^u-/),
        expires_in: 7200,
        scope: 'auth:user.id:read contact:contact.base:readonly',
        token_type: 'Bearer',
      },
    })
  })

  test.each<[string, number, object]>([
    ['no code', 20001, { code: undefined }],
    ['no secret', 20001, { client_secret: undefined }],
    ['no grant type', 20001, { grant_type: undefined }],
    ['another grant type', 20036, { grant_type: 'client_credentials' }],
    ['another app', 20048, { client_id: 'cli_other' }],
    ['a wrong secret', 20002, { client_secret: 'guess' }],
    ['a code nobody gave out', 20003, { code: 'made-up' }],
    ['another redirect_uri', 20071, { redirect_uri: 'https://sso.example.com/other' }],
    ['no redirect_uri', 20071, { redirect_uri: undefined }],
  ])('refuses %s with %i, and the code stays good', async (_, expected, change) => {
    const code = await codeOf()
    const { status, body } = await exchange({ code, ...change })
    expect([status, body.code]).toEqual([400, expected])
    expect(Object.keys(body)).toEqual(['code', 'error', 'error_description'])
    expect((await exchange({ code })).status).toBe(200)
  })

  test('takes a code once, and for five minutes', async () => {
    const [inTime, late] = [await codeOf(), await codeOf()]
    clock += 299_000
    expect((await exchange({ code: inTime })).status).toBe(200)
    expect((await exchange({ code: inTime })).body.code).toBe(20065)
    clock += 1_000
    expect((await exchange({ code: late })).body.code).toBe(20004)
  })

  test('wants the verifier of a challenge, plain where no method is named', async () => {
    const verifier = 'v'.repeat(43)
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const hashed = await codeOf('lisi', { code_challenge: challenge, code_challenge_method: 'S256' })
    for (const code_verifier of [undefined, 'v', 'w'.repeat(43), challenge])
      expect((await exchange({ code: hashed, code_verifier })).body.code).toBe(20049)
    expect((await exchange({ code: hashed, code_verifier: verifier })).status).toBe(200)
    const plain = await codeOf('lisi', { code_challenge: verifier })
    expect((await exchange({ code: plain, code_verifier: verifier })).status).toBe(200)
  })

  test('refuses two ways of naming the app at once, and what is no body', async () => {
    const basic = { authorization: `Basic ${btoa('cli_app:s3cret')}` }
    expect((await exchange({ code: await codeOf() }, basic)).body.code).toBe(20070)
    const path = '/open-apis/authen/v2/oauth/token'
    expect((await call(path, { method: 'POST', body: 'x' })).body.code).toBe(20063)
  })

  test('knows a partner’s people, who have the app, and no strangers', async () => {
    expect((await exchange({ code: await codeOf('supplier') })).status).toBe(200)
    expect((await exchange({ code: await codeOf('stranger') })).body.code).toBe(20009)
  })
})

describe('authen/v1/user_info', () => {
  const userInfo = (token: string) => call('/open-apis/authen/v1/user_info', bearer(token))

  test('names the person by three ids, and the organisation', async () => {
    expect((await userInfo(await userToken())).body).toEqual({
      code: 0,
      msg: 'success',
      data: {
        ...{ name: '李四', en_name: '李四', user_id: 'lisi', tenant_key: 'tenant' },
        ...{ open_id: openIdOf({ id: 'lisi' }, 'cli_app'), union_id: unionIdOf({ id: 'lisi' }) },
        ...{ email: 'lisi@example.com', mobile: '+8613800000002', employee_no: 'A0001' },
      },
    })
  })

  test('says nothing that the app has no permission for, nor what is not there', async () => {
    expect(Object.keys((await userInfo(await userToken('renyi'))).body.data)).not.toContain('mobile')
    await granted([])
    const { data } = (await userInfo(await userToken())).body
    expect(Object.keys(data)).toEqual(['name', 'en_name', 'open_id', 'union_id', 'tenant_key'])
  })

  test('names another organisation for a partner’s people', async () => {
    const { data } = (await userInfo(await userToken('supplier'))).body
    expect(data.tenant_key).toMatch(/^[0-9a-f]{16}$/)
  })

  test('has its errors inside a 200', async () => {
    const token = await userToken()
    clock += 7_200_000
    for (const dead of [token, 'u-made-up', (await tenantToken()).tenant_access_token])
      expect(await userInfo(dead)).toMatchObject({ status: 200, body: { code: 20005 } })
  })
})

describe('the app’s own token', () => {
  test('is the same until 30 minutes before its end; then there are two that work', async () => {
    const first = await tenantToken()
    expect(first).toEqual({
      code: 0,
      msg: 'ok',
      tenant_access_token: expect.stringMatching(/^t-/),
      expire: 7200,
    })
    clock += 5_400_000
    expect(await tenantToken()).toMatchObject({
      tenant_access_token: first.tenant_access_token,
      expire: 1800,
    })
    clock += 1_000
    const second = await tenantToken()
    expect(second).toMatchObject({ expire: 7200 })
    for (const token of [first.tenant_access_token, second.tenant_access_token])
      expect((await user('lisi', token)).status).toBe(200)
    clock += 1_799_000
    expect((await user('lisi', first.tenant_access_token)).body.code).toBe(99991663)
  })

  test('is refused to wrong credentials', async () => {
    expect(await tenantToken('guess')).toMatchObject({ code: 99991543 })
    expect(await tenantToken('')).toMatchObject({ code: 10003 })
  })
})

const user = async (id: string, token?: string, query = 'user_id_type=union_id') => {
  const used = token ?? (await tenantToken()).tenant_access_token
  return call(
    `/open-apis/contact/v3/users/${query.includes('union') ? unionIdOf({ id }) : id}?${query}`,
    bearer(used),
  )
}

describe('contact/v3', () => {
  test('has the record of a member, departments by the id that was asked for', async () => {
    const { body } = await user('lisi')
    expect(body.data.user).toMatchObject({
      union_id: unionIdOf({ id: 'lisi' }),
      department_ids: ['1002', '1001'].map(openDepartmentId),
      job_title: '平台组组长',
      status: { is_resigned: false },
    })
    const own = await user('lisi', undefined, 'user_id_type=user_id&department_id_type=department_id')
    expect(own.body.data.user.department_ids).toEqual(['1002', '1001'])
  })

  test('tells people whom it may not show from those who are not there', async () => {
    expect(await user('supplier')).toMatchObject({ status: 400, body: { code: 41050 } })
    expect(await user('nobody')).toMatchObject({ status: 400, body: { code: 41012 } })
  })

  test('takes only a token of the app, and says which permission it would take', async () => {
    expect((await user('lisi', await userToken())).body.code).toBe(99991663)
    expect((await user('lisi', 'x')).body.code).toBe(99991671)
    expect((await call('/open-apis/contact/v3/users/x')).body.code).toBe(99991661)
    await granted([])
    expect((await user('lisi')).body).toMatchObject({
      code: 99991672,
      error: { permission_violations: [{ subject: 'contact:contact.base:readonly' }] },
    })
  })

  test('has departments up to the root, which is 0 and has no record here', async () => {
    const department = async (id: string) => {
      const { tenant_access_token } = await tenantToken()
      return (await call(`/open-apis/contact/v3/departments/${id}`, bearer(tenant_access_token))).body
    }
    expect((await department(openDepartmentId('1003'))).data.department).toMatchObject({
      name: '存储小组',
      parent_department_id: openDepartmentId('1002'),
    })
    expect((await department(openDepartmentId('1001'))).data.department.parent_department_id).toBe('0')
    expect((await department(openDepartmentId('1006'))).data.department.name).toBe('品牌／公关组')
    expect(await department('od-unknown')).toMatchObject({ code: 40004 })
  })
})

describe('the lists of contact/v3', () => {
  let setting: ReturnType<typeof usualSetting>
  beforeEach(async () => {
    setting = usualSetting()
    send = await simulate(optionsWith(), world(), allScopes, setting)
  })
  const list = async (path: string, query: object = {}) => {
    const { tenant_access_token } = await tenantToken()
    const asked = new URLSearchParams({ page_size: '50', ...query })
    return call(`/open-apis/contact/v3/${path}?${asked}`, bearer(tenant_access_token))
  }
  const children = (id: string, query?: object) => list(`departments/${id}/children`, query)
  const names = ({ body }: { body: Reply }) => (body.data.items ?? []).map(({ name }: Reply) => name)
  const people = (department_id: string, query: object = {}) =>
    list('users/find_by_department', { department_id, ...query })

  test('have what is below a department, one level or all of it', async () => {
    expect(names(await children(openDepartmentId('1001')))).toEqual(['平台组', '客户端组'])
    expect(names(await children(openDepartmentId('1001'), { fetch_child: 'true' }))).toEqual([
      '平台组',
      '存储小组',
      '客户端组',
    ])
    expect(names(await children('0'))).toContain('研发部')
    const own = await children('1001', { department_id_type: 'department_id' })
    expect(own.body.data.items[0]).toMatchObject({ department_id: '1002', parent_department_id: '1001' })
  })

  test('have the direct members of a department, with the records of one user', async () => {
    const { body } = await people(openDepartmentId('1001'), { user_id_type: 'union_id' })
    const [first] = body.data.items
    expect(names({ body })).toEqual(['赵敏', '李四'])
    expect(await user('zhaomin')).toMatchObject({ body: { data: { user: first } } })
  })

  test('come in pages, without a list where there is nothing', async () => {
    const first = await people(openDepartmentId('1001'), { page_size: '1' })
    expect(first.body.data).toMatchObject({ has_more: true, items: [{ name: '赵敏' }] })
    const { page_token } = first.body.data
    const second = await people(openDepartmentId('1001'), { page_size: '1', page_token })
    expect(second.body.data).toEqual({ has_more: false, items: [expect.objectContaining({ name: '李四' })] })
    expect((await children(openDepartmentId('1003'))).body.data).toEqual({ has_more: false })
    expect(await people(openDepartmentId('1001'), { page_size: '51' })).toMatchObject({
      status: 400,
      body: { code: 40011 },
    })
    expect(await people(openDepartmentId('1001'), { page_token: 'x' })).toMatchObject({
      body: { code: 40012 },
    })
  })

  test('end at the contact range, and the root is for those who see everybody', async () => {
    setting.range = ['1002']
    expect(await people('0')).toMatchObject({ status: 403, body: { code: 40004 } })
    expect(await children('0')).toMatchObject({ status: 403, body: { code: 40004 } })
    expect(await people(openDepartmentId('1001'))).toMatchObject({ body: { code: 40004 } })
    expect(names(await people(openDepartmentId('1003')))).toContain('安怡')
    expect(await user('zhaomin')).toMatchObject({ body: { code: 41050 } })
  })

  test('say who is suspended', async () => {
    setting.frozen = new Set(['lisi'])
    expect((await user('lisi')).body.data.user.status).toMatchObject({ is_frozen: true })
  })

  test('are refused to who asks too often', async () => {
    const { tenant_access_token } = await tenantToken()
    setting.callsPerSecond = 1
    const ask = () =>
      send(
        new Request(
          `${endpoints.api}/open-apis/contact/v3/departments/0/children`,
          bearer(tenant_access_token),
        ),
      )
    expect((await ask()).status).toBe(200)
    const refused = await ask()
    expect([refused.status, refused.headers.get('x-ogw-ratelimit-reset')]).toEqual([429, '1'])
    expect(await refused.json()).toMatchObject({ code: 99991400 })
    clock += 1000
    expect((await ask()).status).toBe(200)
  })
})

describe('other people’s clients', () => {
  let server: Awaited<ReturnType<typeof listen>>
  beforeAll(async () => {
    server = await listen()
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    // the paths of the SDK begin at the root of the host, so the API does too
    send = await simulate(optionsWith({ api: server.origin }), world())
    server.serve(send)
  })

  const sdk = (appSecret = 's3cret') =>
    new Client({
      ...{ appId: 'cli_app', appSecret, domain: server.origin, appType: AppType.SelfBuild },
      logger: { error: silent, warn: silent, info: silent, debug: silent, trace: silent },
      cache: memory(),
    })

  test('@larksuiteoapi/node-sdk reads the directory with a token that it got itself', async () => {
    const { contact } = sdk()
    const path = { user_id: unionIdOf({ id: 'anyi' }) }
    const found = await contact.user.get({ path, params: { user_id_type: 'union_id' } })
    expect(found).toMatchObject({ code: 0, data: { user: { name: '安怡' } } })
    const [department_id = ''] = found.data?.user?.department_ids ?? []
    const department = await contact.department.get({ path: { department_id } })
    expect(department.data?.department?.name).toBe('存储小组')
  })

  test('@larksuiteoapi/node-sdk walks the departments and their people, page by page', async () => {
    const { contact } = sdk()
    const departments: string[] = []
    const below = { path: { department_id: '0' }, params: { fetch_child: true, page_size: 3 } }
    for await (const page of await contact.department.childrenWithIterator(below))
      departments.push(...(page?.items ?? []).map(({ open_department_id }) => open_department_id ?? ''))
    expect(departments).toEqual(world().departments.map(({ id }) => openDepartmentId(id)))
    const people = new Set<string>()
    for (const department_id of ['0', ...departments]) {
      const params = { department_id, user_id_type: 'union_id', page_size: 4 } as const
      for await (const page of await contact.user.findByDepartmentWithIterator({ params }))
        for (const { union_id = '' } of page?.items ?? []) people.add(union_id)
    }
    const members = world().people.filter(({ member }) => member)
    expect([...people].sort()).toEqual(members.map(unionIdOf).sort())
  })

  test('@larksuiteoapi/node-sdk reports a wrong secret as a failure', async () => {
    const path = { user_id: unionIdOf({ id: 'anyi' }) }
    await expect(
      sdk('guess').contact.user.get({ path, params: { user_id_type: 'union_id' } }),
    ).rejects.toBeDefined()
  })

  test.each([
    ['a form', (body: object) => new URLSearchParams({ ...body })],
    ['JSON', (body: object) => JSON.stringify(body)],
  ])(
    'openid-client signs in with PKCE, its token request being %s; the SDK says who it is',
    async (_, encode) => {
      const config = new oidc.Configuration(
        {
          issuer: 'https://accounts.feishu.cn',
          authorization_endpoint: `${endpoints.login}/open-apis/authen/v1/authorize`,
          token_endpoint: `${server.origin}/open-apis/authen/v2/oauth/token`,
        },
        'cli_app',
        {},
        oidc.ClientSecretPost('s3cret'),
      )
      oidc.allowInsecureRequests(config)
      config[oidc.customFetch] = (url, init) => {
        const body = encode(Object.fromEntries(init.body as URLSearchParams))
        const type = typeof body === 'string' ? 'application/json' : 'application/x-www-form-urlencoded'
        return fetch(url, { method: init.method, headers: { ...init.headers, 'content-type': type }, body })
      }
      const [pkceCodeVerifier, expectedState] = [oidc.randomPKCECodeVerifier(), oidc.randomState()]
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: 'https://sso.example.com/callback',
        state: expectedState,
        code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      })
      url.searchParams.set('person', 'anyi')
      const location = (await send(new Request(url))).headers.get('location') ?? ''
      const tokens = await oidc.authorizationCodeGrant(config, new URL(location), {
        pkceCodeVerifier,
        expectedState,
      })
      expect(tokens.expires_in).toBe(7200)

      const me = await sdk().authen.userInfo.get({}, withUserAccessToken(tokens.access_token))
      expect(me).toMatchObject({ code: 0, data: { name: '安怡', union_id: unionIdOf({ id: 'anyi' }) } })
    },
  )
})

const silent = () => {}

/** The SDK's own cache is one for the whole process. */
function memory() {
  const kept = new Map<unknown, unknown>()
  return {
    get: async (key: unknown) => kept.get(String(key)),
    set: async (key: unknown, value: unknown) => kept.set(String(key), value) !== undefined,
  }
}
