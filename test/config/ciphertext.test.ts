import { expect, test } from 'vitest'
import { compile, compileAll } from '../../src/config/compile.ts'

/** What sops makes of a file: its values, and a map of its own at the end. */
const enc = (type = 'str') => `"ENC[AES256_GCM,data:Zm9vYmFy,iv:YmFy,tag:YmF6,type:${type}]"`
const sops = `sops:\n  age: [{ recipient: age1yt3t, enc: x }]\n  mac: ${enc()}\n  version: 3.9.0\n`
const base = `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: github, type: github, name: GitHub, clientId: Iv1.0a1b2c3d, clientSecret: { env: SECRET } }
`
const told = ({ diagnostics }: Awaited<ReturnType<typeof compile>>) =>
  diagnostics.map(({ file, rule, where }) => `${file} ${rule} ${where}`)

test('a file is told of once, however many values it has', async () => {
  const entry = (id: number) =>
    `  - { id: ${enc()}, type: ${enc()}, name: ${enc()}, port: ${enc('int')}, clientSecret: ${enc()}, n: ${id} }\n`
  const many = Array.from({ length: 50 }, (_, index) => entry(index)).join('')
  const text = `version: ${enc('int')}\npublicUrl: ${enc()}\nsources:\n${many}grants: ${enc()}\n${sops}`
  const found = await compile(text, { file: 'x.yaml' })
  expect(told(found)).toEqual(['x.yaml secret/sops-ciphertext sops'])
  expect(found.diagnostics[0]?.message).toBe('this file is encrypted by sops: 253 values')
  expect(found.config).toBeUndefined()
})

test('of two files the one that is encrypted is named', async () => {
  const prod = `sources:\n  - { id: github, clientSecret: ${enc()} }\n${sops}`
  const found = await compileAll([
    { file: 'base.yaml', input: base },
    { file: 'prod.yaml', input: prod },
  ])
  expect(told(found)).toEqual(['prod.yaml secret/sops-ciphertext sops'])
  expect(found.config).toBeUndefined()
})

test('what is not encrypted is told as ever', async () => {
  const text = base
    .replace('{ env: SECRET }', enc())
    .replace('publicUrl: https', 'publicUrl: http')
    .replace('clientId', 'clientIdd')
  expect(told(await compile(text + sops, { file: 'x.yaml' }))).toEqual([
    'x.yaml url/public-not-https publicUrl',
    'x.yaml schema/unknown-key sources[github].clientIdd',
    'x.yaml secret/sops-ciphertext sops',
  ])
})

test('neither a comment nor a level excuses it', async () => {
  const text = base.replace('{ env: SECRET }', enc())
  const excused = `${text.replace('  - {', '  # sso-kit: ignore[secret/sops-ciphertext] it is fine\n  - {')}`
  const found = await compile(excused, { file: 'x.yaml', levels: { 'secret/sops-ciphertext': 'off' } })
  expect(told(found)).toContain('x.yaml secret/sops-ciphertext sources[github].clientSecret')
  expect(found.config).toBeUndefined()
})

test('a map "sops" that sops has not written is an unknown key', async () => {
  expect(told(await compile(`${base}sops: { age: x }\n`, { file: 'x.yaml' }))).toEqual([
    'x.yaml schema/unknown-key sops',
  ])
})

test('a value that speaks of it is none', async () => {
  const text = `${base}ui: { title: "what ENC[AES256_GCM,data:x] means" }\n`
  expect(told(await compile(text, { file: 'x.yaml' }))).toEqual([])
})
