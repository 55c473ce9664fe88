import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

const nowhere = makeFolder()
const ask = (...args: string[]) => command(['permissions', ...args], { cwd: nowhere })
const data = async (...args: string[]) => JSON.parse((await ask(...args, '--format', 'json')).stdout)
const file = (profile: string) => `version: 1
publicUrl: https://sso.example.com
permissionProfile: ${profile}
sources:
  - { id: local, type: local, name: Password }
`

describe('a sum and its names', () => {
  it.each([
    [['768'], 768, ['webdav_read', 'webdav_manage']],
    [['webdav_read,webdav_manage'], 768, ['webdav_read', 'webdav_manage']],
    [['webdav_manage', 'webdav_read'], 768, ['webdav_read', 'webdav_manage']],
    [['0x300'], 768, ['webdav_read', 'webdav_manage']],
    [['256+512'], 768, ['webdav_read', 'webdav_manage']],
    [['write,rename,remove'], 152, ['write', 'rename', 'remove']],
    [['write,write,8'], 8, ['write']],
    [['write，rename、remove'], 152, ['write', 'rename', 'remove']],
    [['0'], 0, []],
    [['--profile', 'openlist', 'share'], 16384, ['share']],
    [['--profile', 'alist', '131071'], 131071, expect.arrayContaining(['mcp_write', 'check_path_limit'])],
  ])('%j', async (args, sum, names) => {
    expect(await data(...args)).toMatchObject({ sum, names, unknown: { names: [], bits: [] } })
    expect((await ask(...args)).stdout).toMatch(new RegExp(`^${sum} = `))
  })

  it('tells what each bit means', async () => {
    expect((await ask('768')).stdout).toBe(`768 = webdav_read + webdav_manage   (alist-3.22)

bit  name           meaning
256  webdav_read    read over WebDAV
512  webdav_manage  write over WebDAV
`)
  })

  it('marks a bit that takes away where it is set', async () => {
    const { stdout } = await ask('--profile', 'alist', '16392')
    expect(stdout).toMatch(/^16384 {2}check_path_limit .* restricts: takes away$/m)
    expect(stdout).toMatch(/^8 {6}write .*upload$/m)
    const { bits } = await data('--profile', 'alist', '16384')
    expect(bits).toEqual([expect.objectContaining({ value: 16384, direction: 'restricts' })])
  })

  it('without an argument: every bit of the profile', async () => {
    const { code, stdout } = await ask()
    expect(code).toBe(0)
    expect(stdout).toMatch(/^alist-3\.22, all together 1023\n/)
    expect(stdout.trimEnd().split('\n')).toHaveLength(13)
    expect((await data()).names).toHaveLength(10)
  })
})

describe('what is no question', () => {
  it.each([
    ['', 'which permissions?'],
    [' , ', 'which permissions?'],
    ['-768', '-768 is no permission sum'],
    ['1,024', '"024" begins with a zero'],
    ['2147483648', '2147483648 is larger than any permission sum'],
    ['99999999999999999999', '99999999999999999999 is larger than any permission sum'],
  ])('%j has no answer', async (text, message) => {
    const { code, stdout, stderr } = await ask(text)
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `error: ${message}`])
  })
})

describe('what the profile does not have is named, and the answer is no', () => {
  it.each([
    ['webdav_raed', 'error: alist-3.22 has no permission "webdav_raed"\n  help: did you mean webdav_read?\n'],
    ['delete', 'error: alist-3.22 has no permission "delete"\n  help: did you mean remove?\n'],
    ['Upload', 'error: alist-3.22 has no permission "Upload"\n  help: did you mean write?\n'],
    ['ftp_access', 'error: alist-3.22 has no permission "ftp_access"\n  help: --profile alist has it\n'],
    ['constructor', 'error: alist-3.22 has no permission "constructor"\n  help: it has see_hides, '],
    ['1792', 'error: alist-3.22 has no bit 1024\n  help: 1024 is ftp_access in alist and openlist\n'],
    [
      '16385',
      'error: alist-3.22 has no bit 16384\n  help: 16384 is check_path_limit in alist; 16384 is share in openlist\n',
    ],
    ['1610612737', 'error: alist-3.22 has no bit 536870912, 1073741824\n'],
    [
      'ftp_read',
      'error: alist-3.22 has no permission "ftp_read"\n  help: --profile alist has it, by the name of ftp_access\n',
    ],
    [
      'writ,x7',
      'error: alist-3.22 has no permission "writ" or "x7"\n  help: writ: did you mean write?; x7: it has see_hides, ',
    ],
    ['1.5', 'error: alist-3.22 has no permission "1.5"\n'],
  ])('%s', async (word, says) => {
    const { code, stdout, stderr } = await ask(word)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr.startsWith(says)).toBe(true)
  })

  it('JSON has both lists, and is whole', async () => {
    const { code, stdout } = await ask('webdav_read,nonsense,1024', '--format', 'json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      profile: 'alist-3.22',
      sum: 256,
      names: ['webdav_read'],
      unknown: { names: ['nonsense'], bits: [1024] },
    })
  })
})

describe('the profile in force', () => {
  it('is that of the file', async () => {
    const cwd = makeFolder({ 'sso.config.yaml': file('openlist') })
    expect((await command(['permissions', '49152'], { cwd })).stdout).toContain('share + customize_share_id')
  })

  it('may be one of the file’s own', async () => {
    const cwd = makeFolder({ 'own.yaml': file('{ write: 2, read: 1 }') })
    const own = (...args: string[]) => command(['permissions', '-c', 'own.yaml', ...args], { cwd })
    expect((await own('3')).stdout).toBe(
      '3 = read + write   (custom)\n\nbit  name   meaning\n1    read\n2    write\n',
    )
    expect(JSON.parse((await own('read', '--format', 'json')).stdout).bits).toEqual([
      { value: 1, name: 'read', meaning: null, direction: null },
    ])
    expect((await own('4')).stderr).toBe(
      'error: the profile of the file has no bit 4\n  help: 4 is offline_download in alist-3.22, alist and openlist\n',
    )
    expect((await own('--profile', 'alist', '3')).stdout).toContain('see_hides')
  })

  it('cannot be told of a file with an error; another can be asked about', async () => {
    const cwd = makeFolder({ 'sso.config.yaml': 'version: 1\n' })
    const { code, stdout, stderr } = await command(['permissions', '768'], { cwd })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('error[schema/missing-key]')
    expect(stderr).toMatch(/--profile NAME asks about another\n$/)
    expect((await command(['permissions', '768', '--profile', 'alist'], { cwd })).code).toBe(0)
  })
})
