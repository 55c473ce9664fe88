import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
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

/** The same database and vendors as the running site, in a file of its own. */
function write(sync: string, more = '') {
  const text = `version: 1
publicUrl: https://sso.example.com
storage: { url: "sqlite:${site.data}/sso.db" }
outbound: { allowPrivate: ["${new URL(site.vendor.origin).host}"] }
sources:${dingtalk.replaceAll('{vendor}', site.vendor.origin)}
    ${sync}${local}
${more}`
  writeFileSync(join(folder, 'sso.config.yaml'), text)
}

const sync = (...args: string[]) =>
  command(['sync', ...args], {
    cwd: folder,
    env: { SECRET: 'a secret that only tests know' },
    signal: 'none',
  })
const members = () => site.world.people.filter(({ member }) => member).length
const leave = (id: string) =>
  site.world.people.splice(
    site.world.people.findIndex(each => each.id === id),
    1,
  )
const disabled = async () =>
  (await site.storage.accounts.list())
    .filter(account => account.disabled)
    .map(({ displayName }) => displayName)

describe('sync', () => {
  it('says before the first start of a server what the first read would do, and leaves nothing behind', async () => {
    const file = join(folder, 'sso.config.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(`${site.data}/sso.db`, './data/sso.db'))
    const { code, stdout } = await sync('--dry-run')
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${members()} created`)])
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it('makes accounts of the whole directory, and then there is nothing to change', async () => {
    expect((await sync('--dry-run', '--fail-on', 'disable')).code).toBe(0)
    expect((await sync('--dry-run', '--fail-on', 'any')).code).toBe(1)
    const first = await sync()
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(first.stdout).toMatch(
      new RegExp(
        `^✔ dingtalk {3}complete · \\d+ departments, ${members()} members · \\d+ calls, [\\d.]+ s\\n {2}${members()} created\\n$`,
      ),
    )
    expect((await sync()).stdout).toMatch(/\n {2}nothing to change\n$/)
    expect(await site.storage.accounts.list()).toHaveLength(members())
  })

  it('works on another database that is named, and makes none', async () => {
    const file = join(folder, 'sso.config.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(`${site.data}/sso.db`, './data/sso.db'))
    expect(await sync('--database', `${site.data}/nowhere.db`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no database at'),
    })
    expect((await sync('--database', `${site.data}/sso.db`)).stdout).toContain(`${members()} created`)
    expect(await site.storage.accounts.list()).toHaveLength(members())
    expect([existsSync(join(folder, 'data')), existsSync(`${site.data}/nowhere.db`)]).toEqual([false, false])
  })

  it('says beforehand who would be disabled, and why, then disables them', async () => {
    await sync()
    leave('lisi')
    const dry = await sync('--dry-run')
    expect(dry.stdout).toContain('would be: 1 disabled')
    expect(dry.stdout).toContain('- 李四 (lisi): no longer in the directory')
    expect(await disabled()).toEqual([])
    for (const level of ['disable', 'change', 'any'])
      expect((await sync('--dry-run', '--fail-on', level)).code).toBe(1)
    expect((await sync('--dry-run', '--fail-on', 'conflict')).code).toBe(0)
    expect(await sync()).toMatchObject({ code: 0 })
    expect(await disabled()).toEqual(['李四'])
    const accounts = (...args: string[]) => command(['accounts', ...args], { cwd: folder })
    expect((await accounts('show', '李四')).stdout).toMatch(
      /\nstate +disabled: the directory of dingtalk has them no longer, since \d{4}-\S+; enable lets them in all the same\n/,
    )
    expect(await accounts('enable', '李四')).toMatchObject({ code: 0 })
    expect((await sync()).stdout).toContain('nothing to change')
    expect(await disabled()).toEqual([])
  })

  it('tells programs what CONFIG.md promises', async () => {
    const { stdout, code } = await sync('--format', 'json')
    expect(code).toBe(0)
    const { reports, ...only } = JSON.parse(stdout)
    expect(reports).toEqual([only])
    expect(only).toEqual({
      source: 'dingtalk',
      status: 'complete',
      read: { departments: expect.any(Number), members: members() },
      changes: { created: members(), updated: 0, moved: 0, disabled: 0, enabled: 0, conflicts: 0 },
      guard: { limit: 20, wouldDisable: 0, tripped: false },
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      seconds: expect.any(Number),
      calls: expect.any(Number),
      resumed: false,
      problems: [],
      leavers: [],
    })
  })

  it('tells them of several sources in one document, in which the same key has each', async () => {
    const second = dingtalk.replace('id: dingtalk', 'id: second').replaceAll('{vendor}', site.vendor.origin)
    write('sync: {}', `${second.slice(1)}\n    sync: {}\n`)
    const { stdout } = await sync('--dry-run', '--format', 'json')
    expect(JSON.parse(stdout)).toEqual({
      reports: [
        expect.objectContaining({ source: 'dingtalk', status: 'complete' }),
        expect.objectContaining({ source: 'second', status: 'complete' }),
      ],
    })
  })

  it('a document says that it was interrupted, too', async () => {
    const stopped = {
      cwd: folder,
      env: { SECRET: 'a secret that only tests know' },
      signal: 'SIGINT',
    } as const
    const { code, stdout } = await command(['sync', '--dry-run', '--format', 'json'], stopped)
    expect([code, JSON.parse(stdout).failure]).toEqual([130, { message: 'interrupted', help: null }])
    expect(await command(['sync', '--dry-run'], stopped)).toMatchObject({ code: 130, stdout: '' })
  })

  it('writes a table for a review, in which no name is markup', async () => {
    const lisi = site.world.people.find(({ id }) => id === 'lisi')
    if (lisi) lisi.name = '<b>[x](y)'
    await sync()
    leave('lisi')
    const { stdout } = await sync('--format', 'md', '--dry-run')
    expect(stdout).toMatch(/^Dry run: nothing was changed\.\n\n\| source \| status/)
    expect(stdout).toContain('\\<b\\>\\[x\\]\\(y\\)')
  })

  it('stops before it disables more than the guard allows, unless told so', async () => {
    write('sync: { guard: { accounts: 1, percent: 0 } }')
    await sync()
    leave('lisi')
    leave('anyi')
    const stopped = await sync()
    expect(stopped.code).toBe(1)
    expect(stopped.stdout).toContain(
      'help: look at who they are; if it is right, run it once with --allow-disable 2',
    )
    expect(await disabled()).toEqual([])
    expect((await sync('--allow-disable', '2')).code).toBe(0)
    expect(await disabled()).toHaveLength(2)
  })

  it('fails in words where the vendor refuses', async () => {
    site.vendor.fault = request =>
      request.url.includes('department/listsub')
        ? Response.json({ errcode: 88, sub_code: '60011', sub_msg: '[qyapi_get_department_list]' })
        : undefined
    const { code, stdout } = await sync()
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /^✘ dingtalk {3}failed .*\n {2}nothing was changed\n {2}! source_refused: 60011: .*qyapi_get_department_list/,
    )
  })

  it.each([
    [['--source', 'nobody'], 'there is no source "nobody"'],
    [['--source', 'local'], 'accounts do not follow the source "local"'],
    [['--allow-disable', 'all'], '"all" is no number of people'],
    [['--format', 'xml'], 'xml'],
    [['--fail-on', 'never'], 'never'],
  ])('%j: exit 2', async (args, words) => {
    expect(await sync(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) })
  })

  it('makes no database where there is none', async () => {
    const text = `version: 1\npublicUrl: https://sso.example.com\nstorage: { url: "sqlite:./no.db" }\nsources:${dingtalk.replaceAll('{vendor}', 'https://vendor.example')}\n    sync: {}\n`
    writeFileSync(join(folder, 'sso.config.yaml'), text)
    expect(await sync()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no database at'),
    })
    rmSync(join(folder, 'sso.config.yaml'))
  })
})
