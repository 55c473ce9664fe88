import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { afterAll, expect, test, vi } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { good, validating } from './validating.ts'

afterAll(removeFolders)

test('a folder that a pattern leads through and nobody may read is told', async () => {
  const cwd = makeFolder({ 'open/sso.yaml': good, 'locked/sso.yaml': good })
  // who runs the tests may be root, whom no mode of a folder keeps out
  const read = fs.readdirSync
  const spy = vi.spyOn(fs, 'readdirSync').mockImplementation(((...args: Parameters<typeof read>) => {
    if (String(args[0]).endsWith('locked')) throw Object.assign(new Error('denied'), { code: 'EACCES' })
    return read(...args)
  }) as typeof read)
  syncBuiltinESMExports()
  try {
    const { code, stdout, stderr } = await validating(['**/*.yaml'], { cwd })
    expect([code, stderr]).toEqual([
      0,
      'warning: the folder locked cannot be read (EACCES): files that "**/*.yaml" means in it are left out\n',
    ])
    expect(stdout).toContain('open/sso.yaml')
  } finally {
    spy.mockRestore()
    syncBuiltinESMExports()
  }
})
