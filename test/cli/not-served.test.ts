import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

/** Declared means working: what serve does not act on keeps it from starting, and validate says so beforehand. */
const head = 'version: 1\npublicUrl: https://sso.example.com\nserver: { trustedProxies: [127.0.0.1/32] }\n'
const local = 'sources: [{ id: local, type: local, name: Password }]\n'

const parts: [what: string, text: string, remedy: string][] = [
  [
    'apps of type forward-auth',
    `${local}apps: [{ id: intranet, type: forward-auth, name: Intranet, hosts: [intranet.example.com], allow: everyone }]\n`,
    'take the apps of type forward-auth out',
  ],
]

describe.each(parts)('a file with %s', (what, text, remedy) => {
  it('is valid, and validate tells what of it is not served', async () => {
    const { code, stdout } = await command(['validate'], {
      cwd: makeFolder({ 'sso.config.yaml': head + text }),
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^✔ .* · not served by this version: .*\\b${what}\\b`))
  })

  it.each([
    ['pretty', '--quiet'],
    ['concise', '--strict'],
    ['json', '--strict'],
    ['sarif', '--quiet'],
    ['gitlab', '--quiet'],
    ['junit', '--quiet'],
  ])(
    'is valid, and standard error tells that where standard output does not: %s %s',
    async (format, flag) => {
      const cwd = makeFolder({ 'sso.config.yaml': head + text })
      const { code, stderr } = await command(['validate', flag, '--format', format], { cwd })
      expect(code).toBe(0)
      expect(stderr).toMatch(
        new RegExp(
          `^note: sso\\.config\\.yaml: this version does not serve .*\\b${what}\\b.* yet: serve does not start with it\\n$`,
        ),
      )
      expect((await command(['validate'], { cwd })).stderr).toBe('')
    },
  )

  it('is told to programs and to GitHub', async () => {
    const cwd = makeFolder({ 'base.yaml': head + local, 'more.yaml': text })
    const asked = async (format: string) =>
      (await command(['validate', 'base.yaml', 'base.yaml+more.yaml', '--format', format], { cwd })).stdout
    expect(JSON.parse(await asked('json'))).toMatchObject({
      valid: true,
      notServed: [{ config: 'base.yaml+more.yaml', parts: expect.arrayContaining([what]) }],
    })
    expect(await asked('github')).toMatch(
      new RegExp(`^::notice file=base\\.yaml,title=sso-kit::this version does not serve .*\\b${what}\\b`),
    )
  })

  it('keeps serve from starting', async () => {
    const cwd = makeFolder({ 'sso.config.yaml': head + text })
    const { code, stderr } = await command(['serve'], {
      cwd,
      env: { A: 'a', B: 'b', C: 'c' },
      signal: 'SIGTERM',
    })
    expect(code).toBe(2)
    expect(stderr).toMatch(
      new RegExp(
        `^error: this version does not serve .*\\b${what}\\b.* yet\\n {2}help: to start, .*${remedy}.*\\n$`,
      ),
    )
    expect(existsSync(join(cwd, 'data'))).toBe(false)
  })

  it('is tried in the sandbox without it, which says so', async () => {
    const { code, stdout, stderr } = await command(['serve', '--sandbox', '--port', '0'], {
      cwd: makeFolder({ 'sso.config.yaml': head + text }),
      signal: 'SIGTERM',
    })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('\n  open      http://localhost:')
    const line = `\n  left out  ${what}: this version does not serve it yet\n`
    expect(stdout).toContain(line)
  })
})
