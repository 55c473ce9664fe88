import { expect, test } from 'vitest'
import { gitlab } from '../../src/diagnostics/gitlab.ts'
import { expectReport } from './expected.ts'
import { checked, diagnostics, many, nasty } from './shared.ts'

interface Entry {
  description: string
  check_name: string
  fingerprint: string
  severity: string
  location: { path: string; lines: { begin: number } }
}
const entries = (text: string) => JSON.parse(text) as Entry[]

test('is what expected/gl-code-quality-report.json says', () => {
  expectReport('gl-code-quality-report.json', gitlab([checked]))
})

test('has what GitLab asks for in each entry', () => {
  for (const entry of entries(gitlab([checked]))) {
    expect(entry).toMatchObject({
      description: expect.any(String),
      check_name: expect.stringMatching(/^[a-z-]+\/[a-z-]+$/),
      fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
      location: { path: '配置/sso.config.yaml', lines: { begin: expect.any(Number) } },
    })
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(entry.severity)
  }
})

test('no fingerprint is there twice, whatever is: GitLab would drop the second', () => {
  const twice = [...diagnostics, ...diagnostics, ...many(100, 'error'), ...many(100, 'error')]
  const found = entries(
    gitlab([
      { ...checked, diagnostics: twice },
      { ...checked, diagnostics: twice.map(one => ({ ...one, file: 'b' })) },
    ]),
  )
  expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(found.length)
  expect(found).toHaveLength(2 * (5 + 5 + 200))
})

test('is an empty list for nothing', () => expect(gitlab([])).toBe('[]\n'))

test('control characters are escapes, and the same to whoever parses it', () => {
  const out = gitlab([{ ...checked, diagnostics: [nasty] }])
  expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
  expect(entries(out)[0]?.description).toBe(nasty.message)
})
