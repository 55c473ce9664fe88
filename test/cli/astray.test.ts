import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

describe('a link that leads out of the repository is not written through', () => {
  it.each([
    [['schema', '-o', 'link.json']],
    [['schema', '-o', 'folder/s.json']],
    [['init', '--source', 'local', '--force', '-o', 'link.json']],
    [['init', '--source', 'local', '-o', 'folder/n.yaml']],
    [['init', '--source', 'local', '-o', 'folder/new/n.yaml']],
    [['init', 'ci', 'github', '-o', 'folder/new/n.yml']],
    [['init', 'plugin', 'mine', '-o', 'folder/new']],
  ])('%j', async args => {
    const out = makeFolder({ 'target.txt': 'as before' })
    const cwd = makeFolder({ '.git/HEAD': 'ref: refs/heads/main\n' })
    symlinkSync(join(out, 'target.txt'), join(cwd, 'link.json'))
    symlinkSync(out, join(cwd, 'folder'))
    const { code, stderr } = await command(args, { cwd })
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('leads out of its repository or folder by a link'),
    ])
    // nor is it shown
    expect(stderr).not.toContain('as before')
    expect(readFileSync(join(out, 'target.txt'), 'utf8')).toBe('as before')
    expect(existsSync(join(out, 'new'))).toBe(false)
  })

  it('another file, and a link within it, are', async () => {
    const cwd = makeFolder({ '.git/HEAD': 'ref: refs/heads/main\n', 'real.json': '' })
    symlinkSync(join(cwd, 'real.json'), join(cwd, 'link.json'))
    for (const file of ['link.json', 'new.json'])
      expect((await command(['schema', '-o', file], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, 'real.json'), 'utf8')).toContain('"$schema"')
  })
})
