import { randomBytes } from 'node:crypto'
import Work from 'node-easywechat/dist/Work/Application.js'
import { WeWork } from 'node-socialite/dist/Providers/WeWork.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { World } from '../../src/sandbox/world.ts'
import { listen } from '../../test/loopback.ts'
import { type Options, type Setting, simulate } from './simulator/index.ts'

const redirectUri = 'https://sso.example.com/auth/wecom/callback?via=test'
const endpoints = {
  login: 'http://wx.test/login',
  connect: 'http://wx.test/connect',
  api: 'http://wx.test/api',
}
const optionsWith = (changed: Partial<Options['endpoints']> = {}): Options => ({
  ...{ corpId: 'wwcorp', agentId: 1000002, clientSecret: { reveal: () => 's3cret' } },
  endpoints: { ...endpoints, ...changed },
})

let clock: number
let world: World
let send: (request: Request) => Promise<Response>

beforeEach(async () => {
  clock = Date.UTC(2026, 10, 26)
  world = createWorld({ now: () => clock, random: randomBytes })
  send = await simulate(optionsWith(), world)
})

type Change = Record<string, string | undefined>
const address = (base: string, query: Change): string => {
  const present = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `${base}?${new URLSearchParams(present)}`
}
const common = { appid: 'wwcorp', agentid: '1000002', redirect_uri: redirectUri, state: 'abc123' }
const login = (change: Change = {}) =>
  address(`${endpoints.login}/wwlogin/sso/login`, { login_type: 'CorpApp', ...common, ...change })
const connect = (change: Change = {}) =>
  address(`${endpoints.connect}/connect/oauth2/authorize`, {
    ...{ response_type: 'code', scope: 'snsapi_base', ...common },
    ...change,
  })
