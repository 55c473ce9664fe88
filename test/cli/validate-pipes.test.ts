import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

const cwd = makeFolder({
  'sso.config.yaml':
    'version: 1\npublicUrl: https://sso.example.com\nsources: [{ id: local, type: local, name: Local }]\n',
})

describe.skipIf(process.platform === 'win32')('a pipe', () => {
  execFileSync('mkfifo', [join(cwd, 'pipe')])

  it('behind --baseline that nobody writes to is not waited for', async () => {
    const { code, stderr } = await command(['validate', '--baseline', 'pipe'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('pipe cannot be read (it is no file)')])
  })

  it('behind --variables is read: what another program decrypts', async () => {
    const text = 'storage: { url: { env: SSO_DATABASE_URL } }\n'
    const file = makeFolder({
      'a.yaml': `version: 1\npublicUrl: https://sso.example.com\nsources: [{ id: local, type: local, name: Local }]\n${text}`,
    })
    const asked = command(['validate', 'a.yaml', '--variables', join(cwd, 'pipe')], { cwd: file })
    await writeFile(join(cwd, 'pipe'), 'SSO_DATABASE_URL=sqlite:./data/sso.db\n')
    expect(await asked).toMatchObject({ code: 0, stdout: expect.stringContaining('(all there)') })
  })
})
