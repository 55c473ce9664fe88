import { expect, test } from 'vitest'
import { junit } from '../../src/diagnostics/junit.ts'
import { expectReport } from './expected.ts'
import { checked, diagnostics, nasty, text } from './shared.ts'

const ran = ['autoregister/open-source', 'callback/mismatch', 'schema/unknown-key', 'yaml/syntax']
const tested = { ...checked, text, ran }

test('is what expected/junit.xml says', () => {
  expectReport('junit.xml', junit([tested, { ...tested, path: 'good.yaml', diagnostics: [] }], 'error'))
})

test('a case for each rule that ran, and for each that found something', () => {
  const names = [...junit([tested], 'error').matchAll(/<testcase name="([^"]+)"/g)].map(([, name]) => name)
  expect(names).toEqual([...new Set([...ran, ...diagnostics.map(({ rule }) => rule)])].sort())
})

test('a warning fails where warnings do', () => {
  expect(junit([tested], 'error')).toMatch(/^<testsuites [^>]* failures="4" /m)
  expect(junit([tested], 'error')).toContain('<system-out>warning[yaml/ambiguous-scalar]')
  expect(junit([tested], 'warning')).toMatch(/^<testsuites [^>]* failures="5" /m)
})

test('a failure is an error of a case', () => {
  expect(junit([], 'error', { message: 'there is no file "x"', help: 'check the path' })).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="sso-kit validate" tests="1" failures="0" errors="1">
  <testsuite name="sso-kit validate" tests="1" failures="0" errors="1">
    <testcase name="can check" classname="sso-kit validate">
      <error type="failure" message="there is no file &quot;x&quot;">there is no file &quot;x&quot;
check the path</error>
    </testcase>
  </testsuite>
</testsuites>
`,
  )
})

test('is well-formed whatever the file says', () => {
  const out = junit([{ ...tested, path: nasty.file, diagnostics: [nasty] }], 'error')
  expect(out).not.toMatch(/[^\P{C}\n]/u)
  expect(out).not.toMatch(/&(?!(?:amp|lt|gt|quot|#10);)/)
  // nothing but our own elements
  const tags = [...out.matchAll(/<\/?([^\s>/]+)/g)].map(([, tag]) => tag)
  expect([...new Set(tags)].sort()).toEqual(['?xml', 'failure', 'testcase', 'testsuite', 'testsuites'])
})
