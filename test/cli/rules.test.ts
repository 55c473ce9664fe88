import { afterAll, describe, expect, it } from 'vitest'
import { offByDefault, ruleIds } from '../../src/config/rule-ids.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

const cwd = makeFolder()
const ask = (...args: string[]) => command(['rules', ...args], { cwd })

interface Row {
  rule: string
  severity: string
  finds: string
}

describe('rules', () => {
  it('lists every rule, of the host and of the source types, with its severity and a sentence', async () => {
    const { code, stdout } = await ask('--format', 'json')
    expect(code).toBe(0)
    const rows = JSON.parse(stdout) as Row[]
    expect(rows.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...ruleIds, 'oidc/scope-openid']))
    for (const { rule, severity, finds } of rows) {
      expect(['error', 'warning', 'info', 'off'], rule).toContain(severity)
      expect(finds, rule).toMatch(/^\S.*\.$/)
    }
    expect(rows).toContainEqual({
      rule: 'secret/inline',
      severity: 'error',
      finds: 'A secret is written in the file.',
    })
    const off = rows.filter(({ severity }) => severity === 'off').map(({ rule }) => rule)
    expect(off).toEqual([...offByDefault].sort())
  })

  it('says the same as text and as Markdown', async () => {
    const rows = JSON.parse((await ask('--format', 'json')).stdout) as Row[]
    const [text, table] = [(await ask()).stdout, (await ask('--format', 'md')).stdout]
    expect(text.trimEnd().split('\n')).toHaveLength(rows.length + 1)
    expect(table.trimEnd().split('\n')).toHaveLength(rows.length + 2)
    for (const { rule, severity } of rows) {
      expect(text).toMatch(new RegExp(`^${rule} +${severity} +\\S`, 'm'))
      expect(table).toContain(`| \`${rule}\` | ${severity} | `)
    }
  })

  it('lists a group alone', async () => {
    const { stdout } = await ask('permission', '--format', 'json')
    const rows = JSON.parse(stdout) as Row[]
    expect(rows.length).toBeGreaterThan(2)
    for (const { rule } of rows) expect(rule).toMatch(/^permission\//)
  })

  it('names the groups where there is no such one', async () => {
    const { code, stderr } = await ask('钉钉')
    expect(code).toBe(2)
    expect(stderr).toMatch(/there is no group "钉钉"\n {2}help: choose one of admin, alibaba-cloud, /)
  })
})
