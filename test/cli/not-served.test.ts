import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

/** Declared means working: what serve does not act on keeps it from starting, and validate says so beforehand. */
const head = 'version: 1\npublicUrl: https://sso.example.com\n'
const local = 'sources: [{ id: local, type: local, name: Password }]\n'
const dingtalk = (more: string) =>
  `sources: [{ id: d, type: dingtalk, name: 钉钉, corpId: ding3608be7c4e5266ce4ac5d6980864, clientId: dingwjlht8b93ara, clientSecret: { env: A }, ${more} }]\n`

const parts: [string, string][] = [
  [
    'apps',
    `${local}apps: [{ id: mail, type: link, name: Mail, url: https://mail.example.com, allow: everyone }]\n`,
  ],
  ['sync', dingtalk('sync: { every: 12h }')],
  ['events', dingtalk('sync: {}, events: { aesKey: { env: B }, token: { env: C } }')],
]

describe.each(parts)('a file with %s', (what, text) => {
  it('is valid, and validate tells what of it is not served', async () => {
    const { code, stdout } = await command(['validate'], {
      cwd: makeFolder({ 'sso.config.yaml': head + text }),
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^✔ .* · not served by this version: .*\\b${what}\\b`))
  })

  it.each([[[]], [['--sandbox']]])('keeps serve from starting: %j', async flags => {
    const cwd = makeFolder({ 'sso.config.yaml': head + text })
    const { code, stderr } = await command(['serve', ...flags], {
      cwd,
      env: { A: 'a', B: 'b', C: 'c' },
      signal: 'SIGTERM',
    })
    expect(code).toBe(2)
    expect(stderr).toMatch(
      new RegExp(`^error: this version does not serve .*\\b${what}\\b.* yet\\n {2}help: `),
    )
    expect(existsSync(join(cwd, 'data'))).toBe(false)
  })
})
