import { describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'

const head = `version: 1
publicUrl: https://sso.example.com
sources: [{ id: local, type: local, name: Password }]
`

describe('a secret that somebody wrote in a place of its own is not shown:', () => {
  it.each([
    'keys: { cookie: hunter2CANARY }',
    'keys: { cookie: { CANARY } }',
    'keys: CANARY',
    'keys: [CANARY]',
    'keys: { cookies: CANARY }',
    'keys: { session: CANARY }',
    'outbound: { proxy: "user:CANARY@host:3128" }',
    'pwd: CANARY',
    'pass: CANARY',
    'auth: CANARY',
    'jwt: CANARY',
    '密码: CANARY',
    '密钥: CANARY',
    'colour: { clientScret: CANARY }',
  ])('%s', async line => {
    const { files, diagnostics } = await compile(head + line, { file: 'x.yaml' })
    expect(diagnostics).not.toEqual([])
    expect(JSON.stringify(diagnostics)).not.toContain('CANARY')
    expect(pretty(files, diagnostics)).not.toContain('CANARY')
  })
})

describe('a file that is made to be slow is not:', () => {
  const a = 'a'.repeat(100_000)
  it.each([
    [
      'properties in a row',
      `admins: [{ source: &${'!'.repeat(200)} local, subject: aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY }]`,
    ],
    ['a key of exclamation marks', `"${'!'.repeat(200)}": { clientSecret: x }`],
    ['a word that might be an address', `ui: { title: ${a} }`],
    ['a word that might name a secret', `ui: { title: " ${'token'.repeat(20_000)}" }`],
    ['a comment that might hide one', `# ${'#token'.repeat(20_000)}`],
  ])('%s', async (_what, line) => {
    const begun = performance.now()
    await compile(head + line, { file: 'x.yaml' })
    expect(performance.now() - begun).toBeLessThan(2_000)
  })
})
