import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  base,
  bearer,
  door,
  exchange,
  fine,
  json,
  ofApplication,
  rejected,
  remove,
  secret,
  start,
  tokens,
} from '../fixtures/door.ts'
import { subjectOf } from './users.ts'

beforeEach(() => start())

describe('the directory', () => {
  type Entry = Record<string, unknown>
  const list = async (path: string, headers: Record<string, string> = ofApplication) =>
    (await json(path, headers)).data as Entry[]
  const names = (entries: Entry[]) => entries.map(({ name }) => name)
  const members = () => door.world.people.filter(person => person.member).map(({ id }) => id)
  const refused = rejected('Unauthorized operation')

  test('lists the users of an organisation, who may not sign in too, and nobody of another one', async () => {
    const users = await list('/api/get-users?owner=acme')
    expect(names(users)).toEqual([...members(), 'sync-admin', 'suspended', 'leaver'])
    expect(users.filter(({ isForbidden }) => isForbidden)).toMatchObject([{ name: 'suspended' }])
    expect(users.filter(({ isDeleted }) => isDeleted)).toMatchObject([
      { name: 'leaver', deletedTime: expect.stringMatching(/./) },
    ])
    expect(names(await list('/api/get-users?owner=built-in'))).toEqual(['admin'])
    expect(names(await list('/api/get-users?owner=acme-guests'))).toContain('lisi')
  })

  test('masks the password and nothing else', async () => {
    for (const user of await list('/api/get-users?owner=acme')) {
      expect(user.password).toBe('***')
      for (const leak of ['passwordSalt', 'hash', 'totpSecret']) expect(user[leak]).toMatch(/.{8}/)
    }
  })

  test('pages only with both p and pageSize, and then says how many there are', async () => {
    const total = members().length + 3
    const page = (query: string) =>
      json(`/api/get-users?owner=acme&sortField=name&sortOrder=ascend&${query}`, ofApplication)
    const size = async (query: string) => ((await page(query)).data as Entry[]).length
    const read = await Promise.all([1, 2, 3].map(async p => page(`p=${p}&pageSize=20`)))
    expect(read.map(({ data2 }) => data2)).toEqual([total, total, total])
    const found = read.flatMap(({ data }) => names(data as Entry[]))
    expect(found).toEqual([...members(), 'sync-admin', 'suspended', 'leaver'].toSorted())
    expect(await page('p=2')).toMatchObject({ data2: null })
    expect(await size('pageSize=20')).toBe(total)
    expect(await size('p=9&pageSize=20')).toBe(0)
  })

  test('misses somebody when somebody before them is removed between two pages', async () => {
    const page = async (p: number) => names(await list(`/api/get-users?owner=acme&p=${p}&pageSize=20`))
    const [first, after] = [await page(1), (await page(2))[0]]
    remove(String(first[0]))
    expect([...first, ...(await page(2))]).not.toContain(after)
  })

  test('filters, and sorts both ways', async () => {
    const named = await list(
      '/api/get-users?owner=acme&field=displayName&value=%E5%BC%A0%E4%BC%9F&sortField=name&sortOrder=descend',
    )
    expect(names(named)).toEqual(['zhangwei2', 'zhangwei'])
    expect(names(await list('/api/get-users?owner=acme&groupName=1003'))).toEqual([
      'soneill',
      'anyi',
      'liqiang',
      'yoshino',
      'huangli',
      'dfischer',
    ])
  })

  test('knows a user by name, id, address and number, and calls a missing one no error', async () => {
    const lisi = { data: { owner: 'acme', name: 'lisi' } }
    for (const query of [
      'id=acme/lisi',
      `owner=acme&userId=${subjectOf({ id: 'lisi' })}`,
      'owner=acme&email=lisi@example.com',
      'owner=acme&phone=13800000002',
    ])
      expect(await json(`/api/get-user?${query}`, ofApplication), query).toMatchObject(lisi)
    expect(await json('/api/get-user?id=acme/nobody', ofApplication)).toEqual({ ...fine, data: null })
  })

  test('follows the world: who moves, changes their name or goes', async () => {
    const person = door.world.people.find(({ id }) => id === 'wangwu')
    Object.assign(person ?? {}, { name: '王小五', departments: ['1007'] })
    const user = () => json('/api/get-user?id=acme/wangwu', ofApplication)
    expect(await user()).toMatchObject({ data: { displayName: '王小五', groups: ['acme/1007'] } })
    remove('wangwu')
    expect(await user()).toMatchObject({ status: 'ok', data: null })
  })

  test('has groups, each below another one or below the organisation', async () => {
    const groups = await list('/api/get-groups?owner=acme')
    expect(groups.map(({ name, parentId, isTopGroup }) => [name, parentId, isTopGroup])).toEqual(
      door.world.departments.map(({ id, parent }) => [id, parent ?? 'acme', parent === null]),
    )
    expect(await json('/api/get-group?id=acme/1003', ofApplication)).toMatchObject({
      data: { displayName: '存储小组', type: 'Physical', users: expect.arrayContaining(['acme/anyi']) },
    })
    expect(await list('/api/get-groups?owner=built-in')).toEqual([])
  })

  test('has groups as a tree', async () => {
    const [first] = await list('/api/get-groups?owner=acme&withTree=true')
    expect(first).toMatchObject({
      title: '研发部',
      key: '1001',
      type: 'Physical',
      owner: 'acme',
      children: [{ key: '1002', children: [{ key: '1003', children: [] }] }, { key: '1004' }],
    })
  })

  test('has roles, permissions, a number of users, and the application with its secret', async () => {
    expect(await list('/api/get-roles?owner=acme')).toMatchObject([
      { users: expect.arrayContaining(['acme/lisi']) },
    ])
    expect(await list('/api/get-permissions?owner=acme')).toMatchObject([{ roles: ['acme/lead'] }])
    expect(await json('/api/get-user-count?owner=acme&isOnline=', ofApplication)).toMatchObject({
      data: members().length + 3,
    })
    expect(await json('/api/get-user-count?owner=acme&isOnline=1', ofApplication)).toMatchObject({ data: 0 })
    expect(await json('/api/get-application?id=admin/app-sso-kit', ofApplication)).toMatchObject({
      data: { clientSecret: secret, tokenFormat: 'JWT', tokenSigningMethod: 'RS256', expireInHours: 168 },
    })
    expect(await json('/api/get-application?id=admin/x', ofApplication)).toMatchObject({
      msg: 'The application: admin/x does not exist',
    })
  })

  test('is open to the application everywhere, however it says who it is', async () => {
    const granted = await exchange({ grant_type: 'client_credentials' })
    expect(decodeJwt(granted.access_token)).toMatchObject({ owner: 'admin', name: 'app-sso-kit' })
    const inAddress = `clientId=sso-kit-client&clientSecret=${secret}`
    for (const path of [
      '/api/get-users?owner=built-in&',
      '/api/get-global-users?',
      '/api/get-organizations?owner=admin&',
    ]) {
      expect(await json(path, ofApplication), path).toMatchObject({ status: 'ok' })
      expect(await json(path, bearer(granted.access_token)), path).toMatchObject({ status: 'ok' })
      expect(await json(path + inAddress), path).toMatchObject({ status: 'ok' })
    }
  })

  test('ignores a wrong secret in the header and names one in the address', async () => {
    const wrong = `Basic ${Buffer.from('sso-kit-client:guess').toString('base64')}`
    const path = '/api/get-users?owner=acme'
    expect(await json(path)).toEqual(refused)
    expect(await json(path, { authorization: wrong })).toEqual(refused)
    expect(await json(`${path}&clientId=sso-kit-client&clientSecret=guess`)).toEqual(
      rejected('Incorrect client secret for application: admin/app-sso-kit'),
    )
    expect(await json(`${path}&clientId=other&clientSecret=guess`)).toEqual(rejected('Invalid client_id'))
  })

  test('is open to an administrator in their own organisation, to a global one everywhere, to others nowhere', async () => {
    const admin = await passwordToken('sync-admin')
    const ours = ['/api/get-users?owner=acme', '/api/get-groups?owner=acme', '/api/get-user?id=acme/lisi']
    const theirs = [
      '/api/get-users?owner=built-in',
      '/api/get-user?id=acme-guests/lisi',
      '/api/get-global-users',
    ]
    for (const path of ours) expect(await json(path, admin), path).toMatchObject({ status: 'ok' })
    for (const path of theirs) expect(await json(path, admin), path).toEqual(refused)
    expect(names(await list('/api/get-organizations?owner=admin', admin))).toEqual(['acme'])
    const globalAdmin = bearer((await tokens('builtin-admin')).access_token)
    const person = bearer((await tokens('lisi')).access_token)
    for (const path of [...ours, ...theirs]) {
      expect(await json(path, globalAdmin), path).toMatchObject({ status: 'ok' })
      expect(await json(path, person), path).toEqual(refused)
    }
    expect(await json('/api/get-organizations?owner=admin', person)).toEqual(refused)
  })

  test('takes a key or a password for the user that it belongs to', async () => {
    await start({ accessKey: { key: 'k', secret: 's', user: 'acme/sync-admin' } })
    const path = '/api/get-users?owner=acme'
    const asAdmin = 'username=acme/sync-admin&password='
    expect(await json(`${path}&accessKey=k&accessSecret=s`)).toMatchObject({ status: 'ok' })
    expect(await json('/api/get-users?owner=built-in&accessKey=k&accessSecret=s')).toEqual(refused)
    expect(await json(`${path}&accessKey=k&accessSecret=guess`)).toEqual(refused)
    expect(await json(`${path}&${asAdmin}sync-admin-pw-1`)).toMatchObject({ status: 'ok' })
    expect(await json(`${path}&${asAdmin}guess`)).toEqual(refused)
  })

  test('is shut to an administrator who is forbidden to sign in, whatever they still have', async () => {
    const forbidden = new Set<string>()
    await start({ forbidden, accessKey: { key: 'k', secret: 's', user: 'acme/sync-admin' } })
    const path = '/api/get-users?owner=acme'
    const admin = await passwordToken('sync-admin')
    const inAddress = ['accessKey=k&accessSecret=s', 'username=acme/sync-admin&password=sync-admin-pw-1']
    const replies = async () => [
      await json(path, admin),
      ...(await Promise.all(inAddress.map(async key => json(`${path}&${key}`)))),
    ]
    const allowed = await replies()
    expect(allowed.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok'])
    forbidden.add('sync-admin')
    expect(await replies()).toEqual([refused, refused, refused])
  })

  test('says what is wrong in one word where its administrator wants it so', async () => {
    await start({ maskErrors: true })
    const path = '/api/get-users?owner=acme'
    expect(await json(path)).toEqual(rejected('Error'))
    expect(await json(path, bearer('a.b.c'))).toEqual(rejected('Error'))
    expect(await json(path, ofApplication)).toMatchObject({ status: 'ok', msg: '' })
    expect(await json('/api/get-user?id=acme/nobody', ofApplication)).toMatchObject({ data: null })
  })

  test('is shut with a token that is unknown or too old', async () => {
    const path = '/api/get-users?owner=acme'
    const admin = await passwordToken('sync-admin')
    expect(await json(path, bearer('a.b.c'))).toEqual(rejected("Access token doesn't exist in database"))
    door.clock += 604_800_000
    expect((await json(path, admin)).msg).toMatch(/^Access token has expired/)
  })

  test('gives a cookie to whoever comes without one', async () => {
    const cookie = async (headers: Record<string, string>) =>
      (await door.send(new Request(`${base}/api/health`, { headers }))).headers.get('set-cookie')
    expect(await cookie({})).toMatch(/^casdoor_session_id=[0-9a-f]{32};/)
    expect(await cookie({ cookie: 'casdoor_session_id=mine' })).toBeNull()
  })

  async function passwordToken(username: string): Promise<Record<string, string>> {
    const grant = { grant_type: 'password', username, password: `${username}-pw-1` }
    return bearer((await exchange(grant)).access_token)
  }
})
