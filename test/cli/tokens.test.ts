import { afterAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/hash.ts'
import { openStorage } from '../../src/storage/open.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

const file = `version: 1
publicUrl: https://sso.example.com
storage: { url: "sqlite:./sso.db" }
sources: [{ id: local, type: local, name: Password }]
`

async function office() {
  const cwd = makeFolder({ 'sso.config.yaml': file })
  await (await openStorage('sqlite:./sso.db', cwd)).close()
  return { cwd, tokens: (...args: string[]) => command(['tokens', ...args], { cwd }) }
}

describe('tokens', () => {
  it('shows a token once, alone on standard output, and keeps its hash', async () => {
    const { cwd, tokens } = await office()
    const { code, stdout } = await tokens('create', '--name', '备份', '--scope', 'write', '--expires', '1h')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^sso_admin_[\w-]{43}\n$/)])
    const storage = await openStorage('sqlite:./sso.db', cwd)
    const [kept] = await storage.adminTokens.list()
    const audit = await storage.audit.of(null, 9)
    await storage.close()
    expect(kept).toMatchObject({ hash: sha256(stdout.trim()), name: '备份', scope: 'write', usedAt: null })
    expect((kept?.endsAt ?? 0) - (kept?.createdAt ?? 0)).toBe(3_600_000)
    expect(JSON.stringify([kept, audit])).not.toContain(stdout.trim())
    expect(audit.map(({ event }) => event)).toEqual(['token-made'])
    expect((await tokens('list')).stdout).toContain('备份')
    expect(await tokens('end', kept?.id ?? '')).toMatchObject({ code: 0 })
    expect((await tokens('list')).stdout).toBe('no tokens\n')
  })

  it('lists them for programs, without what would do for one', async () => {
    const { tokens } = await office()
    expect((await tokens('list', '--format', 'json')).stdout).toBe('[]\n')
    const made = (await tokens('create', '--name', 'backup', '--expires', '1h')).stdout.trim()
    const { code, stdout } = await tokens('list', '--format', 'json')
    const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        name: 'backup',
        scope: 'read',
        createdAt: moment,
        endsAt: moment,
        usedAt: null,
      },
    ])
    expect(stdout).not.toContain(made)
    expect(stdout).not.toContain(sha256(made))
  })

  it.each([
    [['list', '--format', 'yaml'], 'there is no format "yaml"'],
    [['end', '0123456789abcdef', '--format', 'json'], 'end has no format'],
    [['create'], 'what is the token for?'],
    [['create', '--name', 'a\nb'], 'what is the token for?'],
    [['create', '--name', 'x', '--scope', 'all'], 'there is no scope "all"'],
    [['create', '--name', 'x', '--expires', '366d'], 'a token cannot last 366d'],
    [['create', '--name', 'x', '--expires', '0d'], 'a token cannot last 0d'],
    [['create', 'x'], '"x" is one word too many'],
    [['end'], 'which token?'],
    [['revoke'], 'there is no deed of tokens "revoke"'],
  ])('does not understand %j', async (args, words) => {
    const { tokens } = await office()
    const { code, stderr } = await tokens(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
  })

  it('makes no database', async () => {
    const cwd = makeFolder({ 'sso.config.yaml': file })
    const { code, stderr } = await command(['tokens', 'create', '--name', 'x'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no database')])
  })
})
