import { randomBytes } from 'node:crypto'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSigningKey } from '../../plugins/saml/simulator/certificate.ts'
import { aListOf } from '../server/alist-users.ts'
import { dingtalk, local, openSite, type Site } from '../site.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

let site: Site
let folder: string
beforeEach(async () => {
  site = await openSite(`sources:${dingtalk}${local}\n`)
  folder = makeFolder({})
  write('sync: {}')
})
afterEach(() => site.close())

function write(more: string, vendor = site.vendor.origin) {
  const text = `version: 1
publicUrl: https://sso.example.com
outbound: { allowPrivate: ["${new URL(vendor).host}"] }
sources:${dingtalk.replaceAll('{vendor}', vendor).replace(/endpoints: \{/, `endpoints: { jsapi: "${vendor}/dingtalk/jsapi",`)}
    ${more}${local}
`
  writeFileSync(join(folder, 'sso.config.yaml'), text)
}
const check = (...args: string[]) =>
  command(['check', ...args], {
    cwd: folder,
    env: { SECRET: 'a secret that only tests know', LANG: 'en' },
    signal: 'none',
  })
const answer = (path: string, reply: object) => {
  site.vendor.fault = request => (request.url.includes(path) ? Response.json(reply) : undefined)
}

describe('check', () => {
  it('goes through addresses, credentials, scope and permissions, and all is well', async () => {
    const { code, stdout, stderr } = await check()
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(
      `dingtalk   (dingtalk)
  ✔ address ${site.vendor.origin}
  ✔ credentials
  ✔ contact scope (权限范围)
  ✔ permission 成员信息读权限 (qyapi_get_member)
  ✔ permission 通讯录部门信息读权限 (qyapi_get_department_list)
  ✔ permission 通讯录部门成员读权限 (qyapi_get_department_member)
local   (local)
  · nothing to check: it has no address elsewhere, and no test of its own
`.replace(`  ✔ address ${site.vendor.origin}\n`, `  ✔ address ${site.vendor.origin}\n`.repeat(4)),
    )
  })

  const lacking = (permission: string) => ({
    errcode: 88,
    sub_code: '60011',
    sub_msg: `应用尚未开通所需的权限：[${permission}]`,
  })
  it('names the permission that is missing, and where it is asked for', async () => {
    answer('department/get', lacking('qyapi_get_department_list'))
    const { code, stdout } = await check()
    expect(code).toBe(1)
    expect(
      stdout,
    ).toContain(`  ✘ permission 通讯录部门信息读权限 (qyapi_get_department_list): 60011: the app lacks the permission qyapi_get_department_list (权限管理)
      → Permission Management (权限管理): apply for it
`)
  })

  it('minds no permission that the file does not need', async () => {
    write('')
    answer('department/get', lacking('qyapi_get_department_list'))
    const { code, stdout } = await check()
    expect(code).toBe(0)
    expect(stdout).toContain(
      '· permission 通讯录部门信息读权限 (qyapi_get_department_list): not granted, and not needed',
    )
  })

  it.each([
    [
      'oauth2/accessToken',
      { code: 'invalidClientIdOrSecret', message: '无效' },
      '✘ credentials: invalidClientIdOrSecret',
      'Credentials (凭证与基础信息)',
    ],
    [
      'auth/scopes',
      { errcode: 88, sub_code: '60020', sub_msg: 'request ip=203.0.113.9' },
      '✘ credentials: 60020: this server’s address 203.0.113.9',
      '服务器出口IP',
    ],
    [
      'auth/scopes',
      { errcode: 0, auth_org_scopes: { authed_dept: [1001], authed_user: [] } },
      '✘ contact scope (权限范围): not 全部员工',
      '全部员工',
    ],
  ])('%s %j: says what it is and where it is mended', async (path, reply, found, mend) => {
    answer(path, reply)
    const { code, stdout } = await check()
    expect(code).toBe(1)
    expect(stdout).toContain(found)
    expect(stdout.split('\n').find(line => line.includes('→'))).toContain(mend)
  })

  it('says of an address where nobody answers what to look at, and asks no more', async () => {
    write('', 'http://127.0.0.1:9')
    const { code, stdout } = await check()
    expect(code).toBe(1)
    expect(stdout).toMatch(/✘ address http:\/\/127\.0\.0\.1:9: source_unreachable: .*\n {6}→ look at DNS/)
    expect(stdout).not.toContain('credentials')
  })

  it('tells of a clock that is wrong', async () => {
    const late = new Date(Date.now() + 600_000).toUTCString()
    site.vendor.fault = () => new Response('', { headers: { date: late } })
    expect((await check()).stdout).toMatch(/✘ clock: \d+ s behind /)
  })

  it('speaks Chinese, and to programs', async () => {
    expect((await check('--lang', 'zh')).stdout).toContain('✔ 凭证')
    const { stdout } = await check('--format', 'json')
    const told = JSON.parse(stdout)
    expect(told.at(-1)).toEqual({ source: 'local', type: 'local', steps: [] })
    expect(told.slice(0, 1)).toMatchObject([
      {
        source: 'dingtalk',
        type: 'dingtalk',
        steps: expect.arrayContaining([{ name: 'credentials', state: 'good', found: null, mend: null }]),
      },
    ])
  })

  it('says of a source that cannot be opened why, and asks the others', async () => {
    const until = Date.now() - 86_400_000
    const { certificate } = await createSigningKey({ now: Date.now, random: randomBytes }, { from: 0, until })
    writeFileSync(join(folder, 'idp.pem'), certificate)
    const text = readFileSync(join(folder, 'sso.config.yaml'), 'utf8')
    writeFileSync(
      join(folder, 'sso.config.yaml'),
      text.replace(
        'sources:',
        `sources:
  - { id: company, type: saml, name: Company, entityId: "urn:idp", signOnUrl: "https://idp.example.com/sso", certificate: { file: ./idp.pem } }`,
      ),
    )
    const { code, stdout } = await check()
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /^company {3}\(saml\)\n {2}✘ opening the source: every certificate of "certificate" has expired\n {6}→ in the file, .*\ndingtalk {3}/,
    )
    expect(stdout).toContain('✔ credentials')
    const chinese = await check('--lang', 'zh')
    expect(chinese.code).toBe(1)
    expect(chinese.stdout).toMatch(/^company {3}\(saml\)\n {2}✘ 打开来源: /)
    expect(chinese.stdout).toMatch(/\n {6}→ .*\p{Script=Han}/u)
    expect(chinese.stdout).not.toContain('opening the source')
  })

  it('prints no secret and no token', async () => {
    answer('oauth2/accessToken', { code: 'bad', message: 'a secret that only tests know' })
    const { stdout, stderr } = await check()
    expect(stdout + stderr).not.toContain('only tests know')
  })

  describe('of an AList whose users are followed', () => {
    const files = (more = '') =>
      `apps:
  - { id: wiki, type: link, name: Wiki, url: "https://wiki.example.com", allow: everyone }
  - { id: files, type: alist, name: Files, url: "${site.vendor.origin}/files", clientSecret: { env: SECRET }, ${more}allow: everyone }
`
    const add = (text: string) => appendFileSync(join(folder, 'sso.config.yaml'), text)
    const followed = 'adminToken: { env: SECRET }, '

    it('tries the token', async () => {
      aListOf(site, 'list')
      add(files(followed))
      expect((await check()).stdout).toContain(
        `files   (alist)\n  ✔ address ${site.vendor.origin}\n  ✔ administrator’s token\n`,
      )
      const { code, stdout } = await check('--app', 'files', '--format', 'json', '--lang', 'zh')
      expect([code, JSON.parse(stdout)]).toMatchObject([
        0,
        [{ app: 'files', type: 'alist', steps: [{ state: 'good' }, { name: '管理员令牌', state: 'good' }] }],
      ])
      expect(site.vendor.calls.filter(call => call.startsWith('POST /files'))).toEqual([])
    })

    it.each([
      [
        Response.json({ code: 401, message: 'token is invalidated' }),
        1,
        /token: 401\n {6}→ AList manage › Settings/,
      ],
      [
        Response.json({ code: 403, message: 'You are not an admin' }),
        1,
        /token: 403\n {6}→ take the token of/,
      ],
      [new Response('<html>'), 1, /token: 200\n {6}→ url has to be the address/],
      [Response.json({ code: 500, message: 'database is locked' }), 2, /… administrator’s token: 500\n/],
      [new Response('', { status: 502 }), 2, /… administrator’s token: 502\n/],
      [new Response('', { status: 302 }), 1, /✘ API for administrators: source_reply_invalid/],
    ])('says what is wrong with %o', async (reply, expected, found) => {
      aListOf(site, 'list', () => reply.clone())
      add(files(followed))
      const { code, stdout } = await check('--app', 'files')
      expect(code).toBe(expected)
      expect(stdout).toMatch(found)
    })

    it('names an app that is never called only where it is asked about', async () => {
      add(files())
      expect((await check()).stdout).not.toMatch(/files|wiki/)
      expect((await check('--app', 'wiki')).stdout).toBe(
        'wiki   (link)\n  · nothing to check: the server does not call it with a credential that can be tried\n',
      )
      expect(await check('--app', 'nothing')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('there is no app "nothing"'),
      })
    })
  })

  it('knows its sources: exit 2 otherwise', async () => {
    expect(await check('--source', 'nobody')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no source "nobody"'),
    })
  })
})
