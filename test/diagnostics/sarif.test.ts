import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { sarif } from '../../src/diagnostics/sarif.ts'
import { expectReport } from './expected.ts'
import { checked, many, nasty } from './shared.ts'

const folder = new URL('../../docs/rules/', import.meta.url)
const realPage = (rule: string) => readFileSync(new URL(`${rule}.md`, folder), 'utf8')
const page = (rule: string) =>
  rule === 'schema/wrong-type'
    ? undefined
    : `# ${rule}\n\n**${rule.startsWith('yaml') ? 'Warning' : 'Error'}.** Something like \`a.b\` is wrong. It is\nnot right.\n\nThis is why.\n\n## Wrong\n\n\`\`\`yaml\na: 1\n\`\`\`\n`
const report = (diagnostics = checked.diagnostics) =>
  sarif([{ ...checked, diagnostics }], { version: '1.2.3', page })

/** The official schema, as Microsoft's package has it. */
const valid = validator()
function validator() {
  const path = createRequire(import.meta.url).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  )
  // written in draft 4, with nothing that draft 7 reads differently but these two
  const { $schema, id, ...schema } = JSON.parse(readFileSync(path, 'utf8'))
  expect($schema).toContain('draft-04')
  expect(id).toContain('sarif-2.1.0')
  const absolute = /^[a-z][a-z0-9+.-]*:[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+$/i
  const relative = /^(?:%[0-9A-F]{2}|[!$&'()*+,\-./0-9:;=?@A-Z_a-z~])*(?:#[^\s#]*)?$/i
  const validate = new Ajv({
    strict: false,
    // one of its patterns is none with the flag u
    unicodeRegExp: false,
    allErrors: true,
    formats: { uri: absolute, 'uri-reference': relative, 'date-time': /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ },
  }).compile(schema)
  return (text: string) => {
    validate(JSON.parse(text))
    return validate.errors ?? []
  }
}

test('braces of a message are shown by viewers as they stand, which is right without arguments', () => {
  const [one] = checked.diagnostics
  const text = sarif([{ ...checked, diagnostics: one ? [{ ...one, help: 'write { env: NAME }' }] : [] }], {
    version: '1.2.3',
    page,
  })
  expect(text).toContain('help: write { env: NAME }"')
  expect(text).not.toContain('"arguments"')
})

describe('by the official schema of SARIF 2.1.0, valid is', () => {
  test.each([
    ['the shared file', () => report()],
    ['with the real pages', () => sarif([checked], { version: '1.2.3', page: realPage })],
    ['a file without problems', () => report([])],
    ['no file', () => sarif([], { version: '1.2.3', page })],
    ['a failure', () => sarif([], { version: '1.2.3', page, failure: { message: 'no file', help: 'x' } })],
    ['what a file may bring along', () => report([nasty])],
    [
      'absolute and odd paths',
      () =>
        sarif(
          ['/a b/钉.yaml', '<stdin>', 'a\\b#c?.yaml'].map(path => ({ ...checked, path })),
          { version: '1.2.3', page },
        ),
    ],
    ['many', () => report(many(1000, 'info'))],
    [
      'a run with a baseline',
      () => report(checked.diagnostics.map(one => ({ ...one, baseline: 'unchanged' }))),
    ],
  ])('%s', (_what, text) => {
    expect(valid(text())).toEqual([])
  })

  test('and the check can fail', () => {
    expect(valid(report().replace('"2.1.0"', '"2.0.0"'))).not.toEqual([])
    expect(
      valid(report().replace('"level": "note"', '"level": "info"').replace('pkg:npm', 'x y')),
    ).not.toEqual([])
  })
})

test('is what expected/report.sarif says', () => {
  expectReport('report.sarif', report())
})

test('a suppressed finding is there, with the reason and the day', () => {
  const [run] = JSON.parse(report()).runs
  const suppressed = run.results.filter((one: { suppressions?: unknown }) => one.suppressions)
  expect(suppressed).toHaveLength(1)
  expect(suppressed[0]).toMatchObject({
    ruleId: 'callback/mismatch',
    suppressions: [
      {
        kind: 'inSource',
        justification: 'registered at the vendor, until the move',
        properties: { until: '2027-01-31' },
      },
    ],
  })
})

test('rules are described once, and results point at them', () => {
  const [run] = JSON.parse(report([...checked.diagnostics, ...checked.diagnostics])).runs
  const { rules } = run.tool.driver
  expect(new Set(rules.map(({ id }: { id: string }) => id)).size).toBe(rules.length)
  for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex].id).toBe(ruleId)
  for (const rule of rules) {
    expect(rule.helpUri).toBe(`pkg:npm/sso-kit@1.2.3#docs/rules/${rule.id}.md`)
    expect(Number(rule.properties['security-severity'])).toBeGreaterThan(0)
    expect(rule.properties.tags.length).toBeLessThanOrEqual(10)
  }
})

test('a text of the file makes no link', () => {
  const [run] = JSON.parse(report([nasty])).runs
  expect(run.results[0].message.text).toContain('\\[a](https://evil.example)')
})
