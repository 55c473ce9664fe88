import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { flow } from '../../src/config/written.ts'

/** Of an app, and of an organisation. */
async function found(name: string) {
  const text = `version: 1
publicUrl: https://sso.example.com
sources: [{ id: local, type: local, name: Password }]
organizations: [{ id: example, name: ${flow(name)}, domains: [example.com], sources: [local] }]
apps: [{ id: wiki, type: link, name: ${flow(name)}, url: "https://wiki.example.com", allow: everyone }]
`
  return (await compile(text, { file: 'sso.config.yaml' })).diagnostics.map(
    ({ rule, where }) => `${rule} ${where}`,
  )
}

test.each([
  '钉钉（示例科技）',
  'Node.js 文档',
  'GitLab / CI',
  '阿里云·控制台',
  'Grafana (生产)',
  'R&D 平台',
  'Example Ltd.',
  'हिन्दी',
  'R',
  'C++ Docs',
  "Bob's Wiki",
  'Wiki: intern',
  'Wiki, Docs',
  'wiki "two" {x} \\ <b>',
  '📚 Books',
])('an app and an organisation may be called %s', async name => {
  expect(await found(name)).toEqual([])
})

test.each([' wiki', 'wiki ', 'wiki\u3000', 'wi\u00adki', 'wi\u0085ki', 'wiki\u202eikiw', 'x'.repeat(101)])(
  'none may be called %j',
  async name => {
    const rules = await found(name)
    expect(rules.length).toBeGreaterThan(0)
    if (!name.includes('\u202e'))
      expect(rules).toEqual([
        'schema/wrong-type organizations[example].name',
        'schema/wrong-type apps[wiki].name',
      ])
  },
)