async function codeOf(departure: string): Promise<string> {
  const reply = await send(new Request(departure))
  return new URL(reply.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

// biome-ignore lint/suspicious/noExplicitAny: what a reply holds is what these tests are about
type Reply = Record<string, any>

async function call(path: string, query: Change): Promise<Reply> {
  const reply = await send(new Request(address(`${endpoints.api}/cgi-bin/${path}`, query)))
  expect(reply.status).toBe(200)
  return reply.json()
}
const gettoken = (change: Change = {}) =>
  call('gettoken', { corpid: 'wwcorp', corpsecret: 's3cret', ...change })
const tokenOf = async () => String((await gettoken()).access_token)
const authorised = async (path: string, query: Change = {}) =>
  call(path, { access_token: await tokenOf(), ...query })

describe.each([
  ['the page for browsers', login],
  ['the page inside WeCom', connect],
])('%s', (_which, departure) => {
  test('sends back a code and the state, and keeps the query of the address', async () => {
    const reply = await send(new Request(departure({ person: 'lisi' })))
    const back = new URL(reply.headers.get('location') ?? '')
    expect([reply.status, ...back.searchParams.keys()]).toEqual([302, 'via', 'code', 'state'])
    expect(back.searchParams.get('state')).toBe('abc123')
  })

  test.each<[string, Change]>([
    ['another organisation', { appid: 'wwother' }],
    ['another app', { agentid: '1000003' }],
    ['no app', { agentid: undefined }],
    ['no redirect_uri', { redirect_uri: undefined }],
    ['a redirect_uri that is a script', { redirect_uri: 'javascript:alert(1)' }],
    ['a person nobody knows', { person: 'nobody' }],
  ])('shows its own error page for %s and redirects nobody', async (_, change) => {
    const reply = await send(new Request(departure({ person: 'lisi', ...change })))
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.headers.get('location')).toBeNull()
  })

  test('lists everybody', async () => {
    const page = await (await send(new Request(departure()))).text()
    const listed = [...page.matchAll(/data-person="([^"]+)"/g)].map(([, id]) => id)
    expect(listed.toSorted()).toEqual(world.people.map(({ id }) => id).toSorted())
  })
})

describe('what only one of the pages does', () => {
  test('browsers: it wants the type of an organisation’s own app, and lets nobody from outside scan', async () => {
    for (const login_type of [undefined, 'ServiceApp'])
      expect((await send(new Request(login({ person: 'lisi', login_type })))).status).toBe(400)
    expect((await send(new Request(login({ person: 'stranger' })))).status).toBe(403)
  })

  test('inside WeCom: it wants OAuth’s words, and a state of letters and digits', async () => {
    const wrong: Change[] = [
      { response_type: 'token' },
      { scope: 'openid' },
      { state: 'a-b_c' },
      { state: 'a'.repeat(129) },
    ]
    for (const change of wrong)
      expect((await send(new Request(connect({ person: 'lisi', ...change })))).status).toBe(400)
    expect(await codeOf(connect({ person: 'lisi', state: 'a'.repeat(128) }))).not.toBe('')
    expect(await codeOf(login({ person: 'lisi', state: 'a-b_c' }))).not.toBe('')
  })

  test('inside WeCom: anybody passes', async () => {
    expect(await codeOf(connect({ person: 'stranger' }))).not.toBe('')
  })

  test('inside WeCom: the client knows whose it is, and shows no page', async () => {
    const inside = { headers: { 'user-agent': 'Mozilla/5.0 wxwork/4.1.3 (MicroMessenger/6.2)' } }
    const silent = await send(new Request(connect(), inside))
    const code = new URL(silent.headers.get('location') ?? '').searchParams.get('code') ?? ''
    expect(await authorised('auth/getuserinfo', { code })).toMatchObject({ userid: 'Lisi' })
    expect((await send(new Request(login(), inside))).status).toBe(200)
  })
})

describe('gettoken', () => {
  test('gives the same token for two hours, and says what is left of it', async () => {
    const first = await gettoken()
    expect(first).toEqual({ errcode: 0, errmsg: 'ok', access_token: expect.any(String), expires_in: 7200 })
    clock += 7_000_000
    expect(await gettoken()).toEqual({ ...first, expires_in: 200 })
    clock += 200_000
    expect((await gettoken()).access_token).not.toBe(first.access_token)
    expect(await call('user/get', { access_token: String(first.access_token) })).toMatchObject({
      errcode: 42001,
    })
  })

  test.each<[number, Change]>([
    [41002, { corpid: undefined }],
    [41004, { corpsecret: undefined }],
    [40013, { corpid: 'wwother' }],
    [40001, { corpsecret: 'guess' }],
  ])('refuses with %i inside a 200', async (errcode, change) => {
    expect(await gettoken(change)).toEqual({ errcode, errmsg: expect.any(String) })
  })
})

describe('auth/getuserinfo', () => {
  const whose = async (code: string) => authorised('auth/getuserinfo', { code })
  const ok = { errcode: 0, errmsg: 'ok' }

  test('knows members by their UserId, with the capitals it was typed with', async () => {
    expect(await whose(await codeOf(login({ person: 'lisi' })))).toEqual({ ...ok, userid: 'Lisi' })
    expect(await whose(await codeOf(connect({ person: 'anyi' })))).toEqual({ ...ok, userid: 'Anyi' })
  })

  test('knows others by an OpenId, and customers by one more', async () => {
    expect(await whose(await codeOf(connect({ person: 'stranger' })))).toEqual({
      ...ok,
      openid: expect.stringMatching(/^o.{27}$/),
    })
    expect(await whose(await codeOf(connect({ person: 'supplier' })))).toMatchObject({
      external_userid: expect.stringMatching(/^wm/),
    })
  })

  test('takes a code once, and for five minutes', async () => {
    const [inTime, late] = [await codeOf(login({ person: 'lisi' })), await codeOf(login({ person: 'lisi' }))]
    clock += 299_000
    expect(await whose(inTime)).toMatchObject({ userid: 'Lisi' })
    expect(await whose(inTime)).toEqual({ errcode: 40029, errmsg: 'invalid code' })
    clock += 1_000
    expect(await whose(late)).toMatchObject({ errcode: 40029 })
  })

  test('looks at the token before the code', async () => {
    const code = await codeOf(login({ person: 'lisi' }))
    expect(await call('auth/getuserinfo', { code })).toMatchObject({ errcode: 41001 })
    expect(await call('auth/getuserinfo', { code, access_token: 'made-up' })).toMatchObject({
      errcode: 40014,
    })
    expect(await whose(code)).toMatchObject({ errcode: 0 })
  })
})

describe('the directory', () => {
  test('has members whatever the capitals of the UserId, and nobody else', async () => {
    for (const userid of ['Lisi', 'lisi', 'LISI'])
      expect(await authorised('user/get', { userid })).toMatchObject({
        userid: 'Lisi',
        department: [1002, 1001],
      })
    for (const userid of ['supplier', 'stranger', 'nobody', undefined])
      expect(await authorised('user/get', { userid })).toMatchObject({ errcode: 60111 })
  })

  test('tells an app that was made since June 2022 nothing personal, and an older one what there is', async () => {
    for (const absent of ['mobile', 'email', 'biz_mail'])
      expect(await authorised('user/get', { userid: 'lisi' })).not.toHaveProperty(absent)
    send = await simulate(optionsWith(), world, { hasPersonalData: true })
    const member = await authorised('user/get', { userid: 'lisi' })
    expect(member).toMatchObject({ mobile: '13800000002', biz_mail: 'lisi@example.com', email: '' })
  })

  test('forgets a person who has left, at once', async () => {
    Object.assign(world.people.find(({ id }) => id === 'lisi') ?? {}, { member: false })
    expect(await authorised('user/get', { userid: 'lisi' })).toMatchObject({ errcode: 60111 })
  })

  test('has departments up to the organisation, which is 1 and below 0', async () => {
    const department = (id: string) => authorised('department/get', { id })
    expect(await department('1003')).toMatchObject({
      department: { id: 1003, name: '存储小组', parentid: 1002 },
    })
    expect(await department('1001')).toMatchObject({ department: { parentid: 1 } })
    expect(await department('1')).toMatchObject({ department: { name: '示例科技', parentid: 0 } })
    expect(await department('4711')).toMatchObject({ errcode: 60003 })
    expect(await department('研发部')).toMatchObject({ errcode: 40035 })
  })
})

describe('the lists of the directory', () => {
  let setting: Setting
  beforeEach(async () => {
    setting = {}
    send = await simulate(optionsWith(), world, setting)
  })
  const ids = ({ department }: Reply) => department.map(({ id }: Reply) => id)

  test('have all departments, or one with everything below it', async () => {
    expect(ids(await authorised('department/list'))).toEqual([
      1, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008,
    ])
    expect(ids(await authorised('department/list', { id: '1001' }))).toEqual([1001, 1002, 1003, 1004])
    expect((await authorised('department/list', { id: '1003' })).department).toEqual([
      { id: 1003, name: '存储小组', parentid: 1002, order: 1003 },
    ])
    expect((await authorised('department/simplelist', { id: '1003' })).department_id).toEqual([
      { id: 1003, parentid: 1002, order: 1003 },
    ])
    expect(await authorised('department/list', { id: '4711' })).toMatchObject({ errcode: 60003 })
  })

  test('have the direct members of a department, with the records of one', async () => {
    const { userlist } = await authorised('user/list', { department_id: '1001' })
    expect(userlist.map(({ userid }: Reply) => userid)).toEqual(['Zhaomin', 'Lisi'])
    expect(await authorised('user/get', { userid: 'zhaomin' })).toMatchObject(userlist[0])
    expect((await authorised('user/simplelist', { department_id: '1001' })).userlist[0]).toEqual({
      userid: 'Zhaomin',
      name: '赵敏',
      department: [1001],
    })
    expect(await authorised('user/list', {})).toMatchObject({ errcode: 40035 })
  })

  test('have whoever is in no department in the organisation itself', async () => {
    expect(await authorised('user/list', { department_id: '1' })).toMatchObject({ userlist: [] })
    Object.assign(world.people.find(({ id }) => id === 'renyi') ?? {}, { departments: [] })
    const { userlist } = await authorised('user/list', { department_id: '1' })
    expect(userlist).toMatchObject([{ userid: 'Renyi', department: [1] }])
  })

  test('end at the range of the app', async () => {
    setting.range = ['1002']
    expect(ids(await authorised('department/list'))).toEqual([1002, 1003])
    for (const id of ['1', '1001']) {
      expect(await authorised('department/get', { id })).toMatchObject({ errcode: 60011 })
      expect(await authorised('user/list', { department_id: id })).toMatchObject({ errcode: 60011 })
    }
    expect(await authorised('user/get', { userid: 'zhaomin' })).toMatchObject({ errcode: 60011 })
    expect(await authorised('user/get', { userid: 'anyi' })).toMatchObject({ errcode: 0 })
  })

  test('say who is disabled, and refuse whoever asks too often', async () => {
    setting.disabled = new Set(['lisi'])
    expect(await authorised('user/get', { userid: 'lisi' })).toMatchObject({ status: 2 })
    setting.callsPerMinute = 1
    expect(await authorised('department/list')).toMatchObject({ errcode: 45009 })
    clock += 60_000
    expect(await authorised('department/list')).toMatchObject({ errcode: 0 })
  })
})

describe('somebody else’s client, node-easywechat', () => {
  let server: Awaited<ReturnType<typeof listen>>
  beforeAll(async () => {
    server = await listen()
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    // its paths begin at the root of the host, so the API does too
    send = await simulate(optionsWith({ api: server.origin }), world)
    server.serve(send)
  })

  const work = (secret = 's3cret') => {
    const app = new Work({
      ...{ corp_id: 'wwcorp', secret, token: 't', aes_key: '' },
      http: { baseURL: `${server.origin}/` },
    })
    return app.setCache(memory())
  }
  const get = async (app: Work, path: string, params: object) =>
    (await app.getClient().get(`cgi-bin/${path}`, { params })).toObject()

  test('gets a token of its own, finds out whose code it is, and reads the directory', async () => {
    const app = work()
    const { userid } = await get(app, 'auth/getuserinfo', { code: await codeOf(login({ person: 'anyi' })) })
    expect(await get(app, 'user/get', { userid })).toMatchObject({ name: '安怡', department: [1003] })
    const { department } = await get(app, 'department/get', { id: 1003 })
    expect(department).toMatchObject({ name: '存储小组' })
  })

  test('walks the departments and their people', async () => {
    const app = work()
    const { department } = await get(app, 'department/list', {})
    const people = new Set<string>()
    for (const { id } of department) {
      const { userlist } = await get(app, 'user/list', { department_id: id })
      for (const { userid } of userlist) people.add(userid.toLowerCase())
    }
    const members = world.people.filter(({ member }) => member)
    expect([...people].sort()).toEqual(members.map(({ id }) => id).sort())
  })

  test('reports a wrong secret as a failure, and a code that is none with its number', async () => {
    const params = { code: 'made-up' }
    const path = 'cgi-bin/auth/getuserinfo'
    await expect(work('guess').getClient().get(path, { params })).rejects.toThrow('40001')
    expect(await get(work(), 'auth/getuserinfo', params)).toMatchObject({ errcode: 40029 })
  })
})

test.each(['anyi', 'stranger'])('node-socialite signs %s in inside WeCom, in the older way', async person => {
  // its addresses are not to be changed: so that is where the simulator is
  const [connect, api] = ['https://open.weixin.qq.com', 'https://qyapi.weixin.qq.com']
  send = await simulate(optionsWith({ connect, api }), world)
  const config = { client_id: 'wwcorp', client_secret: 's3cret', redirect_url: redirectUri }
  const client = new WeWork({ ...config, base_url: api, agent_id: '1000002' })
  client.setHttpOptions({
    adapter: async request => {
      const reply = await send(new Request(address(String(request.url), request.params)))
      return { data: await reply.json(), status: reply.status, statusText: '', headers: {}, config: request }
    },
  })
  const url = new URL(client.scopes('snsapi_base').withAgentId(1000002).withState('abc123').redirect())
  expect([url.origin, url.hash]).toEqual([connect, '#wechat_redirect'])
  url.searchParams.set('person', person)
  const user = await client.userFromCode(await codeOf(url.href))
  expect(user.getId()).toEqual(person === 'anyi' ? 'Anyi' : expect.stringMatching(/^o.{27}$/))
})

function memory() {
  const kept = new Map<string, unknown>()
  return {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: unknown) => kept.set(key, value) !== undefined,
    has: async (key: string) => kept.has(key),
    delete: async (key: string) => kept.delete(key),
  }
}
