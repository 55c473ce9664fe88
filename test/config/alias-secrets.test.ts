import { expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { outputs } from './secrets.ts'

const file = (definition: string, secret = '*s') => `${definition}
version: 1
publicUrl: https://sso.example.com
sources:
  - { id: local, type: local, name: Password }
  - { id: gh, type: github, name: GitHub, clientId: abc, clientSecret: ${secret}, allow: { organizations: [x] } }
`

/** The secret stands where its anchor is, and that may be anywhere. */
it.each([
  ['x-a: &s walrusteapot'],
  ['x-a: &s "walrusteapot"'],
  ['x-a: &s\n  walrusteapot'],
  ['x-a: &s |\n  walrusteapot'],
  ['secrets:\n  - &s walrusteapot'],
  ['x-a: &s { value: walrusteapot }'],
  ['x-a: &s [walrusteapot]'],
  ['x-a: &s { env: &t walrusteapot }'],
  ['x-b: &t walrusteapot\nx-a: &s [*t]'],
  ['x-a: &s first\nx-b: &s walrusteapot'],
])('what an alias leads to in the place of a secret is covered where it stands: %j', async definition => {
  const { files } = await compile(file(definition), { file: 'x.yaml' })
  expect(files.get('x.yaml')?.text).not.toContain('walrusteapot')
  expect(await outputs(file(definition))).not.toContain('walrusteapot')
})

it('and what is a reference there is shown', async () => {
  const { files } = await compile(file('x-a: &s { env: GITHUB_SECRET }\nfoo: 1'), { file: 'x.yaml' })
  expect(files.get('x.yaml')?.text).toContain('{ env: GITHUB_SECRET }')
})

it('as is an anchor that no secret asks for', async () => {
  const { files } = await compile(file('x-a: &s [walrus]', '{ env: X }'), { file: 'x.yaml' })
  expect(files.get('x.yaml')?.text).toContain('x-a: &s [walrus]')
})
