import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

it.skipIf(process.platform === 'win32').each(['--baseline', '--variables'])(
  'a pipe behind %s that nobody writes to is not waited for',
  async flag => {
    const cwd = makeFolder({
      'sso.config.yaml':
        'version: 1\npublicUrl: https://sso.example.com\nsources: [{ id: local, type: local, name: Local }]\n',
    })
    execFileSync('mkfifo', [join(cwd, 'pipe')])
    const { code, stderr } = await command(['validate', flag, 'pipe'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('pipe cannot be read (it is no file)')])
  },
)
