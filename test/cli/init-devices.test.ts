import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, test } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

describe('what never ends is not read, and nothing is written beside it', () => {
  it.each(['.gitignore', '.env.example'])('%s', async name => {
    const cwd = makeFolder()
    symlinkSync('/dev/zero', join(cwd, name))
    const zero = await command(['init', '--source', 'github'], { cwd })
    expect([zero.code, zero.stderr]).toEqual([
      2,
      expect.stringContaining(`${name} leads out of its repository`),
    ])
    expect(existsSync(join(cwd, 'sso.config.yaml'))).toBe(false)
  })

  it('a pipe', async () => {
    const cwd = makeFolder()
    execFileSync('mkfifo', [join(cwd, '.gitignore')])
    const { code, stderr } = await command(['init', '--source', 'local'], { cwd })
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('.gitignore cannot be written: it is no file'),
    ])
    expect(existsSync(join(cwd, 'sso.config.yaml'))).toBe(false)
  })

  it('more lines than anybody writes', async () => {
    const cwd = makeFolder({ '.gitignore': 'x\n'.repeat(600_000) })
    const { code, stderr } = await command(['init', '--source', 'local'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('.gitignore has more than 1024 KiB')])
  })

  it('a .gitignore above the folder', async () => {
    const cwd = makeFolder({ 'below/README.md': '' })
    symlinkSync('/dev/zero', join(cwd, '.gitignore'))
    expect((await command(['init', '--source', 'local'], { cwd: join(cwd, 'below') })).code).toBe(0)
  })

  it('settings of AList', async () => {
    const cwd = makeFolder({ 'large.json': ' '.repeat(1_048_577) })
    execFileSync('mkfifo', [join(cwd, 'pipe.json')])
    const saidOf = async (file: string) => {
      const { code, stderr } = await command(['init', '--from', 'alist', file], { cwd })
      return [code, stderr]
    }
    for (const file of ['pipe.json', '/dev/zero'])
      expect(await saidOf(file)).toEqual([
        2,
        expect.stringContaining(`${file} cannot be read (it is no file)`),
      ])
    expect(await saidOf('large.json')).toEqual([2, expect.stringContaining('large.json has more than 1 MiB')])
  })
})

test.each([
  [['mine'], 'is there already'],
  [['other', '-o', 'mine/x'], 'cannot be written'],
  [['other', '-o', 'file/x'], 'cannot be written'],
  [['other', '-o', 'loop/x'], 'cannot be written'],
])('init plugin %j where a link leads nowhere is a sentence', async (args, said) => {
  const cwd = makeFolder({ file: '' })
  symlinkSync(join(cwd, 'nothing'), join(cwd, 'mine'))
  symlinkSync('loop', join(cwd, 'loop'))
  const { code, stderr } = await command(['init', 'plugin', ...args], { cwd })
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
  expect(readdirSync(cwd).sort()).toEqual(['.git', 'file', 'loop', 'mine'])
})
