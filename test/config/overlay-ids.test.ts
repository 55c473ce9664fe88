import { expect, test } from 'vitest'
import { base, laid, places } from './layers.ts'

/** A broken id, or name of a list, in a file is told there, and nothing of the entries that a later file would change by it. */
const alone = base.replace(/ {2}- \{ id: local.*\n/, '')
const above = 'sources:\n  - id: github\n    name: Code\n'

test.each([
  ['a misspelt key', base.replace('- id: github', '- Id: github'), 'base.yaml:4 schema/unknown-key'],
  ['a misspelt key of all', alone.replace('- id: github', '- Id: github'), 'base.yaml:4 schema/unknown-key'],
  ['no id', alone.replace('- id: github\n    type', '- type'), 'base.yaml:4 schema/missing-key'],
  ['a blank', base.replace('id: github', 'id: "github "'), 'base.yaml:4 id/format'],
  ['capitals', base.replace('id: github', 'id: GitHub'), 'base.yaml:4 id/format'],
  ['brackets', base.replace('id: github', 'id: [github]'), 'base.yaml:4 schema/wrong-type'],
  ['a number', alone.replace('id: github', 'id: 42'), 'base.yaml:4 schema/wrong-type'],
  ['the list', base.replace('sources:', 'souces:'), 'base.yaml:3 schema/unknown-key'],
  ['a map by ids', alone.replace('- id: github', 'github:'), 'base.yaml:4 schema/wrong-type'],
])('%s in the first file', async (_, under, found) => {
  expect(places((await laid({ 'base.yaml': under }, above)).diagnostics)).toEqual([found])
})

const grants = `${base}grants:\n  - id: rd\n    when: { source: github }\n    permissions: [write]\n`
test.each([
  ['a misspelt key', grants.replace('- id: rd', '- Id: rd'), 'base.yaml:11 schema/unknown-key'],
  ['the list', grants.replace('grants:', 'grnts:'), 'base.yaml:10 schema/unknown-key'],
])('%s of a grant in the first file', async (_, under, found) => {
  const { diagnostics } = await laid({ 'base.yaml': under }, 'grants:\n  - id: rd\n    baseDir: /a\n')
  expect(places(diagnostics)).toEqual([found])
})

test.each([
  ['- Id: github\n    name: Code', 'rename it to "id"'],
  ['- name: Code', 'add id: …; the ids there are "github" and "local"; a new source needs "type" too'],
  ['- id: "github "\n    name: Code', 'write id: github; a new source needs "type" too'],
])('in the later file: %s', async (entry, help) => {
  const { diagnostics } = await laid({ 'base.yaml': base }, `sources:\n  ${entry}\n`)
  expect(diagnostics.map(found => [found.file, found.help])).toEqual([['prod.yaml', help]])
})

test('what a new entry lacks is told beside a broken id of another one', async () => {
  const { diagnostics } = await laid(
    { 'base.yaml': base.replace('- id: github', '- Id: github') },
    'sources:\n  - { id: corp, type: oidc, name: Corp, clientId: sso }\n',
  )
  expect(places(diagnostics)).toEqual(['base.yaml:4 schema/unknown-key', 'prod.yaml:2 schema/missing-key'])
})
