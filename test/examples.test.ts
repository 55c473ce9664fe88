import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { command } from './cli/io.ts'

/** Every folder of `examples` is a deployment that somebody could start from. */
const root = fileURLToPath(new URL('../examples/', import.meta.url))
const folders = readdirSync(root)

describe.each(folders)('examples/%s', folder => {
  const cwd = join(root, folder)
  const readme = readFileSync(join(cwd, 'README.md'), 'utf8')
  /** What its README tells to validate; without arguments the file that is found. */
  const told = [...readme.matchAll(/^npx sso-kit validate\b(.*)$/gm)].map(([, args = '']) =>
    args.trim().split(/\s+/).filter(Boolean),
  )

  it('has a README that says how to validate it', () => {
    expect(told.length).toBeGreaterThan(0)
    expect(existsSync(join(cwd, 'sso.config.yaml')) || told.every(args => args.length > 0)).toBe(true)
  })

  it.each(told)('has nothing to be said about: %j', async (...args) => {
    const { code, stdout, stderr } = await command(['validate', '--strict', ...args], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.match(/^✔ /gm)).toHaveLength(Math.max(args.length, 1))
  })

  const scenarios = readdirSync(cwd).filter(name => name.endsWith('.sso-test.yaml'))
  it.each(scenarios)(
    'gives what the scenarios of %s expect, and its README says how to see that',
    async file => {
      expect(readme).toMatch(/^npx sso-kit test\b/m)
      const { code, stdout } = await command(['test', file], { cwd })
      expect(stdout).not.toMatch(/✖|○/)
      expect([code, stdout.match(/^ {2}✔ /gm)?.length]).toEqual([0, expect.any(Number)])
    },
  )
})
